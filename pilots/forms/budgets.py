from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from devo_portal.core.forms import Checkboxes, Radios, RecordForm, formfield_callback
from devo_portal.core.models import Organisation
from governance.models import Function

from ..models import BudgetPartner, PooledBudget
from ..rules import budgets as rules

FIGURES = ("plan", "forecast", "actual")
NEW = (1, 2)  # rows for partners that join


class FigureField(forms.DecimalField):
    """A number as people write one: 1,234.56, with a pound or percent sign or without."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_digits": 14, "decimal_places": 2, "required": False, **kwargs})
        self.widget.attrs["inputmode"] = "decimal"

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # IntegerField, its base, says int
        if isinstance(value, str):
            for sign in ("£", "%", ",", " ", "\u00a0"):
                value = value.replace(sign, "")
            value = value.replace("−", "-")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        text = f"{value:,f}"
        return text.rstrip("0").rstrip(".") if self.decimal_places == 4 and "." in text else text


class ShareField(FigureField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_digits": 7, "decimal_places": 4, "min_value": 0, "max_value": 100, **kwargs})


class BudgetForm(RecordForm):
    excluded_functions = forms.ModelMultipleChoiceField(
        Function.objects.all(), label="Functions that may not be pooled", required=False, widget=Checkboxes, help_text="Beside what is said above."
    )

    class Meta:
        model = PooledBudget
        fields = (
            "pilot",
            "name",
            "year",
            "host",
            "fund_manager",
            "exclusions",
            "excluded_functions",
            "schedule_text",
            "status_note",
            "source",
            "illustrative",
        )
        formfield_callback = formfield_callback


class BudgetPartnersForm(RecordForm):
    """The rule, what each partner puts in and its fixed share, and rows for two that join."""

    rule = forms.ChoiceField(choices=PooledBudget.Rule.choices, widget=Radios, label="How over- and underspend is shared")

    class Meta:
        model = PooledBudget
        fields = ()

    def __init__(self, *args: Any, partners: Sequence[Mapping[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partners = partners
        for each in partners:
            key, name = each["id"].hex, each["organisation"]["name"]
            self.fields[f"amount_{key}"] = FigureField(label=f"{name}: contribution (£)", min_value=0)
            if each["kind"] == BudgetPartner.Kind.POOLED:
                self.fields[f"share_{key}"] = ShareField(label=f"{name}: fixed share (%)")
            self.fields[f"out_{key}"] = forms.BooleanField(required=False, label=f"Take out {name}")
        for row in NEW:
            offered = Organisation.objects.order_by("name")
            self.fields[f"organisation_{row}"] = forms.ModelChoiceField(offered, required=False, label=f"Another partner, {row}", empty_label="None")
            self.fields[f"kind_{row}"] = forms.ChoiceField(choices=BudgetPartner.Kind.choices, required=False, label=f"Kind of partner {row}")
            self.fields[f"amount_{row}"] = FigureField(label=f"Contribution of partner {row} (£)", min_value=0)
            self.fields[f"share_{row}"] = ShareField(label=f"Fixed share of partner {row} (%)")

    def rows(self) -> list[dict[str, Any]]:
        """The partners there are, each with its bound fields."""
        return [
            {
                "partner": each,
                "amount": self[f"amount_{each['id'].hex}"],
                "share": self[f"share_{each['id'].hex}"] if f"share_{each['id'].hex}" in self.fields else None,
                "out": self[f"out_{each['id'].hex}"],
            }
            for each in self.partners
        ]

    def new_rows(self) -> list[dict[str, Any]]:
        return [{name: self[f"{name}_{row}"] for name in ("organisation", "kind", "amount", "share")} for row in NEW]

    def clean(self) -> dict[str, Any]:
        for row in NEW:
            given = any(self.cleaned_data.get(f"{name}_{row}") is not None for name in ("amount", "share"))
            if given and not self.cleaned_data.get(f"organisation_{row}") and f"organisation_{row}" not in self.errors:
                self.add_error(f"organisation_{row}", ValidationError("Choose the partner that these figures are of."))
        return self.cleaned_data

    def partners_given(self) -> list[dict[str, Any]]:
        """Every partner as it is to stand, as `update_budget` takes them."""
        data, stay = self.cleaned_data, []
        for each in self.partners:
            key = each["id"].hex
            if not data[f"out_{key}"]:
                found = Organisation(pk=each["organisation"]["id"], name=each["organisation"]["name"])
                figures = {"amount": data[f"amount_{key}"] or Decimal(0), "share": data.get(f"share_{key}")}
                stay.append({"organisation": found, "kind": each["kind"], **figures})
        for row in NEW:
            if organisation := data[f"organisation_{row}"]:
                figures = {"amount": data[f"amount_{row}"] or Decimal(0), "share": data[f"share_{row}"]}
                stay.append({"organisation": organisation, "kind": data[f"kind_{row}"] or BudgetPartner.Kind.POOLED, **figures})
        return stay


class MonthsForm(RecordForm):
    """The figures of twelve months: fields named `actual_2017_04`, which `months_form` adds."""

    year: int

    class Meta:
        model = PooledBudget
        fields = ()

    def rows(self) -> list[dict[str, Any]]:
        return [{"month": rules.begins(month), **{name: self[field_of(month, name)] for name in FIGURES}} for month in rules.months_of(self.year)]

    def months_given(self) -> list[dict[str, Any]]:
        """Every month's figures, as `record_months` takes them."""
        return [{"month": month, **{name: self.cleaned_data[field_of(month, name)] for name in FIGURES}} for month in rules.months_of(self.year)]

    def refuse(self, error: ValidationError) -> None:
        """The service names a cell `months/2017-04/actual`."""
        if hasattr(error, "error_dict"):
            error = ValidationError({_cell(name): errors for name, errors in error.error_dict.items()})
        super().refuse(error)


def field_of(month: str, name: str) -> str:
    return f"{name}_{month.replace('-', '_')}"


def _cell(pointer: str) -> str:
    place = pointer.split("/")
    return field_of(place[1], place[2]) if len(place) == 3 else pointer


@lru_cache(maxsize=8)
def months_form(year: int) -> type[MonthsForm]:
    """The form of one financial year."""
    fields: dict[str, Any] = {
        field_of(month, name): FigureField(label=f"{rules.begins(month):%B %Y}, {name} (£)") for month in rules.months_of(year) for name in FIGURES
    }
    return type("MonthsFormOfYear", (MonthsForm,), {"year": year, "__module__": __name__, **fields})
