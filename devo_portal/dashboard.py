"""The front dashboard's answer: what is late, what waits on whom, what comes, what changed.

Every figure names the page that lists what it counts and the API query that gives it; a test holds the three together.
"""

from collections import Counter
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Value
from django.utils import timezone

from devo_portal.core.activity import activity
from devo_portal.core.reads import remembered
from estates import selectors as estates
from governance import selectors as governance
from pilots import selectors as pilots

SHOWN = 8
WORKFORCE = "LWB"


def counted(key: str, title: str, value: int, plural: str, query: str, *, note: str = "", alarm: bool = False, page: str = "") -> dict[str, Any]:
    """A figure that counts the rows of a list. `page` where the list's page has another name than its resource."""
    return {
        "key": key,
        "title": title,
        "value": value,
        "unit": "",
        "note": note,
        "alarm": alarm and value > 0,
        "empty": False,
        "page": f"/{page or plural}/?{query}&count=true",
        "api": f"/api/v1/{plural}/?{query}&count=true",
        "field": "count",
    }


def summed(key: str, title: str, register: dict[str, Any], field: str, *, unit: str) -> dict[str, Any]:
    """A figure that adds up a measure of the register. `empty` while there is nothing to add up, which is not nought."""
    note = f"In the returns of {register['sites']:,} sites" if register["sites"] else "No estate return has been imported"
    return {
        "key": key,
        "title": title,
        "value": register[field],
        "unit": unit,
        "note": note,
        "alarm": False,
        "empty": not register["sites"],
        "page": "/estates/",
        "api": "/api/v1/sites/summary/",
        "field": field,
    }


def programme(user: Any) -> dict[str, Any]:
    """`{today, standing, tiles, commitments, promised, by_strength, pilots, coming, waiting, changes}`, kept while no row changes, for the day."""
    return remembered(f"programme:{timezone.localdate()}", user, lambda: _programme(user))


def _programme(user: Any) -> dict[str, Any]:
    today = timezone.localdate()
    yesterday = timezone.make_aware(datetime.combine(today - timedelta(days=1), time.min)).isoformat()
    milestones = governance.milestone_summary(user, {})
    commitments = governance.commitment_summary(user, {})
    signatures = governance.signature_summary(user, {})
    boards = governance.boards.list(user, {"fields": "id,name,short_name,open_actions,overdue_actions"})["results"]
    workforce = next((board for board in boards if board["short_name"] == WORKFORCE), None)
    register = estates.register_totals(user, {})
    changes = activity.list(user, {"at__gte": yesterday, "limit": "500"})
    changed = len(changes["results"]) if not changes["next"] else activity.found(user, {"at__gte": yesterday}).count()
    since = counted("changed", "Changes since yesterday", changed, "activity", f"at__gte={yesterday.replace('+', '%2B')}")
    return {
        "today": today,
        "standing": _standing(milestones, workforce, signatures, commitments),
        "tiles": [*_tiles(milestones, commitments, workforce, signatures, register), since],
        "commitments": [
            counted(f"commitments-{each['code']}", each["label"], each["count"], "commitments", f"status={each['code']}") | {"code": each["code"]}
            for each in commitments["by_status"]
        ],
        "promised": commitments["commitments"],
        "by_strength": [_by_strength(each) for each in commitments["by_strength"]],
        "pilots": pilots.pilots.list(user, {"omit": "places,summary"})["results"],
        "coming": governance.milestones.list(
            user, {"reached": "false", "falls__lte": str(milestones["six_weeks_on"]), "limit": "50", "omit": "slip_working_days"}
        )["results"],
        "waiting": waiting(user),
        "changes": changes["results"][:SHOWN],
    }


