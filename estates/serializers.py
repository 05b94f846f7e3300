from collections.abc import Sequence
from typing import Any

from django.core.cache import cache
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.models import User
from devo_portal.core.policy import Permission
from devo_portal.core.serializers import AreaBrief, OrganisationBrief
from devo_portal.core.shapes import Answering, Finish, Label, May, One, Part, Shape, Url

from .eric.columns import label
from .eric.quality import FlagCode, told
from .models import EstateReturn, Holding, Import, ImportRow, Site

MEASURES = (
    "gross_internal_m2",
    "occupied_m2",
    "clinical_m2",
    "non_clinical_m2",
    "land_ha",
    "land_not_delivering_ha",
    "not_suitable_pct",
    "empty_pct",
    "under_used_pct",
    "backlog_high",
    "backlog_significant",
    "backlog_moderate",
    "backlog_low",
    "backlog_total",
    "finance_cost",
    "energy_cost",
)


@extend_schema_field(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["code", "label", "explanation"],
            "properties": {"code": {"type": "string", "enum": FlagCode.values}, "label": {"type": "string"}, "explanation": {"type": "string"}},
        },
    }
)
class Flags(Part):
    """The quality rules that a return breaks, with what each means."""

    def __init__(self, path: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.path = path

    def paths(self) -> Sequence[str]:
        return [self.path]

    def finisher(self, answering: Answering) -> Finish:
        at = answering.at[self.path]
        return lambda row: told(row[at]) if row[at] else []


@extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
class AsReported(Part):
    """Every cell of the row, by the file's own heading."""

    def paths(self) -> Sequence[str]:
        return ["as_reported", "imported_by__headers"]

    def finisher(self, answering: Answering) -> Finish:
        cells, headers = answering.at["as_reported"], answering.at["imported_by__headers"]
        return lambda row: dict(zip(row[headers] or [], row[cells] or [], strict=False))


def _measure(name: str, places: int, digits: int) -> serializers.DecimalField:
    return serializers.DecimalField(source=f"current_return.{name}", max_digits=digits, decimal_places=places, allow_null=True)


class SiteBrief(Shape):
    url = Url("sites")

    class Meta:
        model = Site
        fields = ("id", "ref", "name", "code", "url")


class SiteSerializer(Shape):
    url = Url("sites")
    type_label = Label("type", Site.Type)
    organisation = One(OrganisationBrief, "organisation")
    area = One(AreaBrief, "area")
    year = serializers.CharField(source="current_return.year", allow_null=True, help_text="Of the latest return, whose measures these are.")
    gross_internal_m2 = _measure("gross_internal_m2", 2, 12)
    land_ha = _measure("land_ha", 4, 10)
    land_not_delivering_ha = _measure("land_not_delivering_ha", 4, 10)
    backlog_total = _measure("backlog_total", 2, 15)
    backlog_high = _measure("backlog_high", 2, 14)
    flags = Flags("current_return__flags")
    may_edit = May(Permission.SITE_EDIT, "organisation_id")

    class Meta:
        model = Site
        brief = ("code",)
        fields = (
            "id",
            "ref",
            "url",
            "name",
            "code",
            "type",
            "type_label",
            "organisation",
            "postcode",
            "area",
            "year",
            "gross_internal_m2",
            "land_ha",
            "land_not_delivering_ha",
            "backlog_total",
            "backlog_high",
            "flags",
            "source",
            "illustrative",
            "version",
            "updated_at",
            "may_edit",
        )


class SiteInput(Input):
    class Meta:
        model = Site
        fields = ("name", "type", "postcode", "area", "source", "illustrative", "reason")


class HoldingSerializer(Shape):
    url = Url("holdings")
    site = One(SiteBrief, "site")
    organisation = One(OrganisationBrief, "organisation")
    tenure_label = Label("tenure", Holding.Tenure)

    class Meta:
        model = Holding
        fields = (
            "id",
            "ref",
            "url",
            "site",
            "organisation",
            "tenure",
            "tenure_label",
            "land_ha",
            "starts_on",
            "ends_on",
            "source",
            "illustrative",
            "version",
            "updated_at",
        )


class ReturnSerializer(Shape):
    url = Url("estate-returns")
    site = One(SiteBrief, "site")
    organisation = One(OrganisationBrief, "organisation")
    site_type_label = Label("site_type", Site.Type)
    flags = Flags("flags")

    class Meta:
        model = EstateReturn
        fields = (
            "id",
            "ref",
            "url",
            "site",
            "organisation",
            "year",
            "site_name",
            "site_type",
            "site_type_label",
            *MEASURES,
            "flags",
            "source",
            "illustrative",
            "version",
            "updated_at",
        )


class ReturnDetail(ReturnSerializer):
    as_reported = AsReported()

    class Meta(ReturnSerializer.Meta):
        fields = (*ReturnSerializer.Meta.fields, "as_reported")


class PersonBrief(Shape):
    class Meta:
        model = User
        fields = ("id", "name")


@extend_schema_field({"type": ["object", "null"], "properties": {"done": {"type": "integer"}, "total": {"type": "integer"}}})
class Progress(Part):
    """How far a check or a run has come, in rows; null while nothing runs. Told through the cache, for the work
    itself is one transaction and shows nothing until it ends."""

    def paths(self) -> Sequence[str]:
        return ["id", "state"]

    def finisher(self, answering: Answering) -> Finish:
        pk, state = answering.at["id"], answering.at["state"]

        def progress(row: Any) -> dict[str, int] | None:
            if row[state] not in (Import.State.CHECKING, Import.State.RUNNING):
                return None
            done, total = cache.get(progress_key(row[pk])) or (0, 0)
            return {"done": done, "total": total}

        return progress


def progress_key(pk: Any) -> str:
    return f"import-progress:{pk}"


@extend_schema_field(
    {
        "type": "object",
        "properties": {
            "rows": {"type": "integer"},
            "organisations": {"type": "integer"},
            "new_organisations": {"type": "integer"},
            "aggregates": {"type": "integer"},
            "flags": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {name: {"type": "string"} for name in ("code", "label", "explanation")} | {"rows": {"type": "integer"}},
                },
            },
        },
    }
)
class Findings(Part):
    """What the check saw in the whole file; empty until it has been checked."""

    def paths(self) -> Sequence[str]:
        return ["findings"]

    def finisher(self, answering: Answering) -> Finish:
        at = answering.at["findings"]

        def findings(row: Any) -> dict[str, Any]:
            kept = row[at] or {}
            counts = kept.get("flags", {})
            return {**kept, "flags": [{**flag, "rows": counts[flag["code"]]} for flag in told(sorted(counts, key=counts.get, reverse=True))]}

        return findings


