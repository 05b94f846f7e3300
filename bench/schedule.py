"""The schedule of 5,000 milestones with 10,000 links, recomputed, and the timeline over them, each against reading the same rows."""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.http import QueryDict

from bench.measures import Measure, paired
from devo_portal.core.writes import load_many, recorded
from governance import selectors
from governance.models import BankHoliday, Dependency, Milestone

MILESTONES, LINKS = 5_000, 10_000
ROWS = (
    """SELECT m.id, m.ref, m.name, m.strand, m.planned, m.forecast, m.actual, m.owner_id, o.name, b.id, b.name, b.short_name
    FROM governance_milestone m LEFT JOIN core_organisation o ON o.id = m.owner_id LEFT JOIN governance_board b ON b.id = m.needs_board_id""",
    "SELECT before_milestone_id, before_clearance_id, before_window_id, before_meeting_id, after_id, lag_working_days FROM governance_dependency",
    "SELECT day FROM governance_bankholiday",
)
DATES = """SELECT m.id, m.ref, m.name, m.strand, m.planned, m.forecast, m.actual, m.falls, m.reached, m.illustrative, o.name, a.name, b.name
    FROM governance_milestone m LEFT JOIN core_organisation o ON o.id = m.owner_id LEFT JOIN governance_agreement a ON a.id = m.agreement_id
    LEFT JOIN governance_board b ON b.id = m.needs_board_id ORDER BY m.strand, m.falls"""


def fill(by: Any) -> None:
    """Links go forward only, each from one of the hundred before, so that chains are long."""
    from devo_portal.seed.bank_holidays import facts

    chance, first = random.Random(2017), date(2030, 1, 1)
    with recorded(by=by, event="bench.filled"):
        load_many(BankHoliday, ("day", "name", "origin"), [(fact.day, fact.name, fact.origin) for fact in facts(date(2034, 1, 1))])
        days = [(first + timedelta(days=place // 4 + chance.randint(0, 60))).isoformat() for place in range(MILESTONES)]
        rows = [(f"Milestone {place}", "estates", day, "", "", "f") for place, day in enumerate(days)]
        load_many(Milestone, ("name", "strand", "planned", "note", "source", "illustrative"), rows)
        keys = list(Milestone.objects.order_by("id").values_list("pk", flat=True))
        pairs: set[tuple[int, int]] = set()
        while len(pairs) < LINKS:
            after = chance.randrange(1, MILESTONES)
            pairs.add((chance.randrange(max(0, after - 100), after), after))
        columns = ("before_milestone", "after", "lag_working_days", "note", "source", "illustrative")
        load_many(Dependency, columns, [(keys[one], keys[other], chance.choice([0, 1, 5, 10]), "", "", "f") for one, other in sorted(pairs)])


def read() -> None:
    with connection.cursor() as cursor:
        for sql in ROWS:
            cursor.execute(sql)
            cursor.fetchall()


def read_dates() -> None:
    read()
    with connection.cursor() as cursor:
        cursor.execute(DATES)
        cursor.fetchall()


def measures(by: Any, page: Callable[[str], Any]) -> Iterator[Measure]:
    """`page` opens a page."""
    fill(by)
    answer = selectors.schedule(by, QueryDict("limit=500"))
    assert (answer["count"] + answer["unlinked"], bool(answer["holds"])) == (MILESTONES, True)
    yield paired("schedule of 5,000 and 10,000", lambda: selectors.schedule(by, QueryDict("")), read, limit=12, rounds=15)
    assert b"portal-timeline__svg" in page("/timeline/").content
    yield paired("HTML timeline of 5,000", lambda: page("/timeline/"), read_dates, limit=12, rounds=15)