def _tiles(
    milestones: dict[str, Any], commitments: dict[str, Any], workforce: dict[str, Any] | None, signatures: dict[str, Any], register: dict[str, Any]
) -> list[dict[str, Any]]:
    soon = f"reached=false&falls__gte={milestones['today']}&falls__lte={milestones['six_weeks_on']}"
    return [
        counted("late", "Milestones late", milestones["late"], "milestones", "late=true", note="Past their date and not reached", alarm=True),
        counted(
            "commitments-late",
            "Commitments past their date",
            commitments["overdue"],
            "commitments",
            "overdue=true",
            note="Not complete, and the last day of the date is past",
            alarm=True,
        ),
        counted("soon", "Milestones in the next six weeks", milestones["next_six_weeks"], "milestones", soon),
        *([_workforce(workforce)] if workforce else []),
        counted(
            "signed",
            "Signatures given",
            signatures["signed"],
            "signatures",
            "status=signed&current=true",
            note=f"Of {signatures['signatures']} places under all agreements",
        ),
        counted("outstanding", "Signatures outstanding", signatures["outstanding"], "signatures", "outstanding=true&current=true", alarm=True),
        summed("surplus", "Land not delivering services", register, "land_not_delivering_ha", unit="hectares"),
        summed("backlog", "Backlog maintenance", register, "backlog_total", unit="£"),
    ]


def _by_strength(strength: dict[str, Any]) -> dict[str, Any]:
    """`{code, title, cells}`: a figure for each status that commitments of this strength may have, then for all of them."""
    code, label = strength["code"], strength["label"]
    cells = [
        counted(f"{code}-{each['code']}", f"{label}: {each['label'].lower()}", each["count"], "commitments", f"strength={code}&status={each['code']}")
        for each in strength["by_status"]
    ]
    return {"code": code, "title": label, "cells": [*cells, counted(code, f"{label}: all", strength["count"], "commitments", f"strength={code}")]}


def _workforce(board: dict[str, Any]) -> dict[str, Any]:
    note = f"{board['open_actions']} open in all"
    return counted(
        "workforce", "Workforce actions overdue", board["overdue_actions"], "actions", f"board={board['id']}&overdue=true", note=note, alarm=True
    )


def _standing(milestones: dict[str, Any], workforce: dict[str, Any] | None, signatures: dict[str, Any], commitments: dict[str, Any]) -> str:
    """One sentence that says whether something is wrong."""

    def plenty(number: int, noun: str, state: str) -> str:
        return f"{number} {noun}{'' if number == 1 else 's'} {state}"

    wrong = [
        plenty(number, noun, state)
        for number, noun, state in (
            (milestones["late"], "milestone", "late"),
            (workforce["overdue_actions"] if workforce else 0, "workforce action", "overdue"),
            (signatures["outstanding"], "signature", "outstanding"),
            (commitments["overdue"], "commitment", "past its date" if commitments["overdue"] == 1 else "past their dates"),
            (sum(each["count"] for each in commitments["by_status"] if each["code"] in ("delayed", "at_risk")), "commitment", "at risk or delayed"),
        )
        if number
    ]
    ahead = plenty(milestones["next_six_weeks"], "milestone", "to come in the next six weeks")
    return f"{', '.join(wrong)}; {ahead}." if wrong else f"Nothing is late or overdue; {ahead}."


def waiting(user: Any) -> list[dict[str, Any]]:
    """What waits on whom: `[{id, name, milestones, actions}]`, the organisation with most first; id None where nobody owns it."""
    late = governance.milestones.found(user, {"late": "true"}).order_by().values_list("owner_id", "owner__name", Value("milestones"))
    overdue = governance.actions.found(user, {"overdue": "true"}).order_by().values_list("lead_id", "lead__name", Value("actions"))
    counts = Counter(late.union(overdue, all=True))
    owners = {(pk, name) for pk, name, _ in counts}
    rows = [
        {"id": pk, "name": name or "Nobody yet", "milestones": counts[pk, name, "milestones"], "actions": counts[pk, name, "actions"]}
        for pk, name in owners
    ]
    return sorted(rows, key=lambda row: (-row["milestones"] - row["actions"], row["name"]))