class ImportSerializer(Shape):
    url = Url("imports")
    state_label = Label("state", Import.State)
    organisation = One(OrganisationBrief, "organisation")
    started_by = One(PersonBrief, "started_by")
    confirmed_by = One(PersonBrief, "confirmed_by")
    findings = Findings()
    progress = Progress()
    may_import = May(Permission.ESTATES_IMPORT, "organisation_id")

    class Meta:
        model = Import
        fields = (
            "id",
            "ref",
            "url",
            "file_name",
            "file_sha256",
            "year",
            "encoding",
            "organisation",
            "state",
            "state_label",
            "new_rows",
            "changed_rows",
            "unchanged_rows",
            "error_rows",
            "message",
            "findings",
            "progress",
            "started_by",
            "started_at",
            "confirmed_by",
            "finished_at",
            "version",
            "updated_at",
            "may_import",
        )


@extend_schema_field(
    {
        "type": "array",
        "items": {"type": "object", "properties": {name: {"type": ["string", "null"]} for name in ("field", "label", "before", "after")}},
    }
)
class Changes(serializers.JSONField):
    """What the register holds and what the row says."""


@extend_schema_field({"type": "array", "items": {"type": "object", "properties": {name: {"type": "string"} for name in ("column", "detail")}}})
class RowErrors(serializers.JSONField):
    """What is wrong, by the file's own heading, and what was expected."""


@extend_schema_field({"type": "array", "items": {"type": "object", "properties": {name: {"type": "string"} for name in ("field", "label", "value")}}})
class RowValues(Part):
    """The measures that the row gives."""

    def paths(self) -> Sequence[str]:
        return ["values"]

    def finisher(self, answering: Answering) -> Finish:
        at = answering.at["values"]
        return lambda row: [{"field": name, "label": label(name), "value": value} for name, value in row[at].items()]


class ImportRowSerializer(Shape):
    outcome_label = Label("outcome", ImportRow.Outcome)
    type_label = Label("type", Site.Type)
    values = RowValues()
    changes = Changes()
    errors = RowErrors()
    flags = Flags("flags")

    class Meta:
        model = ImportRow
        fields = (
            "id",
            "number",
            "outcome",
            "outcome_label",
            "organisation_code",
            "organisation_name",
            "site_code",
            "site_name",
            "name",
            "type",
            "type_label",
            "values",
            "changes",
            "errors",
            "flags",
        )


class ImportRowList(serializers.Serializer):
    """The list envelope of an import's rows, for the OpenAPI document."""

    count = serializers.IntegerField(allow_null=True, help_text="Null unless asked for with `count=true` or `page`.")
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = ImportRowSerializer(many=True)


class ImportInput(serializers.Serializer):
    """What an upload takes; an unknown field is an error, as in every write."""

    file = serializers.FileField(help_text="An ERIC site file, as CSV.")
    year = serializers.CharField(
        required=False, allow_blank=True, help_text="The financial year, such as 2016-17, where the file's name does not say it."
    )
    organisation = serializers.UUIDField(required=False, help_text="For whom, where you act for more than one organisation.")

    def to_internal_value(self, data: Any) -> Any:
        if unknown := {name: ["There is no such field to write."] for name in data if name not in self.fields}:
            raise serializers.ValidationError(unknown)
        return super().to_internal_value(data)


class TotalsSerializer(serializers.Serializer):
    """Over the sites that the filter leaves, from the latest return of each."""

    organisations = serializers.IntegerField(help_text="That report a site.")
    sites = serializers.IntegerField(help_text="Aggregates included.")
    aggregates = serializers.IntegerField(help_text="Rows that stand for a trust's small sites together.")
    sites_named = serializers.IntegerField(help_text="Without the aggregates.")
    gross_internal_m2 = serializers.DecimalField(max_digits=20, decimal_places=2)
    land_ha = serializers.DecimalField(max_digits=20, decimal_places=4)
    land_not_delivering_ha = serializers.DecimalField(max_digits=20, decimal_places=4)
    backlog_total = serializers.DecimalField(max_digits=20, decimal_places=2)
    backlog_high = serializers.DecimalField(max_digits=20, decimal_places=2)
    backlog_significant = serializers.DecimalField(max_digits=20, decimal_places=2)
    backlog_moderate = serializers.DecimalField(max_digits=20, decimal_places=2)
    backlog_low = serializers.DecimalField(max_digits=20, decimal_places=2)
    flagged = serializers.IntegerField(help_text="With at least one quality flag.")
    years = serializers.ListField(child=serializers.CharField(), help_text="Of the returns counted, the latest first.")
