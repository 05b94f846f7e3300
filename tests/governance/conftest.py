"""A small programme: an agreement with its signatories, boards, and one or more of everything beneath."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone


def agreement(**fields: Any) -> Any:
    from governance.models import Agreement

    return Agreement.objects.create(**{"name": "Memorandum of understanding", "short_name": "MoU", "status": "signing", **fields})


def signature(of: Any, organisation_name: str, order: int, **fields: Any) -> Any:
    from governance.models import Signature
    from tests.factories import organisation

    return Signature.objects.create(
        **{"agreement": of, "organisation": organisation(organisation_name), "order": order, "role": "Chair", "side": "london", **fields}
    )


def milestone(name: str = "MoU signed", **fields: Any) -> Any:
    from governance.models import Milestone

    return Milestone.objects.create(**{"name": name, "strand": "agreement", "planned": "2017-03-15", **fields})


def commitment(code: str = "EST-1", **fields: Any) -> Any:
    from governance.models import Agreement, Commitment

    values = {"code": code, "theme": "estates", "text": "Receipts are reinvested.", "strength": "support", **fields}
    values.setdefault("agreement", Agreement.objects.first() or agreement())
    return Commitment.objects.create(**values)


def board(short_name: str = "LWB", **fields: Any) -> Any:
    from governance.models import Board

    return Board.objects.create(**{"name": f"Board {short_name}", "short_name": short_name, **fields})


def action(title: str = "Draft the plan", **fields: Any) -> Any:
    from governance.models import Action, Board

    values = {"title": title, "raised_on": date(2017, 9, 1), **fields}
    values.setdefault("board", Board.objects.first() or board())
    return Action.objects.create(**values)


@pytest.fixture
def delegated(people: Any) -> None:
    """The programme office and Haringey may move by themselves what else a decision moves."""
    from tests.factories import delegate

    delegate("Programme office", "commitment.status", "opt-in.state", "pilot.stage", "board.phase")
    delegate("Haringey", "commitment.status")


@pytest.fixture
def world(people: Any) -> Any:
    from governance.models import Principle
    from tests.factories import organisation

    today = timezone.localdate()
    mou = agreement()
    signed = signature(mou, "HM Treasury", 1, side="central", status="signed", signed_on=date(2017, 11, 16), person="Chief Secretary")
    asked = signature(mou, "London Councils", 2, status="asked")
    gone = signature(mou, "NHS England", 3, side="national", ended_on=date(2017, 6, 1))
    lhb = board("LHB")
    lwb = board("LWB", reports_to=lhb)
    haringey = organisation("Haringey")
    return SimpleNamespace(
        mou=mou,
        signed=signed,
        asked=asked,
        gone=gone,
        lhb=lhb,
        lwb=lwb,
        haringey=haringey,
        principle=Principle.objects.create(agreement=mou, number=1, text="Londoners first"),
        commitment=commitment(agreement=mou, owner=haringey, forum=lwb, due="2018-04", due_text="from April 2018"),
        milestone=milestone(agreement=mou, owner=haringey),
        action=action(board=lwb, lead=haringey, due_on=today - timedelta(days=3)),
    )
