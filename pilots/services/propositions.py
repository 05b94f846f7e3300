"""What may be done to propositions: each is open until it is granted, refused or superseded, and may be opened again."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from django.db import transaction
from django.db.models import Q

from devo_portal.core.dates import PartialDate
from devo_portal.core.policy import Permission, require
from devo_portal.core.writes import Refused, assign, change, create, need_reason, remove
from governance.models import AgreementVersion, Clause, Evidence, Function, Signature
from governance.selectors import visible_signatures
from governance.services import keep_evidence

from ..models import Proposition
from ..selectors import visible_propositions
from .stages import lock_open

MAY = Permission.PILOT_EDIT
GRANTS = Permission.DECISION_RECORD  # what a pilot asks is somebody else's to allow, so it does not say itself that it was
State = Proposition.State
_UNDECIDED: dict[str, Any] = {"clause": None, "refusal": "", "superseded_by": None, "decided_on": None}
_STOOD = (AgreementVersion.Status.SIGNED, AgreementVersion.Status.SUPERSEDED)  # a text that binds, or did when it granted


def create_proposition(*, by: Any, reason: str = "", effect_evidence: Evidence | None = None, **fields: Any) -> Proposition:
    """Add an ask, open. The evidence of its effect is kept in an act of its own. Raises Refused (`pilot-closed`)."""
    proposition = Proposition(**fields)
    require(by, MAY, proposition)  # before the pilot is asked how it stands
    with transaction.atomic():
        lock_open(by, proposition.pilot_id)
        if effect_evidence:
            proposition.effect_evidence = keep_evidence(effect_evidence, by=by, may=MAY, given_for=proposition)
        return create(proposition, by=by, may=MAY, event="proposition.created", reason=reason)


def update_proposition(*, by: Any, pk: Any, version: int, reason: str = "", **fields: Any) -> Proposition:
    """What it says, not how it stands: that has verbs. `effect_evidence` None takes away what was given; left out, it stays."""
    rows = visible_propositions(by)
    with transaction.atomic():
        evidence, held = fields.get("effect_evidence"), rows.filter(pk=pk).first()
        if held and fields.get("pilot", held.pilot) != held.pilot:
            lock_open(by, fields["pilot"].pk)
        if evidence and held:
            fields["effect_evidence"] = keep_evidence(evidence, by=by, may=MAY, given_for=held)
        with change(rows, pk, by=by, may=MAY, version=version, event="proposition.updated", reason=reason) as proposition:
            assign(proposition, fields)
    return proposition


def remove_proposition(*, by: Any, pk: Any, version: int, reason: str = "") -> None:
    """For one that was entered by mistake. Raises Refused (`still-referred-to`) where it took another's place."""
    remove(visible_propositions(by), pk, by=by, may=MAY, version=version, event="proposition.removed", reason=reason)


def grant_proposition(
    *,
    by: Any,
    pk: Any,
    version: int,
    reason: str = "",
    clause: Clause | None = None,
    decided_on: PartialDate | None = None,
    function: Function | None = None,
) -> Proposition:
    """A clause of a signed text grants it. `function` is the one that it became; left out, what is recorded stays.

    Raises Refused: `clause-missing`, `clause-not-signed`, `grantor-not-signed` where it is named who could grant it and these have
    not signed the clause's agreement, or the rule of a proposition that is not open.
    """
    with _decided(by, pk, version, "proposition.granted", reason, may=GRANTS) as proposition:
        if clause is None:
            _refuse("clause-missing", "clause", "Name the clause that grants it.")
        elif clause.version_of.status not in _STOOD:
            _refuse("clause-not-signed", "clause", f"Clause {clause.number} is of a text that is not signed, so it grants nothing.")
        _grantor_signed(by, proposition, clause)
        assign(proposition, {"state": State.GRANTED, "clause": clause, "decided_on": decided_on})
        if function is not None:
            proposition.function = function
    return proposition


