"""What became of a record: who changed what, when and why, read from the events that the database keeps."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import F, Model

from .models import User

# Where the authorities of acts are read, by their type. A rule has no page.
AUTHORITIES = {"decision": "/decisions/{}/", "delegation": "/delegations/{}/"}

# The database's own bookkeeping, of no interest to a reader.
_QUIET = {"id", "ref", "version", "updated_at", "as_reported", "row_hash", "outline_box"}


@dataclass(frozen=True)
class Linked:
    """A many-to-many table whose rows belong to a record's history."""

    through: type[Model]
    parent: str  # the foreign key to the record
    other: str  # the foreign key to what is linked
    noun: str


@dataclass(frozen=True)
class Beneath:
    """Records that belong to another record, whose changes are told in its history."""

    model: type[Model]
    parent: str  # the foreign key to the record
    named: str  # the foreign key or column that tells one from another
    noun: str


def event_model(model: type[Model]) -> Any:
    """The table of a model's versions, which `tracked` made."""
    return apps.get_model(model._meta.app_label, f"{model.__name__}Event")


def state_at(model: type[Model], pk: Any, version: int) -> dict[str, Any] | None:
    """The columns of a record as they were at a version, or None where that is not known."""
    return event_model(model).objects.filter(pgh_obj_id=pk, version=version).order_by("-pgh_id").values().first()


def links_at(model: type[Model], pk: Any, version: int) -> dict[str, list[Any]]:
    """What each many-to-many of a record held at a version, as lists of ids by field: all that later acts did is left out."""
    later = event_model(model).objects.filter(pgh_obj_id=pk, version__gt=version).values("pgh_context_id")
    held: dict[str, list[Any]] = {}
    links: list[Any] = list(model._meta.local_many_to_many)
    for field in links:
        events = event_model(field.remote_field.through).objects.filter(**{f"{field.m2m_field_name()}_id": pk}).exclude(pgh_context_id__in=later)
        ids: dict[Any, bool] = {}
        for label, other in events.order_by("pgh_id").values_list("pgh_label", f"{field.m2m_reverse_field_name()}_id"):
            ids[other] = label != "delete"
        held[field.name] = [other for other, there in ids.items() if there]
    return held


def history(model: type[Model], pk: Any, links: Sequence[Linked] = (), beneath: Sequence[Beneath] = (), most: int = 50) -> list[dict[str, Any]]:
    """`[{at, by, event, reason, version, authority, changes: [{field, label, before, after}]}]`, newest first.

    One entry an act: rows written in the same act (a record and its links) stand together. `by` is a name: a person's,
    or that of a programme of ours which wrote without one (its context says `actor`). None where a row was changed
    outside the portal. `authority` is `{type, id, name, url}` of the decision, delegation or rule by which it was done,
    or None; a decision's own acts do not name it.
    """
    events = list(event_model(model).objects.filter(pgh_obj_id=pk).order_by("pgh_id").annotate(context_data=F("pgh_context__metadata")).values())
    acts: dict[Any, dict[str, Any]] = {}
    before: dict[str, Any] | None = None
    for event in events:
        act = _act(acts, event)
        act["version"] = event["version"]
        act["changes"] += _changes(model, before, event)
        before = event
    for link in links:
        rows = event_model(link.through).objects.filter(**{f"{link.parent}_id": pk}).annotate(context_data=F("pgh_context__metadata"))
        for event in rows.values():
            verb = {"insert": "added", "delete": "removed"}.get(event["pgh_label"], "changed")
            change: dict[str, Any] = {"field": link.noun, "label": link.noun.capitalize(), "before": "", "after": ""}
            change["after" if verb == "added" else "before"] = (link.through._meta.get_field(link.other).related_model, event[f"{link.other}_id"])
            _act(acts, event)["changes"].append(change)
    for each in beneath:
        _tell(acts, each, pk)
    newest = sorted(acts.values(), key=lambda act: act["at"], reverse=True)[:most]
    for act in newest:
        act["authority"] = _authority(act["authority"], pk)
    _name(newest)
    return newest


