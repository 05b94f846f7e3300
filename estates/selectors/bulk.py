"""What may be read about changes of many sites: those made, their sites, and what one would do before it is made."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.fields.json import JSONField
from django.db.models.functions import Coalesce, JSONObject
from django.http import Http404, QueryDict

from devo_portal.core.history import event_model
from devo_portal.core.models import Area
from devo_portal.core.policy import ALL, Permission, covers, reach, require
from devo_portal.core.reads import ReadModel, check_names
from devo_portal.core.writes import Refused, beneath, segment

from .. import acts
from ..filters import BulkChangeFilter, ChangedSiteFilter, SiteFilter
from ..models import BulkChange, Site
from ..rules.bulk import COLUMNS, FIELDS, MOST, OUTCOMES, TOO_MANY, WHY, why_not
from ..serializers import BulkChangeSerializer, ChangedSiteSerializer, in_words, set_told, told
from .sensitive import seen_by
from .sites import sites, visible_sites

_FIELDS: dict[str, Any] = {name: Site._meta.get_field(name) for name in FIELDS}
Asked = dict[UUID, int | None]  # the sites to change, each with the version that was seen, where one was


def visible_bulk_changes(user: Any) -> QuerySet[BulkChange]:
    """Everybody's for those who may change every site; else those of which every site is of an organisation that the person
    edits for: the count of another would tell of sensitive ones."""
    require(user, Permission.PROGRAMME_VIEW)
    reached = reach(user, Permission.SITE_EDIT)
    if reached == ALL:
        return BulkChange.objects.all()
    return BulkChange.objects.filter(organisations__contained_by=list(reached)) if reached else BulkChange.objects.none()


bulk_changes = ReadModel("bulk-changes", visible_bulk_changes, BulkChangeFilter, BulkChangeSerializer, order=("-made_at", "ref", "count", "state"))


def bulk_summary(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of the changes that the filters leave (BulkSummarySerializer). Raises ValidationError."""
    undone = Q(state=BulkChange.State.UNDONE)
    return bulk_changes.found(user, params).order_by().aggregate(
        changes=Count("pk"), undone=Count("pk", filter=undone), sites=Coalesce(Sum("count", filter=~undone), 0)
    )  # fmt: skip


_sites = ReadModel("bulk-changes/sites", visible_sites, ChangedSiteFilter, ChangedSiteSerializer, order=("name", "code"))


def sites_of_change(user: Any, pk: Any) -> ReadModel:
    """The read model of the sites of one change, as it found and left them. Raises Http404 where it is not to be seen."""
    record = _seen(user, pk)
    events = event_model(Site).objects.filter(pgh_context_id=act_of(record))
    own = events.filter(pgh_obj_id=OuterRef("pk")).order_by("-pgh_id")
    earlier = event_model(Site).objects.filter(pgh_obj_id=OuterRef("pk"), pgh_id__lt=OuterRef("event")).order_by("-pgh_id")

    def rows(_: Any) -> QuerySet[Any]:
        found = visible_sites(user).filter(pk__in=events.values("pgh_obj_id"))
        return found.annotate(
            event=Subquery(own.values("pgh_id")[:1]),
            left_so=Subquery(own.annotate(state=_state()).values("state")[:1]),
            was=Subquery(earlier.annotate(state=_state()).values("state")[:1]),
            stands=_state(),
            fields_set=Value(sorted(record.values_set), output_field=JSONField()),
        )

    return replace(_sites, path=f"bulk-changes/{pk}/sites", rows=rows)


def _state() -> JSONObject:
    """What a site holds, by field, as one value."""
    return JSONObject(**{name: F(column) for name, column in COLUMNS.items()}, area_name=F("area__name"))


def _seen(user: Any, pk: Any) -> BulkChange:
    record = visible_bulk_changes(user).filter(pk=pk).first()
    if record is None:
        raise Http404("There is no such record, or you may not see it.")
    return record


def act_of(record: BulkChange) -> Any:
    """The act in history that wrote a change's sites."""
    return event_model(BulkChange).objects.filter(pgh_obj_id=record.pk, pgh_label="insert").values_list("pgh_context_id", flat=True).get()


def columns_set(record: BulkChange) -> list[str]:
    return [COLUMNS[name] for name in record.values_set]