def refuse_proposition(*, by: Any, pk: Any, version: int, reason: str = "", refusal: str = "", decided_on: PartialDate | None = None) -> Proposition:
    """`refusal` says why. Raises Refused: `refusal-missing`, or the rule of a proposition that is not open."""
    with _decided(by, pk, version, "proposition.refused", reason) as proposition:
        if not refusal.strip():
            _refuse("refusal-missing", "refusal", "Say why it was refused.")
        assign(proposition, {"state": State.REFUSED, "refusal": refusal.strip(), "decided_on": decided_on})
    return proposition


def supersede_proposition(
    *, by: Any, pk: Any, version: int, reason: str = "", by_proposition: Proposition | None = None, decided_on: PartialDate | None = None
) -> Proposition:
    """Another takes its place. Raises Refused: `successor-missing`, `supersession-cycle`, `proposition-superseded` where
    the other has been superseded itself, or the rule of a proposition that is not open.

    Both rows are locked, in one order: of two who make a ring at once, the second finds its successor superseded.
    """
    with transaction.atomic():
        pair = [pk, *([by_proposition.pk] if by_proposition else [])]
        locked = {each.pk: each for each in visible_propositions(by).select_for_update(of=("self",)).filter(pk__in=pair).order_by("pk")}
        with _decided(by, pk, version, "proposition.superseded", reason) as proposition:
            if by_proposition is None:
                _refuse("successor-missing", "by_proposition", "Name the proposition that takes its place.")
            successor = locked[by_proposition.pk]
            assign(proposition, {"state": State.SUPERSEDED, "superseded_by": successor, "decided_on": decided_on})
            if successor.state == State.SUPERSEDED and not proposition.comes_round():  # a ring has a rule of its own
                _refuse("proposition-superseded", "by_proposition", f"“{successor}” has been superseded itself. Name the one that stands.")
    return proposition


def reopen_proposition(*, by: Any, pk: Any, version: int, reason: str = "") -> Proposition:
    """Open again what was decided; history keeps what it was.

    Raises Refused: `pilot-closed`, `proposition-open`; ValidationError without a reason.
    """
    rows = visible_propositions(by)
    with transaction.atomic():
        if held := rows.filter(pk=pk).first():
            require(by, MAY, held)
            lock_open(by, held.pilot_id)
        with change(rows, pk, by=by, may=MAY, version=version, event="proposition.reopened", reason=reason) as proposition:
            if proposition.state == State.OPEN:
                raise Refused("proposition-open", "It is open already.")
            need_reason(reason, "Say why it is opened again.")
            assign(proposition, {"state": State.OPEN, **_UNDECIDED})
    return proposition


def _grantor_signed(by: Any, proposition: Proposition, clause: Clause) -> None:
    """A party grants by what it has signed, itself or by who signed for it. Raises Refused (`grantor-not-signed`)."""
    grantor, agreement = proposition.could_grant, clause.version_of.agreement
    if grantor is None:
        return
    signed = visible_signatures(by).filter(agreement=agreement, status=Signature.Status.SIGNED)
    if not signed.filter(Q(organisation=grantor) | Q(mandates__organisation=grantor)).exists():
        words = f"{grantor} could grant it, and has not signed {agreement}. Cite what it has signed, or change who could grant it."
        _refuse("grantor-not-signed", "clause", words)


@contextmanager
def _decided(by: Any, pk: Any, version: int, event: str, reason: str, may: Permission = MAY) -> Iterator[Proposition]:
    """An open proposition that the body decides. Raises Refused: `proposition-granted`, `-refused`, `-superseded`."""
    with change(visible_propositions(by), pk, by=by, may=may, version=version, event=event, reason=reason) as proposition:
        if proposition.state != State.OPEN:
            raise Refused(f"proposition-{proposition.state}", f"It is {proposition.get_state_display().lower()} already. Open it again first.")
        yield proposition


def _refuse(rule: str, field: str, words: str) -> NoReturn:
    raise Refused(rule, words, {field: words})
