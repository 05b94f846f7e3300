"""The facts of each module, and how they become rows: in the order in which the one needs the other."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from devo_portal.core.models import Area, Organisation, Record
from estates.models import AreaOutline
from governance.models import (
    Action,
    ActionUpdate,
    AgendaItem,
    Agreement,
    AgreementVersion,
    BankHoliday,
    Baseline,
    Board,
    BoardMember,
    Clause,
    Clearance,
    Commitment,
    Condition,
    Decision,
    Delegation,
    Dependency,
    Evidence,
    Function,
    JointArrangement,
    Mandate,
    Meeting,
    MeetingSeries,
    Milestone,
    NoHarmAssessment,
    OptIn,
    Principle,
    PrincipleLink,
    Signature,
    SignatureGroup,
    SignatureStep,
    SigningEvent,
    StatutoryWindow,
)
from pilots.models import (
    Assumption,
    Benefit,
    BenefitReading,
    BudgetPartner,
    BusinessCase,
    Claim,
    ClaimedThing,
    ConfidenceRating,
    Pilot,
    PilotCommitment,
    PilotDependency,
    PilotReturn,
    PilotRole,
    PooledBudget,
    Proposition,
    ReturnCall,
    ReturnSection,
    Risk,
)

from . import (
    actions,
    agendas,
    agreements,
    areas,
    assessments,
    assumptions,
    bank_holidays,
    baselines,
    benefits,
    boards,
    budgets,
    cases,
    claims,
    clearances,
    commitments,
    decisions,
    functions,
    meetings,
    milestones,
    organisations,
    outlines,
    people,
    pilots,
    principles_links,
    propositions,
    regulation,
    returns,
    risks,
    schedule,
    seats,
    signatures,
    texts,
)

Facts = Callable[[date], Iterable[Any]]


@dataclass(frozen=True)
class Noun:
    """How the facts of one module become rows.

    `keys` are the columns, first match wins, by which a fact knows its row; `refers` and `links` name the fields
    that hold other facts' handles; `handle` is the field by which others name this one.
    """

    name: str
    model: type[Record]
    facts: Facts
    keys: tuple[tuple[str, ...], ...]
    handle: str = ""
    refers: Mapping[str, type[Record]] = field(default_factory=dict)
    links: Mapping[str, type[Record]] = field(default_factory=dict)
    settle: Callable[[list[Any]], None] | None = None  # what follows from the rows made, by their ids


def _fix_signed_texts(clauses: list[Any]) -> None:
    """The newest text of an agreement that was signed is the one that was signed; its clauses had to come first."""
    texts = AgreementVersion.objects.filter(clauses__in=clauses, agreement__status=Agreement.Status.SIGNED, status=AgreementVersion.Status.DRAFT)
    newest = texts.order_by("agreement_id", "-number").distinct("agreement_id").values("pk")
    AgreementVersion.objects.filter(pk__in=list(newest.values_list("pk", flat=True))).update(status=AgreementVersion.Status.SIGNED)


NOUNS = (
    Noun("bank holidays", BankHoliday, bank_holidays.facts, (("day",),)),
    Noun("areas", Area, lambda today: areas.facts(), (("gss_code",), ("kind", "name")), "name", {"parent": Area}),
    Noun("borough outlines", AreaOutline, lambda today: outlines.facts(), (("area_id",),), refers={"area": Area}),
    Noun(
        "organisations",
        Organisation,
        lambda today: organisations.facts(),
        (("ods_code",), ("gss_code",), ("name",)),
        "name",
        {"part_of": Organisation},
        {"areas": Area},
    ),
    Noun("boards", Board, lambda today: boards.facts(), (("short_name",), ("name",)), "short_name", {"reports_to": Board}),
    Noun(
        "seats",
        BoardMember,
        lambda today: seats.facts(),
        (("board_id", "organisation_id", "post"), ("board_id", "post")),
        refers={"board": Board, "organisation": Organisation},
    ),
    Noun("meeting series", MeetingSeries, meetings.series, (("board_id", "name"),), refers={"board": Board}, settle=meetings.fill),
    Noun("meetings", Meeting, lambda today: meetings.meetings(), (("board_id", "held_on"),), refers={"board": Board}),
    Noun("agreements", Agreement, lambda today: agreements.agreements(), (("name",),), "name"),
    Noun("signature groups", SignatureGroup, lambda today: signatures.groups(), (("agreement_id", "name"),), "name", {"agreement": Agreement}),
    Noun(
        "signatures",
        Signature,
        lambda today: agreements.signatures(),
        (("agreement_id", "organisation_id"), ("agreement_id", "order")),
        "place",
        {"agreement": Agreement, "organisation": Organisation, "group": SignatureGroup},
    ),
    Noun("evidence of signing", Evidence, lambda today: signatures.evidence(), (("title",),), "title"),
    Noun(
        "mandates",
        Mandate,
        lambda today: signatures.mandates(),
        (("signature_id", "organisation_id"),),
        refers={"signature": Signature, "organisation": Organisation, "evidence": Evidence},
    ),
    Noun("signature steps", SignatureStep, lambda today: signatures.steps(), (("signature_id", "state", "on"),), refers={"signature": Signature}),
    Noun(
        "clearances",
        Clearance,
        lambda today: clearances.clearances(),
        (("agreement_id", "kind"),),
        refers={"agreement": Agreement, "organisation": Organisation},
    ),
    Noun("texts", AgreementVersion, lambda today: texts.versions(), (("agreement_id", "number"),), "handle", {"agreement": Agreement}),
    Noun(
        "clauses",
        Clause,
        lambda today: texts.clauses(),
        (("version_of_id", "number"),),
        "handle",
        {"version_of": AgreementVersion},
        settle=_fix_signed_texts,
    ),
    Noun("signing events", SigningEvent, lambda today: clearances.events(), (("agreement_id", "planned_for"),), refers={"agreement": Agreement}),
    Noun("principles", Principle, lambda today: agreements.principles(), (("agreement_id", "number"),), "number", {"agreement": Agreement}),
    Noun("evidence", Evidence, lambda today: (*commitments.evidence(), *assessments.evidence()), (("title",),), "title"),
    Noun(
        "commitments",
        Commitment,
        lambda today: commitments.facts(),
        (("code",),),
        "code",
        {"agreement": Agreement, "owner": Organisation, "forum": Board, "clause": Clause},
        {"evidence": Evidence},
    ),
    Noun("conditions", Condition, lambda today: commitments.conditions(), (("commitment_id", "text"),), refers={"commitment": Commitment}),
    Noun(
        "no-harm assessments",
        NoHarmAssessment,
        lambda today: assessments.facts(),
        (("finding",),),
        refers={"evidence": Evidence},
        links={"commitments": Commitment},
    ),
    Noun(
        "joint arrangements",
        JointArrangement,
        lambda today: regulation.facts(),
        (("commitment_id", "name"),),
        refers={"commitment": Commitment},
        links={"bodies": Organisation},
    ),
    Noun(
        "principle links",
        PrincipleLink,
        lambda today: principles_links.principle_links(),
        (("principle_id", "commitment_id"),),
        refers={"principle": Principle, "commitment": Commitment, "evidence": Evidence},
    ),
    Noun(
        "functions",
        Function,
        lambda today: functions.functions(),
        (("code",), ("name",)),
        "code",
        {"from_body": Organisation, "accountable_body": Organisation, "commitment": Commitment, "clause": Clause},
    ),
    Noun(
        "opt-ins", OptIn, lambda today: functions.opt_ins(), (("function_id", "area_id", "starts_on"),), refers={"function": Function, "area": Area}
    ),
    Noun(
        "functions' conditions",
        Condition,
        lambda today: functions.conditions(),
        (("function_id", "text"),),
        refers={"function": Function, "area": Area},
    ),
    Noun("milestones", Milestone, milestones.facts, (("name",),), "name", {"agreement": Agreement, "owner": Organisation, "needs_board": Board}),
    Noun("statutory windows", StatutoryWindow, lambda today: schedule.windows(), (("name",),), "name", {"follows": Milestone}),
    Noun(
        "dependencies",
        Dependency,
        lambda today: schedule.dependencies(),
        tuple((f"before_{kind}_id", "after_id") for kind in ("milestone", "window", "clearance", "meeting")),
        refers={"after": Milestone, "before_milestone": Milestone, "before_window": StatutoryWindow},
    ),
    Noun("decisions", Decision, baselines.decisions, (("board_id", "number"),), "title", {"board": Board}),
    Noun("baselines", Baseline, baselines.baselines, (("name",),), refers={"decision": Decision}, settle=baselines.fill),
    Noun(
        "actions",
        Action,
        actions.facts,
        (("board_id", "title"),),
        "title",
        {"board": Board, "lead": Organisation, "commitment": Commitment},
        {"contributors": Organisation},
    ),
    Noun("action updates", ActionUpdate, actions.updates, (("action_id", "note"),), refers={"action": Action}),
    Noun("example of a meeting", Meeting, lambda today: agendas.meetings(), (("board_id", "held_on"),), "handle", {"board": Board}),
    Noun(
        "agenda of the example",
        AgendaItem,
        lambda today: agendas.items(),
        (("meeting_id", "title"),),
        refers={"meeting": Meeting},
        settle=agendas.fill,
    ),
    Noun("pilots", Pilot, lambda today: pilots.pilots(), (("name",),), "name", {"lead": Organisation}, {"places": Area, "partners": Organisation}),
    Noun(
        "pilots’ people",
        PilotRole,
        lambda today: people.roles(),
        (("pilot_id", "role", "post"),),
        refers={"pilot": Pilot, "organisation": Organisation},
    ),
    Noun("evidence of business cases", Evidence, lambda today: cases.evidence(), (("title",),), "title"),
    Noun(
        "business cases",
        BusinessCase,
        lambda today: cases.cases(),
        (("pilot_id", "title"),),
        refers={"pilot": Pilot, "board": Board, "evidence": Evidence},
    ),
    Noun(
        "decisions known",
        Decision,
        lambda today: decisions.decisions(),
        (("board_id", "number"),),
        "title",
        {"board": Board},
        settle=decisions.propose,
    ),
    Noun(
        "delegations",
        Delegation,
        lambda today: decisions.delegations(),
        (("decision_id", "post"),),
        refers={"decision": Decision, "organisation": Organisation},
    ),
    Noun("confidence ratings", ConfidenceRating, pilots.ratings, (("pilot_id", "commentary"),), refers={"pilot": Pilot}),
    Noun(
        "pilot links",
        PilotCommitment,
        lambda today: principles_links.pilot_links(),
        (("pilot_id", "commitment_id"),),
        refers={"pilot": Pilot, "commitment": Commitment, "evidence": Evidence},
    ),
    Noun(
        "pooled budgets",
        PooledBudget,
        lambda today: budgets.budgets(),
        (("pilot_id", "name", "year"),),
        "name",
        {"pilot": Pilot, "host": Organisation},
        {"excluded_functions": Function},
        settle=budgets.fill,
    ),
    Noun(
        "partners of pooled budgets",
        BudgetPartner,
        lambda today: budgets.partners(),
        (("budget_id", "organisation_id", "kind"),),
        refers={"budget": PooledBudget, "organisation": Organisation},
    ),
    Noun("what is claimed", ClaimedThing, lambda today: claims.things(), (("name", "measure"),), "name"),
    Noun(
        "claims",
        Claim,
        lambda today: claims.claims(),
        (("thing_id", "pilot_id", "area_id"),),
        refers={"thing": ClaimedThing, "pilot": Pilot, "area": Area},
    ),
    Noun(
        "propositions",
        Proposition,
        lambda today: propositions.propositions(),
        (("pilot_id", "title"),),
        "handle",
        {
            "pilot": Pilot,
            "could_grant": Organisation,
            "pursued_by": Organisation,
            "clause": Clause,
            "superseded_by": Proposition,
            "function": Function,
        },
    ),
    Noun("evidence of benefits", Evidence, lambda today: benefits.evidence(), (("title",),), "title"),
    Noun("benefits", Benefit, benefits.benefits, (("pilot_id", "name"),), "name", {"pilot": Pilot, "owned_by": Organisation}),
    Noun(
        "benefit readings",
        BenefitReading,
        lambda today: benefits.readings(),
        (("benefit_id", "kind", "on"),),
        refers={"benefit": Benefit, "evidence": Evidence},
    ),
    Noun(
        "risks",
        Risk,
        lambda today: risks.risks(),
        (("pilot_id", "title"),),
        refers={"pilot": Pilot, "raised_by": Organisation, "owned_by": Organisation, "escalated_to": Board},
    ),
    Noun(
        "assumptions", Assumption, lambda today: assumptions.assumptions(), (("pilot_id", "text"),), refers={"pilot": Pilot, "owned_by": Organisation}
    ),
    Noun(
        "pilot dependencies",
        PilotDependency,
        lambda today: assumptions.dependencies(),
        (("pilot_id", "what"),),
        refers={"pilot": Pilot, "on_pilot": Pilot, "on_organisation": Organisation},
    ),
    Noun("calls for returns", ReturnCall, lambda today: returns.calls(), (("period",),), "period"),
    Noun(
        "quarterly returns", PilotReturn, lambda today: returns.returns(), (("call_id", "pilot_id"),), "handle", {"call": ReturnCall, "pilot": Pilot}
    ),
    Noun(
        "sections of returns",
        ReturnSection,
        lambda today: returns.sections(),
        (("pilot_return_id", "section"),),
        refers={"pilot_return": PilotReturn},
        settle=returns.submit,
    ),
)
