"""The forms of merging, splitting, removing and restoring sites. What is to be chosen follows from the sites: the page adds it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from devo_portal.core.forms import DayField, Radios, RecordForm, say_what_is_missing

from ..models import Site
from ..rules.identifiers import LONGEST_CODE
from .places import degrees
from .pointed import pointed


class MergeForm(RecordForm):
    reason_needed = True
    into_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Site
        fields = ()

    field_order = ("into_version",)

    def ask(self, preview: Mapping[str, Any]) -> None:
        """A choice for each field that differs, and for each two records of which one holds."""
        reason = self.fields.pop("reason", None)
        stays, goes = preview["stays"]["code"], preview["goes"]["code"]
        for each in preview["meets"]:
            self._choice(each["key"], each["label"], [(one["value"], one["label"]) for one in each["choices"]], each["chosen"])
        for each in preview["fields"]:
            choices = [("stays", f"{each['stays']} (as {stays} has it)"), ("goes", f"{each['goes']} (as {goes} has it)")]
            self._choice(each["key"], each["label"], choices, each["chosen"])
        if reason is not None:
            reason.label, reason.help_text = "How you know that the two are one site", "Kept in the history, beside your name."
            self.fields["reason"] = reason

    def refuse(self, error: ValidationError) -> None:
        super().refuse(pointed(error, lambda path: name_of(path.removeprefix("keep/"))))

    def _choice(self, key: str, label: str, choices: list[tuple[str, str]], chosen: str | None) -> None:
        field = forms.ChoiceField(choices=choices, widget=Radios, label=label, initial=chosen)
        say_what_is_missing(field, label)
        field.error_messages["required"] = "Choose which holds."
        self.fields[name_of(key)] = field


def name_of(key: str) -> str:
    return f"keep-{key.replace(':', '-')}"


class RemoveSiteForm(RecordForm):
    reason_needed = True
    on = DayField(label="Day on which it left", required=False, help_text="Such as 16 November 2017. Today, where you leave it empty.")

    class Meta:
        model = Site
        fields = ()

    field_order = ("on",)


class RestoreSiteForm(RecordForm):
    reason_needed = True

    class Meta:
        model = Site
        fields = ()


FIRST = "0"
_PART = ("name", "code", "type", "address", "postcode", "latitude", "longitude")
_NOUNS = {"buildings": "Building", "holdings": "Interest", "plots": "Plot", "identifiers": "Identifier"}


class SplitForm(RecordForm):
    """`parts` new sites, and for each record of the site the one that it goes with."""

    reason_needed = True

    class Meta:
        model = Site
        fields = ()

    def ask(self, pieces: Mapping[str, list[dict[str, Any]]], parts: int, name: str) -> None:
        reason = self.fields.pop("reason", None)
        self.parts, self.pieces = parts, pieces
        for part in range(1, parts + 1):
            self._part(part, f"New site {part}: " if parts > 1 else "New site: ")
        choices = [
            (FIRST, f"Stays with {name}"),
            *((str(part), f"Goes with new site {part}" if parts > 1 else "Goes with the new site") for part in range(1, parts + 1)),
        ]
        for noun, rows in pieces.items():
            for row in rows:
                self.fields[f"goes-{row['id']}"] = forms.ChoiceField(
                    choices=choices, widget=Radios, label=f"{_NOUNS[noun]} {row['name']}", initial=FIRST
                )
                if noun == "holdings":
                    self._shares(row, parts)
        if reason is not None:
            reason.label = "Why it is more than one site"
            self.fields["reason"] = reason

    def _part(self, part: int, of: str) -> None:
        made: dict[str, Any] = {
            "name": forms.CharField(max_length=200, label="Name"),
            "code": forms.CharField(
                max_length=LONGEST_CODE, label="Site code", help_text="Letters and digits, one that the organisation has not used."
            ),
            "type": forms.ChoiceField(choices=[each for each in Site.Type.choices if each[0] != Site.Type.AGGREGATE], label="Site type"),
            "address": forms.CharField(max_length=2000, label="Address", required=False, widget=forms.Textarea(attrs={"rows": 3})),
            "postcode": forms.CharField(max_length=8, label="Postcode", required=False),
        }
        made |= {name: degrees(name.capitalize()) for name in ("latitude", "longitude")}
        made["type"].initial = Site.Type.UNKNOWN
        for name, field in made.items():
            say_what_is_missing(field, field.label)
            field.label = of + field.label.lower()
            self.fields[f"part{part}-{name}"] = field

    def _shares(self, row: Mapping[str, Any], parts: int) -> None:
        for part in range(1, parts + 1):
            to = f"new site {part}" if parts > 1 else "the new site"
            for name, unit, digits in (("floor_m2", "m²", 2), ("land_ha", "hectares", 4)):
                if row[name] is not None:
                    self.fields[f"share-{row['id']}-{part}-{name}"] = forms.DecimalField(
                        min_value=0,
                        max_digits=12,
                        decimal_places=digits,
                        required=False,
                        label=f"Or share of {row['ref']} for {to} ({unit})",
                        help_text=f"Of {row[name]:,f}. The rest stays.",
                        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 14}),
                    )

    def refuse(self, error: ValidationError) -> None:
        super().refuse(pointed(error, self._field_of))

    def _field_of(self, path: str) -> str:
        """`parts/0/code` is the field `part1-code`; `parts/0/shares/0/floor_m2` that of the share."""
        _, number, name, *more = path.split("/")
        if name == "shares" and more and more[1:] in (["floor_m2"], ["land_ha"]):
            share = self.given[int(number)]["shares"][int(more[0])]
            return f"share-{share['holding']}-{int(number) + 1}-{more[1]}"
        return f"part{int(number) + 1}-{name}"

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        self.given = [] if self.errors else self._given()  # before a refusal takes a field out of what was cleaned
        return data

    def _given(self) -> list[dict[str, Any]]:
        """The parts as the service takes them."""
        data, found = self.cleaned_data, []
        for part in range(1, self.parts + 1):
            said: dict[str, Any] = {name: data[f"part{part}-{name}"] for name in _PART}
            said["code"], said["postcode"] = said["code"].strip().upper(), _postcode(said["postcode"])
            for noun, rows in self.pieces.items():
                said[noun] = [row["id"] for row in rows if data[f"goes-{row['id']}"] == str(part)]
            said["shares"] = [each for row in self.pieces["holdings"] if (each := self._shared(row, part))]
            found.append(said)
        return found

    def _shared(self, row: Mapping[str, Any], part: int) -> dict[str, Any] | None:
        given = {name: self.cleaned_data.get(f"share-{row['id']}-{part}-{name}") for name in ("floor_m2", "land_ha")}
        return {"holding": row["id"], **given} if any(given.values()) else None


def _postcode(text: str) -> str:
    packed = "".join(text.upper().split())
    return f"{packed[:-3]} {packed[-3:]}" if len(packed) > 4 else packed
