"""What a pilot's gates ask for, and what of it is there: read from its records as they stand, in one query."""

from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from devo_portal.core.history import event_model
from devo_portal.core.policy import Permission, can
from governance.selectors import delegated

from ..filters import in_post, whole
from ..models import Benefit, BusinessCase, Pilot, PilotCommitment, PilotPlace, PilotReturn, PilotRole, Proposition
from ..rules import stages as rules
from .pilots import pilots

_HELD = (BusinessCase.Status.SUBMITTED, BusinessCase.Status.APPROVED)  # neither a draft, nor sent back, nor withdrawn


class Fact(NamedTuple):
    met: bool
    names: list[str] = []  # what stands in its way, by name


def _there() -> dict[str, Any]:
    """By the code of a need: what is so where it is met."""
    of: dict[str, Any] = {"pilot": OuterRef("pk")}
    submitted = BusinessCase.objects.filter(**of, status__in=_HELD, evidence__isnull=False)
    full = submitted.filter(level=BusinessCase.Level.FULL)
    outlines = (BusinessCase.Level.STRATEGIC_OUTLINE, BusinessCase.Level.OUTLINE, "")  # empty: no source gives its level
    propositions = Proposition.objects.filter(**of)
    return {
        "lead": _so(Q(lead__isnull=False)),
        "start": _so(Q(starts__lte=f"{timezone.localdate():%Y-%m-%d}")),  # `2017` sorts before its days
        "place": Exists(PilotPlace.objects.filter(**of)),
        "senior_owner": Exists(PilotRole.objects.filter(in_post(), **of, role=PilotRole.Role.SENIOR_RESPONSIBLE_OWNER)),
        "proposition": Exists(propositions),
        "tested": Exists(Benefit.objects.filter(**of)) | Exists(PilotCommitment.objects.filter(**of)),
        "outline_case": Exists(submitted.filter(level__in=outlines)),
        "full_case": Exists(full),
        "five_cases": Exists(full.filter(whole())),
        "full_case_approved": Exists(full.filter(whole(), status=BusinessCase.Status.APPROVED)),
        "granted": Exists(propositions.filter(state=Proposition.State.GRANTED)),
    }


def _in_the_way() -> dict[str, QuerySet[Any]]:
    """By the code of a need: the names of what stands in its way. It is met where there is none."""
    of: dict[str, Any] = {"pilot": OuterRef("pk")}
    return {
        "asks_settled": Proposition.objects.filter(**of, state=Proposition.State.OPEN).order_by("title").values("title"),
        "returns_in": PilotReturn.objects.filter(**of, state=PilotReturn.State.DRAFT).order_by("call__period", "number").values("call__period"),
    }


def _so(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())


def gate_facts(pk: Any) -> dict[str, Fact]:
    """What is there of all that gates ask for, by the code of the need."""
    return _facts(pk)[0]


def _facts(pk: Any, **also: Any) -> tuple[dict[str, Fact], dict[str, Any]]:
    """The facts, and what else is asked in the same query."""
    there, way = _there(), _in_the_way()
    asked = also | {f"has_{code}": said for code, said in there.items()} | {f"way_{code}": ArraySubquery(rows) for code, rows in way.items()}
    found: Any = Pilot.objects.annotate(**asked).values(*asked).get(pk=pk)
    facts = {code: Fact(found[f"has_{code}"]) for code in there}
    facts |= {code: Fact(not found[f"way_{code}"], list(found[f"way_{code}"])) for code in way}
    return facts, found


def lacking(need: rules.Need, fact: Fact) -> str | None:
    """What to do for a need, in words; None where it is met."""
    return None if fact.met else need.missing + (f" These: {'; '.join(fact.names)}." if fact.names else "")


def moves_of(pk: Any, stage: str) -> tuple[rules.Move, ...]:
    """Where a pilot that stands at this stage may go."""
    if stage != rules.CLOSED:
        return rules.moves(stage)
    earlier = event_model(Pilot).objects.filter(pgh_obj_id=pk).exclude(stage=rules.CLOSED).order_by("-pgh_id")
    return rules.moves(stage, earlier.values_list("stage", flat=True).first() or "")


def gate(user: Any, pk: Any) -> dict[str, Any]:
    """Where a pilot may go from its stage, and what each move needs: see GateSerializer. Raises Http404."""
    pilot = pilots.one(user, pk, {"fields": "id,ref,name,url,stage,stage_label,may_edit"})
    said = {name: pilot.pop(name) for name in ("stage", "stage_label", "may_edit")}
    facts, found = _facts(pk, held=Subquery(delegated(user, rules.STAGE)[:1]))
    held = found["held"] if said["may_edit"] else None
    said |= {"may_move": held is not None, "authority": held, "may_propose": can(user, Permission.DECISION_RECORD)}
    return {"pilot": pilot, **said, "moves": [_move(move, facts, pk) for move in moves_of(pk, said["stage"])]}


def _move(move: rules.Move, facts: dict[str, Fact], pk: Any) -> dict[str, Any]:
    needs = [
        {"code": need.code, "text": need.text, "met": facts[need.code].met, "missing": lacking(need, facts[need.code]), "page": need.page.format(pk)}
        for need in move.needs
    ]
    return {
        "move": move.kind,
        "move_label": rules.MOVES[move.kind],
        "stage": move.to,
        "stage_label": str(Pilot.Stage(move.to).label),
        "met": all(need["met"] for need in needs),
        "needs": needs,
    }
