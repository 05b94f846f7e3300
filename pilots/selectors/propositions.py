"""What may be read about propositions, and the ladder from what was asked to what came of it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from devo_portal.core.history import history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel, check_names
from governance import selectors as governance
from governance.models import Agreement, AgreementVersion, Function
from governance.rules.opt_ins import HOLDS
from governance.selectors.opt_ins import cells
from governance.serializers import AgreementBrief

from ..filters import PropositionFilter, measured, unowned
from ..models import Proposition
from ..serializers import ClauseCited, FunctionReached, LadderRow, PropositionDetail, PropositionSerializer
from .pilots import _all

SIGNED = AgreementVersion.Status.SIGNED


def visible_propositions(user: Any) -> QuerySet[Proposition]:
    require(user, Permission.PROGRAMME_VIEW)
    return Proposition.objects.select_related("pilot")  # whose lead owns it


propositions = ReadModel(
    "propositions",
    visible_propositions,
    PropositionFilter,
    PropositionSerializer,
    order=("pilot__name", "title", "kind", "state", "decided_on", "updated_at"),
    detail=PropositionDetail,
)


def proposition_summary(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The figures over the propositions that the filter leaves: `{propositions, unowned, measured, by_state}`."""
    states = Proposition.State
    figures = (
        propositions.found(user, params)
        .order_by()
        .aggregate(
            propositions=Count("pk"),
            unowned=Count("pk", filter=unowned()),
            measured=Count("pk", filter=measured()),
            **{f"state_{code}": Count("pk", filter=Q(state=code)) for code in states.values},
        )
    )
    return {
        **{name: figures[name] for name in ("propositions", "unowned", "measured")},
        "by_state": [{"code": code, "label": str(label), "count": figures[f"state_{code}"]} for code, label in states.choices],
    }


def proposition_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    require(user, Permission.PROGRAMME_VIEW)
    return history(Proposition, pk)


def signed_agreements(user: Any) -> QuerySet[Agreement]:
    """Those of which a text was signed and stands, the last signed first."""
    return governance.visible_agreements(user).filter(versions__status=SIGNED).order_by("-signed", "id").distinct()


def ladder(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """Ask, clause, function, areas, effect, and the holes: see LadderSerializer.

    `?agreement=<id>` says whose signed text the clauses are of; without it, the agreement that was signed last. Raises
    ValidationError where none of its texts is signed.
    """
    require(user, Permission.PROGRAMME_VIEW)
    check_names(params, ("agreement",))
    today, agreement = timezone.localdate(), _agreement(user, params.get("agreement"))
    rows = _all(LadderRow, visible_propositions(user).order_by("pilot__name", "title", "id"), user)
    of_text = governance.visible_clauses(user).filter(version_of__agreement=agreement["id"] if agreement else None, version_of__status=SIGNED)
    clauses = _all(ClauseCited, of_text.order_by("position", "id"), user)
    given = governance.visible_functions(user).exclude(status=Function.Status.PROPOSED)
    powers = _all(FunctionReached, given.order_by("code"), user)
    cited = {row["clause"]["id"] for row in rows if row["clause"]}
    used = {function for (_, function), cell in cells(today).items() if cell[0] in HOLDS}
    return {
        "on": today,
        "agreement": agreement,
        "asks": len(rows),
        "granted": sum(row["state"] == Proposition.State.GRANTED for row in rows),
        "in_use": sum(bool(row["areas"]) for row in rows),
        "measured": sum(bool(row["effect"]) for row in rows),
        "clauses": len(clauses),
        "functions": len(powers),
        "rows": rows,
        "asks_with_no_owner": [row for row in rows if not row["pursued_by"]],
        "clauses_nobody_asked_for": [each for each in clauses if each["id"] not in cited],
        "powers_nobody_uses": [each for each in powers if each["id"] not in used],
    }


def _agreement(user: Any, asked: str | None) -> dict[str, Any] | None:
    found = signed_agreements(user)
    if asked:
        try:
            found = found.filter(pk=UUID(asked))
        except ValueError:
            raise ValidationError({"agreement": "Give the id of an agreement."}) from None
    named = _all(AgreementBrief, found[:1], user)
    if asked and not named:
        raise ValidationError({"agreement": "No text of this agreement is signed."})
    return named[0] if named else None