def _tell(acts: dict[Any, dict[str, Any]], beneath: Beneath, pk: Any) -> None:
    """Add what became of the records beneath: one that came or went by its name, one that changed field by field."""
    rows = event_model(beneath.model).objects.filter(**{f"{beneath.parent}_id": pk}).order_by("pgh_id")
    named: Any = beneath.model._meta.get_field(beneath.named)
    label = beneath.noun.capitalize()
    before: dict[Any, dict[str, Any]] = {}
    for event in rows.annotate(context_data=F("pgh_context__metadata")).values():
        name = _said(named, event[named.attname])
        # One without an earlier version beneath this record came from another, as when two records become one.
        came, went = event["pgh_label"] == "insert" or event["pgh_obj_id"] not in before, event["pgh_label"] == "delete"
        if came or went:
            changes = [{"field": beneath.noun, "label": label, "before": name if went else "", "after": name if came else ""}]
        else:
            changes = _changes(beneath.model, before.get(event["pgh_obj_id"]), event)
            for change in changes:
                change["of"] = name
        _add(_act(acts, event)["changes"], changes)
        before[event["pgh_obj_id"]] = event


def _add(told: list[dict[str, Any]], changes: list[dict[str, Any]]) -> None:
    """What one act changed twice is told once, from first to last."""
    for change in changes:
        earlier = next((each for each in told if change.get("of") and (each.get("of"), each["field"]) == (change["of"], change["field"])), None)
        if earlier:
            earlier["after"] = change["after"]
        else:
            told.append(change)


def _act(acts: dict[Any, dict[str, Any]], event: dict[str, Any]) -> dict[str, Any]:
    context = event["context_data"] or {}
    key = event["pgh_context_id"] or event["pgh_id"]
    return acts.setdefault(
        key,
        {
            "at": event["pgh_created_at"],
            "by": context.get("by"),
            "actor": context.get("actor"),
            "event": context.get("event") or f"row.{event['pgh_label']}",
            "reason": context.get("reason", ""),
            "authority": context.get("authority"),
            "version": None,
            "changes": [],
        },
    )


def _authority(said: dict[str, str] | None, pk: Any) -> dict[str, str] | None:
    if not said or said["id"] == str(pk):
        return None
    return {**said, "url": AUTHORITIES[said["type"]].format(said["id"]) if said["type"] in AUTHORITIES else ""}


def _changes(model: type[Model], before: dict[str, Any] | None, after: dict[str, Any]) -> list[dict[str, Any]]:
    if before is None or after["pgh_label"] == "delete":
        return []
    changes = []
    for field in model._meta.concrete_fields:
        old, new = before.get(field.attname), after.get(field.attname)
        if field.name not in _QUIET and not field.generated and old != new and field.attname in after:
            label = str(field.verbose_name)
            changes.append({"field": field.name, "label": label[0].upper() + label[1:], "before": _said(field, old), "after": _said(field, new)})
    return changes


def _said(field: Any, value: Any) -> Any:
    if value is None or value == "":
        return ""
    if field.choices:
        return dict(field.flatchoices).get(value, value)
    if field.related_model:
        return (field.related_model, value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, dict) and "coordinates" in value:  # thousands of numbers, which no reader compares
        return f"{value['type']} with {str(value['coordinates']).count(',') // 2 + 1} positions"
    return value


def _name(acts: list[dict[str, Any]]) -> None:
    """Put names in the place of ids: one query a model, not one a row."""
    wanted: dict[type[Model], set[Any]] = {User: {act["by"] for act in acts if act["by"]}}
    cells = [(change, side) for act in acts for change in act["changes"] for side in ("before", "after", "of") if isinstance(change.get(side), tuple)]
    for change, side in cells:
        related, pk = change[side]
        wanted.setdefault(related, set()).add(pk)
    names = {related: {str(each.pk): str(each) for each in related._default_manager.filter(pk__in=ids)} for related, ids in wanted.items() if ids}
    for change, side in cells:
        related, pk = change[side]
        change[side] = names[related].get(str(pk), "something since deleted")
    for act in acts:
        for change in act["changes"]:
            if of := change.pop("of", None):
                change["label"] = f"{of}: {change['label'][0].lower()}{change['label'][1:]}"
        actor = act.pop("actor")
        act["by"] = names.get(User, {}).get(str(act["by"])) if act["by"] else actor