def change_page(user: Any, pk: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """A change with its sites, a page of them. Raises Http404."""
    return {"change": bulk_changes.one(user, pk), "sites": sites_of_change(user, pk).list(user, params)}


def edited_since(record: BulkChange) -> tuple[int, list[dict[str, Any]]]:
    """How many of its sites no longer hold what it set, or were merged since with what it set, and the first of them."""
    touched = acts.touched(Site)
    merged = f"SELECT now.id FROM ({touched}) touched JOIN estates_site now USING (id) WHERE now.merged_into_id IS NOT NULL"  # noqa: S608  # ours
    return acts.later_edits([(Site, acts.edited(Site, columns_set(record))), (Site, merged)], act_of(record))


def undoing_of_change(user: Any, pk: Any) -> dict[str, Any]:
    """What an undo would do, and what stands in its way: `{sites, edits: {count, results}}`; nothing where it is undone. Raises Http404."""
    record = _seen(user, pk)
    if record.state != BulkChange.State.APPLIED:
        return {"sites": 0, "edits": {"count": 0, "results": []}}
    count, results = edited_since(record)
    return {"sites": record.count, "edits": {"count": count, "results": results}}


# --- Which sites, and what to set -----------------------------------------------------------------------------------------
def chosen_sites(user: Any, given: Iterable[Mapping[str, Any]] | None, where: Mapping[str, Any] | None = None, count: int | None = None) -> Asked:
    """The sites that are named, `[{id, version}]`; or, with `where`, those that the list's filters leave.

    Raises ValidationError; Refused (`selection-changed`) where the filters leave other than `count`.
    """
    if (given is None) == (where is None):
        raise ValidationError({"sites": "Name the sites, or give the filters of the list; one of the two."})
    if where is None:
        return _named(given or ())
    if count is None:
        raise ValidationError({"count": "Say how many sites the filters left when you looked."})
    with beneath("filter"):
        found = list(sites.found(user, _parameters(where)).order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    if len(found) > MOST:
        raise ValidationError({"filter": f"{TOO_MANY} Ask for fewer."})
    if len(found) != count:
        raise Refused("selection-changed", f"The filters leave {len(found):,} sites now, not {count:,}. Nothing was saved.")
    return dict.fromkeys(found)


def _named(given: Iterable[Mapping[str, Any]]) -> Asked:
    asked: Asked = {}
    for place, each in enumerate(given):
        pk, version = each["id"], each.get("version")
        if asked.setdefault(pk, version) != version:
            raise ValidationError({f"sites/{place}": f"The site {pk} is named twice, at two versions."})
    if not asked:
        raise ValidationError({"sites": "Choose at least one site."})
    if len(asked) > MOST:
        raise ValidationError({"sites": f"{TOO_MANY} Choose fewer."})
    return asked


def _parameters(where: Mapping[str, Any]) -> QueryDict:
    """Filters as an address has them. Raises ValidationError, by parameter."""
    try:
        check_names(where, SiteFilter.base_filters.keys())
    except ValidationError as error:
        raise ValidationError({segment(name): errors for name, errors in error.error_dict.items()}) from None
    params = QueryDict(mutable=True)
    for name in where:
        value = where.getlist(name) if hasattr(where, "getlist") else where[name]
        params.setlist(name, [str(each) for each in value] if isinstance(value, list) else [_text(value)])
    return params


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def read_values(given: Mapping[str, Any]) -> dict[str, Any]:
    """`{type, area, area_name, ...}`: what to set, cleaned as the model's own fields do; an area by its id. Raises ValidationError by field."""
    values: dict[str, Any] = {}
    wrong: dict[str, Any] = {}
    for name, value in given.items():
        try:
            values |= _area(value) if name == "area" else {name: _FIELDS[name].clean(value, None)}
        except ValidationError as error:
            wrong[name] = error.messages
    if wrong:
        raise ValidationError({f"set/{name}": errors for name, errors in wrong.items()})
    if not values:
        raise ValidationError({"set": "Choose at least one field to set."})
    return values


def _area(value: Any) -> dict[str, Any]:
    if value is None:
        return {"area": None, "area_name": ""}
    found = Area.objects.filter(pk=getattr(value, "pk", value)).first()
    if found is None:
        raise ValidationError("There is no such area.")
    return {"area": found.pk, "area_name": found.name}


def values_kept(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as a change keeps them: `{field: {value, label}}`."""
    return {
        name: {"value": str(values[name]) if isinstance(values[name], UUID) else values[name], "label": in_words(name, dict(values))}
        for name in FIELDS
        if name in values
    }


# --- What it would do -----------------------------------------------------------------------------------------------------
def bulk_preview(user: Any, asked: Asked, values: Mapping[str, Any]) -> dict[str, Any]:
    """What setting these values (`read_values`) would do to each site (`BulkPreviewSerializer`). Nothing is written."""
    require(user, Permission.SITE_EDIT)
    reached = reach(user, Permission.SITE_EDIT)
    names = ("id", "ref", "version", "name", "code", "organisation_id", "organisation__name", "area__name", "removed_on", "merged_into")
    into = ("merged_into__name", "merged_into__code")
    # Those as well that have left the register, so that it can be said.
    found = Site.objects.filter(seen_by(user), pk__in=asked).order_by().values(*names, *into, *COLUMNS.values())
    held = {row["id"]: row for row in found}
    results = [_outcome(pk, held.get(pk), version, reached, values) for pk, version in asked.items()]
    order = list(OUTCOMES)
    results.sort(key=lambda each: (order.index(each["outcome"]), each["name"] or "", str(each["id"])))
    counts = {code: sum(each["outcome"] == code for each in results) for code in ("changed", "unchanged", "refused")}
    return {"set": set_told(values_kept(values)), "count": len(results), **counts, "results": results}


def _why(rule: str, site: Mapping[str, Any] | None) -> str:
    if not rule or site is None:
        return WHY[rule] if rule else ""
    return WHY[rule].format(version=site["version"], into=f"{site['merged_into__name']} ({site['merged_into__code']})")


def _outcome(pk: UUID, site: Mapping[str, Any] | None, held_to: int | None, reached: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    rule = why_not(site, held_to, site is not None and covers(reached, site["organisation_id"]))
    before = {**{name: site[column] for name, column in COLUMNS.items()}, "area_name": site["area__name"]} if site else {}
    differs = told(before, {**before, **values}) if site and not rule else []
    outcome = "refused" if rule else "changed" if differs else "unchanged"
    return {
        "id": pk,
        **{name: site[name] if site else None for name in ("version", "ref", "name", "code")},
        "organisation": site["organisation__name"] if site else None,
        "outcome": outcome,
        "outcome_label": OUTCOMES[outcome],
        "rule": rule,
        "why": _why(rule, site),
        "changes": differs,
    }
