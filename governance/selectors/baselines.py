"""What may be read about baselines, and how milestones differ between two instants."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from devo_portal.core.dates import parse_day
from devo_portal.core.history import event_model
from devo_portal.core.models import Organisation
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel, check_names

from ..filters import BaselineFilter, VarianceFilter
from ..models import Agreement, Baseline, BaselineEntry, Board, Milestone
from ..models.baselines import EARLIER, GONE, LATER, against_now
from ..serializers import BaselineSerializer, VarianceSerializer

# The columns of a milestone that people write.
COMPARED = ("name", "strand", "agreement_id", "owner_id", "needs_board_id", "planned", "forecast", "actual", "note", "source", "illustrative")
_NAMED: dict[str, Any] = {"agreement_id": Agreement, "owner_id": Organisation, "needs_board_id": Board}


def visible_baselines(user: Any) -> QuerySet[Baseline]:
    """With how many milestones each holds, and how these stand now."""
    require(user, Permission.PROGRAMME_VIEW)
    return Baseline.objects.annotate(
        milestones=_counted(), later=_counted(moved=LATER), earlier=_counted(moved=EARLIER), gone=_counted(moved=GONE), added=_added()
    )


def _counted(**moved: str) -> Coalesce:
    of = against_now(BaselineEntry.objects.filter(baseline=OuterRef("pk"))).filter(**moved).order_by()
    return Coalesce(Subquery(of.annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def _added() -> Coalesce:
    held = BaselineEntry.objects.filter(baseline=OuterRef(OuterRef("pk"))).values("milestone_id")
    new = Milestone.objects.order_by().exclude(pk__in=held).annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(new, output_field=IntegerField()), 0)


baselines = ReadModel("baselines", visible_baselines, BaselineFilter, BaselineSerializer, order=("-taken_on", "name", "updated_at"))


def visible_variances(user: Any) -> QuerySet[BaselineEntry]:
    require(user, Permission.PROGRAMME_VIEW)
    return against_now(BaselineEntry.objects.all())


variances = ReadModel("variances", visible_variances, VarianceFilter, VarianceSerializer, order=("falls", "name", "strand"))


def of_baseline(params: QueryDict, pk: Any) -> QueryDict:
    """What a page of one baseline asks of `variances`."""
    asked = params.copy()
    asked["baseline"] = str(pk)
    return asked


def milestones_added_since(user: Any, pk: Any) -> QuerySet[Milestone]:
    """What a baseline does not hold because it came later."""
    require(user, Permission.PROGRAMME_VIEW)
    return Milestone.objects.exclude(pk__in=BaselineEntry.objects.filter(baseline=pk).values("milestone_id"))


# --- Between two instants ------------------------------------------------------------------------------------------------
def milestones_compared(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """`?from=&to=`: what was added, removed and changed between two instants, read from history.

    An instant is RFC 3339 or a day, which is meant with all that happened on it. Without `from`: four weeks before `to`; without
    `to`: now. Raises ValidationError by parameter.
    """
    require(user, Permission.PROGRAMME_VIEW)
    check_names(params, {"from", "to"})
    until = _instant(params, "to") or timezone.now()
    since = _instant(params, "from") or until - timedelta(weeks=4)
    if since > until:
        raise ValidationError({"from": ["Give an instant before the other."]})
    before, after = _standing(since), _standing(until)
    there = set(Milestone.objects.filter(pk__in=before.keys() | after.keys()).values_list("pk", flat=True))
    added = [_compared(each, [], there) for pk, each in after.items() if pk not in before]
    removed = [_compared(each, [], there) for pk, each in before.items() if pk not in after]
    pairs = [(before[pk], each) for pk, each in after.items() if pk in before]
    changes = [(new, [name for name in COMPARED if old[name] != new[name]], old) for old, new in pairs]
    names = _names(changes)
    changed = [_compared(new, [_change(name, old, new, names) for name in fields], there) for new, fields, old in changes if fields]
    return {"since": since, "until": until, "added": added, "removed": removed, "changed": changed, "same": len(pairs) - len(changed)}


def _instant(params: Mapping[str, Any], name: str) -> datetime | None:
    text = str(params.get(name) or "").strip().replace(" ", "+") if "T" in str(params.get(name)) else str(params.get(name) or "").strip()
    if not text:
        return None
    try:
        instant = parse_datetime(text) if "T" in text else datetime.combine(parse_day(text), time.max)
    except (ValidationError, ValueError):
        instant = None
    if instant is None:
        raise ValidationError({name: ["Give a day, such as 16 November 2017, or an instant, such as 2017-11-16T12:00:00Z."]})
    return timezone.make_aware(instant) if timezone.is_naive(instant) else instant


def _standing(instant: datetime) -> dict[Any, dict[str, Any]]:
    """Every milestone that there was, as its last event up to then left it: the newest of each, unless that was its deletion."""
    events = event_model(Milestone).objects.filter(pgh_created_at__lte=instant)
    newest = events.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    rows = newest.values("pgh_obj_id", "pgh_label", "ref", *COMPARED)
    standing = {row["pgh_obj_id"]: row for row in rows if row["pgh_label"] != "delete"}
    return dict(sorted(standing.items(), key=lambda item: (item[1]["name"], str(item[0]))))


def _compared(row: Mapping[str, Any], changes: list[dict[str, Any]], there: set[Any]) -> dict[str, Any]:
    pk = row["pgh_obj_id"]
    falls = row["actual"] or row["forecast"] or row["planned"]
    url = f"/api/v1/milestones/{pk}/" if pk in there else None
    return {"id": pk, "ref": row["ref"], "name": row["name"], "url": url, "falls": falls, "changes": changes}


def _names(changes: list[tuple[dict[str, Any], list[str], dict[str, Any]]]) -> dict[Any, str]:
    """What the agreements and owners that came or went are called; of those since deleted, nothing."""
    names: dict[Any, str] = {}
    for column, model in _NAMED.items():
        ids = {row[column] for new, fields, old in changes if column in fields for row in (old, new)}
        names |= dict(model._default_manager.filter(pk__in=ids - {None}).values_list("pk", "name")) if ids else {}
    return names


def _change(column: str, old: Mapping[str, Any], new: Mapping[str, Any], names: Mapping[Any, str]) -> dict[str, Any]:
    field: Any = Milestone._meta.get_field(column)

    def said(value: Any) -> Any:
        if column in _NAMED and value is not None:
            return names.get(value, "something since deleted")
        return dict(field.flatchoices).get(value, value) if field.choices else value

    label = str(field.verbose_name)
    return {"field": field.name, "label": label[:1].upper() + label[1:], "before": said(old[column]), "after": said(new[column])}
