"""Near matches: found as a file is checked, decided by a person, kept when it is imported."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import orjson
from django.core.exceptions import ValidationError

from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, change, change_many

from .. import matching
from ..kinds import KINDS
from ..models import Import, ImportRow, Site
from ..rules.likeness import RULES, Answer, answers
from ..selectors import visible_imports, visible_sites

_DECIDED = """
    UPDATE estates_importrow row SET choice = said.choice, same_as = said.same_as, outcome = coalesce(said.outcome, row.outcome),
           values = coalesce(said.values, row.values), changes = coalesce(said.changes, row.changes), alone = said.alone
      FROM jsonb_to_recordset(%s::jsonb) AS said(number int, choice text, same_as uuid, outcome text, values jsonb, changes jsonb, alone jsonb)
     WHERE row.imported_by_id = %s AND row.number = said.number
"""


def choices_of(record: Import) -> list[Answer]:
    """What a person said that rows are, before a file is checked again."""
    said = ImportRow.objects.filter(imported_by=record, choice__in=(ImportRow.Choice.NEW, ImportRow.Choice.SAME)).order_by("number")
    return [Answer(number, str(site) if site else None) for number, site in said.values_list("number", "same_as")]


def find_matches(record: Import, decided: Sequence[Answer] = ()) -> None:
    """Inside a check, after its rows are loaded: which rows may be sites that are held, and how many are to be decided.

    What was `decided` before stands, so long as it is offered.
    """
    kind = KINDS[record.kind]
    if not kind.makes_sites:
        record.near_rows = record.undecided_rows = 0
        return
    matching.match(record, record.started_by)
    if kind.joins:
        known = dict(ImportRow.objects.filter(imported_by=record, choice=ImportRow.Choice.KNOWN).values_list("number", "same_as"))
        _decide(record, [Answer(number, str(site)) for number, site in known.items()], choice=ImportRow.Choice.KNOWN)
    if decided:
        near = ImportRow.objects.filter(imported_by=record, choice="", number__in=[each.row for each in decided]).exclude(near="")
        offered = {number: {each["site"] for each in sites if each["offered"]} for number, sites in near.values_list("number", "candidates")}
        _decide(record, [each for each in decided if each.row in offered and (each.site is None or each.site in offered[each.row])])
    _count(record)


def choose_matches(
    *, by: Any, pk: Any, version: int, choices: Sequence[Mapping[str, Any]] = (), rules: Collection[str] = (), reason: str = ""
) -> Import:
    """Say of rows with a near match what they are: `choices` of `{row, site}`, where a site of None means a new one.
    Then `rules` decide the rows that are still open (rules/likeness.py).

    Raises what `change` does; Refused (`import-not-ready`, `site-chosen-twice`); ValidationError for what is not offered.
    """
    with change(
        visible_imports(by), pk, by=by, may=Permission.ESTATES_IMPORT, version=version, event="import.matches_chosen", reason=reason
    ) as record:
        if record.state != Import.State.CHECKED:
            raise Refused("import-not-ready", f"Near matches are decided once a file is checked; this one is: {record.get_state_display().lower()}.")
        if unknown := set(rules) - RULES.keys():
            raise ValidationError({"rules": f"There is no rule {', '.join(sorted(unknown))}. The rules are {', '.join(RULES)}."})
        near = ImportRow.objects.filter(imported_by=record).exclude(near="").order_by("number")
        rows = {row.number: row for row in near.only("number", "candidates", "choice", "same_as", "near")}
        seen = {str(pk) for pk in visible_sites(by).filter(pk__in=_sites(rows.values())).values_list("pk", flat=True)}
        said = [_said(each, rows, seen) for each in choices]
        settled = {row.number: str(row.same_as) for row in rows.values() if row.choice == ImportRow.Choice.SAME} | {
            each.row: each.site for each in said
        }
        _once(settled)
        taken = [site for site in settled.values() if site]
        still = [
            (number, [each for each in row.candidates if each["site"] in seen])
            for number, row in rows.items()
            if not row.choice and number not in settled
        ]
        _decide(record, [*said, *answers(still, rules, taken)])
        _count(record)
        record.links_changed = True  # type: ignore[attr-defined]  # the rows are a part of it, though no column of its own may differ
    return record


def still_there(record: Import) -> None:
    """Inside an import, before it writes: raises Refused where a site that a row was said to be is gone."""
    if matching.lost(record):
        raise Refused(
            "import-edited-since-check", "A site that a row of this file was said to be is gone since. Upload the file again, and choose anew."
        )


def _sites(rows: Any) -> set[str]:
    return {each["site"] for row in rows for each in row.candidates if each["site"]}


def _said(choice: Mapping[str, Any], rows: Mapping[int, ImportRow], seen: set[str]) -> Answer:
    number, site = choice["row"], choice.get("site")
    row = rows.get(number)
    if row is None:
        raise ValidationError({"choices": f"Row {number} has no near match to decide."})
    if site is None:
        return Answer(number, None)
    offered = {each["site"] for each in row.candidates if each["offered"]} & seen
    if str(site) not in offered:
        raise ValidationError({"choices": f"Row {number}: {site} is not among the sites that it may be said to be."})
    return Answer(number, str(site))


def _once(settled: Mapping[int, str | None]) -> None:
    rows: dict[str, int] = {}
    for number, site in sorted(settled.items()):
        if site and rows.setdefault(site, number) != number:
            named = Site.objects.get(pk=site)
            raise Refused("site-chosen-twice", f"{named} is chosen for rows {rows[site]} and {number}. A site has one row in a file.")


def _decide(record: Import, decided: Sequence[Answer], choice: str = "") -> None:
    """Write what rows are. Where the kind's rows change a site by themselves, the row becomes such a row, or again one of a new site."""
    joins, said = KINDS[record.kind].joins, []
    whole: Any = ImportRow.objects.filter(imported_by=record, number__in=[each.row for each in decided]) if joins else ()
    rows = {row.number: row for row in whole}
    sites = Site.objects.select_related("area").prefetch_related("merged").in_bulk([each.site for each in decided if each.site]) if joins else {}
    held = {str(pk): site for pk, site in sites.items()}
    for each in decided:
        answer: dict[str, Any] = {"number": each.row, "choice": choice or ("same" if each.site else "new"), "same_as": each.site}
        if joins:
            row = rows[each.row]
            row.values = row.alone["values"] if row.alone else row.values
            alone = row.alone or {"outcome": row.outcome, "values": row.values, "changes": row.changes}
            answer |= {**joins(row, held[each.site]), "alone": alone} if each.site else {**alone, "alone": None}
        said.append(answer)
    if said:
        change_many(_DECIDED, [orjson.dumps(said).decode(), record.pk])


def _count(record: Import) -> None:
    counts = matching.counts(record)
    record.near_rows, record.undecided_rows = counts["near"], counts["undecided"]
    record.new_rows, record.changed_rows = counts["new"], counts["changed"]
    record.unchanged_rows, record.error_rows = counts["unchanged"], counts["error"]
