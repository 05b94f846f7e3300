"""The decisions that sources tell of, and made-up ones that show how a decision moves records and lets others move them.

Mayoral decision MD1619 of 2016 is not here: no board of the programme took it, and no source seen gives its day.
"""

from typing import Any, NamedTuple

from . import sources
from .boards import LEB, SPB
from .organisations import PROGRAMME_OFFICE
from .pilots import NCL
from .sources import cited

PHASE_TWO = "The London Estates Board moves to phase II"
DELEGATED = "The programme office may record stages and opt-ins between meetings"
PROPOSED = "The North Central London estates pilot’s case is decided, and plans for the sub-regions are on track"
_MADE_UP = "Made up to show how it works: no source says that a board took it."


class Decision(NamedTuple):
    board: str
    number: str
    title: str
    decided_on: str | None
    status: str = "agreed"
    text: str = ""
    recommendation: str = ""
    reasons: str = ""
    authority: str = ""
    source: str = ""
    illustrative: bool = False


class Delegation(NamedTuple):
    decision: str
    organisation: str
    post: str
    kinds: list[str]
    scope: str
    starts_on: str
    illustrative: bool = True


class Effect(NamedTuple):
    """`record` is the code of a commitment or the name of a pilot."""

    kind: str
    record: str
    value: str


EFFECTS = (Effect("pilot.stage", NCL, "decided"), Effect("commitment.status", "EST-3", "on_track"))


def decisions() -> tuple[Decision, ...]:
    return (
        Decision(
            LEB,
            "LEB-201802-01",
            PHASE_TWO,
            "2018-02-05",
            text="The board moves from its first, advisory phase to phase II. The source says that it had done so by 5 February 2018; "
            "the day on which it was decided is not known.",
            source=cited(sources.GLA_LEB),
        ),
        Decision(SPB, "SPB-201712-01", DELEGATED, "2017-12-06", reasons=_MADE_UP, illustrative=True),
        Decision(
            LEB,
            "LEB-201811-01",
            PROPOSED,
            None,
            "proposed",
            recommendation="That the board takes the pilot’s full business case as decided, and notes that the plans are on track.",
            reasons=_MADE_UP,
            authority="Terms of reference, phase II",
            illustrative=True,
        ),
    )


def delegations() -> tuple[Delegation, ...]:
    scope = f"Between meetings of the board, to which each use is reported. {_MADE_UP}"
    return (Delegation(DELEGATED, PROGRAMME_OFFICE, "Programme director", ["opt-in.state", "pilot.stage"], scope, "2017-12-06"),)


def propose(made: list[Any]) -> None:
    """Put its effects into the proposed decision, once what it moves is loaded."""
    from governance.models import Commitment, DecisionEffect
    from governance.models import Decision as Kept
    from governance.rules.effects import KINDS
    from pilots.models import Pilot

    decision = Kept.objects.filter(title=PROPOSED, status=Kept.Status.PROPOSED).first()
    for fact in EFFECTS if decision else ():
        rows: Any = Pilot.objects.filter(name=fact.record) if fact.kind == "pilot.stage" else Commitment.objects.filter(code=fact.record)
        record, kind = rows.first(), KINDS[fact.kind]
        if record is None or DecisionEffect.objects.filter(decision=decision, kind=fact.kind).exists():
            continue
        words = {"record_name": kind.named(record)[:200], "before": kind.says(record), "record_version": record.version}
        effect = DecisionEffect(decision=decision, kind=fact.kind, record_id=record.pk, value=fact.value, **words)
        effect.full_clean()
        effect.save(force_insert=True)
