"""Shapes of changes of many sites, and what making one takes in."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Answering, Finish, Label, One, Part, Shape, Url

from ..models import BulkChange, Site
from ..rules.bulk import FIELDS, MOST, OUTCOMES, changes
from .imports import LaterEditsSerializer, PersonBrief
from .quality import SiteVersion

_TEXT = {"type": "string"}


def _rows(**properties: Any) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "object", "required": list(properties), "properties": properties}}


_FIELD = {"type": "string", "enum": list(FIELDS)}


@extend_schema_field(_rows(field=_FIELD, label=_TEXT, value={"type": ["string", "boolean", "null"]}, value_label=_TEXT))
class ValuesSet(Part):
    """What was set, as kept and in words."""

    def paths(self) -> Sequence[str]:
        return ["values_set"]

    def finisher(self, answering: Answering) -> Finish:
        at = answering.at["values_set"]
        return lambda row: set_told(row[at])


def set_told(values: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"field": name, "label": FIELDS[name], "value": values[name]["value"], "value_label": values[name]["label"]}
        for name in FIELDS
        if name in values
    ]


class BulkChangeSerializer(Shape):
    url = Url("bulk-changes")
    state_label = Label("state", BulkChange.State)
    made_by = One(PersonBrief, "made_by")
    undone_by = One(PersonBrief, "undone_by")
    set = ValuesSet()

    class Meta:
        model = BulkChange
        brief = ("state", "count")
        fields = (
            "id",
            "ref",
            "url",
            "state",
            "state_label",
            "set",
            "count",
            "reason",
            "made_by",
            "made_at",
            "undone_by",
            "undone_at",
            "version",
            "updated_at",
        )


def in_words(name: str, state: dict[str, Any]) -> str:
    """A field of a site as a reader says it; `state` holds `area_name` beside `area`. Empty for nothing."""
    value = state[name]
    if name == "area":
        return str(state["area_name"] or "")
    if name == "type":
        return str(dict(Site.Type.choices).get(value, value))
    return ("Yes" if value else "No") if isinstance(value, bool) else str(value or "")


def told(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, str]]:
    """`[{field, label, before, after}]`, in words, of the fields that differ."""
    return [
        {"field": name, "label": FIELDS[name], "before": in_words(name, before), "after": in_words(name, after)} for name in changes(before, after)
    ]


_CHANGES = _rows(field=_FIELD, label=_TEXT, before=_TEXT, after=_TEXT)


@extend_schema_field(_CHANGES)
class SiteChanges(Part):
    """What the change did to a site, in words."""

    def paths(self) -> Sequence[str]:
        return ["was", "left_so"]

    def finisher(self, answering: Answering) -> Finish:
        was, left_so = answering.at["was"], answering.at["left_so"]
        return lambda row: told(row[was], row[left_so])


@extend_schema_field({"type": "boolean", "description": "A field that the change set is no longer as the change left it."})
class EditedSince(Part):
    def paths(self) -> Sequence[str]:
        return ["left_so", "stands", "fields_set"]

    def finisher(self, answering: Answering) -> Finish:
        left_so, stands, names = (answering.at[path] for path in self.paths())
        return lambda row: any(row[left_so][name] != row[stands][name] for name in row[names])


class ChangedSiteSerializer(Shape):
    url = Url("sites")
    organisation = One(OrganisationBrief, "organisation")
    changes = SiteChanges()
    edited_since = EditedSince()

    class Meta:
        model = Site
        fields = ("id", "ref", "url", "name", "code", "organisation", "changes", "edited_since", "version", "updated_at")


class ChangedSiteList(serializers.Serializer):
    """The list envelope of a change's sites, for the OpenAPI document."""

    count = serializers.IntegerField(allow_null=True, help_text="Null unless asked for with `count=true` or `page`.")
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = ChangedSiteSerializer(many=True)


class BulkSummarySerializer(serializers.Serializer):
    """Over the changes that the filters leave."""

    changes = serializers.IntegerField()
    undone = serializers.IntegerField(help_text="Of the changes.")
    sites = serializers.IntegerField(help_text="Changed and not put back; a site counts once for each change.")


class UndoingChangeSerializer(serializers.Serializer):
    """What an undo would do, and what stands in its way."""

    sites = serializers.IntegerField(help_text="That would be put back as they were.")
    edits = LaterEditsSerializer()


# --- Preview ----------------------------------------------------------------------------------------------------------
class _Before(serializers.Serializer):
    field = serializers.ChoiceField(list(FIELDS.items()))
    label = serializers.CharField()
    before = serializers.CharField(help_text="In words; empty for nothing.")
    after = serializers.CharField()


class _PreviewedSite(serializers.Serializer):
    id = serializers.UUIDField()
    version = serializers.IntegerField(allow_null=True, help_text="As it stands. Null, as are its names, for a site that you do not see.")
    ref = serializers.CharField(allow_null=True)
    name = serializers.CharField(allow_null=True)
    code = serializers.CharField(allow_null=True)
    organisation = serializers.CharField(allow_null=True)
    outcome = serializers.ChoiceField(list(OUTCOMES.items()))
    outcome_label = serializers.CharField()
    rule = serializers.CharField(help_text="The rule in its way; empty where there is none.")
    why = serializers.CharField(help_text="The same in words.")
    changes = _Before(many=True)


class _Set(serializers.Serializer):
    field = serializers.ChoiceField(list(FIELDS.items()))
    label = serializers.CharField()
    value = serializers.JSONField(allow_null=True)
    value_label = serializers.CharField()


class BulkPreviewSerializer(serializers.Serializer):
    """What a change would do to each site, those first that cannot be changed. Nothing is saved."""

    set = _Set(many=True)
    count = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    refused = serializers.IntegerField(help_text="Where it is not 0, nothing can be saved: all are changed, or none.")
    results = _PreviewedSite(many=True)


# --- What it takes ------------------------------------------------------------------------------------------------------
class SetInput(Input):
    """The fields to set; those left out stay as they are."""

    class Meta:
        model = Site
        fields = tuple(FIELDS)
        extra_kwargs = {name: {"required": False} for name in FIELDS}

    reason = None  # that of the whole change stands beside


class BulkChangeInput(serializers.Serializer):
    """`sites`, each with the version that was read; or `filter`, the list's own parameters, with the `count` that it left."""

    sites = serializers.ListField(child=SiteVersion(), required=False, min_length=1, max_length=MOST, help_text=f"At most {MOST:,}.")
    filter = serializers.DictField(required=False, help_text="By name, as of the list of sites: a text, or a list of texts.")
    count = serializers.IntegerField(required=False, min_value=1, help_text="How many sites the filter left when you looked.")
    set = SetInput(partial=True)
    reason = serializers.CharField(max_length=500, help_text="Why; kept in the history of each site.")
    dry_run = serializers.BooleanField(default=False, help_text="Say what would be done, and do nothing.")
