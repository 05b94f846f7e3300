"""The routes, read from urls.py, with a record for each that needs one."""

from collections.abc import Iterator
from typing import Any

from django.urls import get_resolver, reverse

from devo_portal.core.models import Area, Organisation
from devo_portal.core.policy import Permission
from devo_portal.urls import RESOURCES
from estates.models import Building, BulkChange, Holding, Identifier, Import, Occupation, Plot, QualityWaiver, Site
from estates.pages.exports import FORMS as EXPORTED
from governance.models import (
    Action,
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
    DecisionEffect,
    Delegation,
    Dependency,
    Evidence,
    Function,
    Interest,
    JointArrangement,
    Mandate,
    Meeting,
    MeetingSeries,
    Milestone,
    Minutes,
    NoHarmAssessment,
    Paper,
    Principle,
    PrincipleLink,
    Signature,
    SignatureGroup,
    SigningEvent,
    StatutoryWindow,
)
from pilots.models import (
    Assumption,
    Benefit,
    BenefitReading,
    BusinessCase,
    Claim,
    ClaimedThing,
    Pilot,
    PilotCommitment,
    PilotDependency,
    PilotReturn,
    PilotRole,
    PooledBudget,
    Proposition,
    ReturnCall,
    Risk,
)

# Pages that change something, and the permission that they ask for.
REGISTER = ("identifier", "building", "occupation", "holding", "plot")  # what hangs on a site
WRITES = {
    "pilots:create": Permission.PILOT_EDIT,
    **{f"pilots:{name}": Permission.PILOT_EDIT for name in ("edit", "places-edit", "asks-edit", "move-stage")},
    **{f"pilots:businesscase-{verb}": Permission.PILOT_EDIT for verb in ("create", "edit", "submit", "withdraw")},
    **{f"pilots:businesscase-{verb}": Permission.DECISION_RECORD for verb in ("approve", "send-back")},
    **{f"pilots:pilotrole-{verb}": Permission.PILOT_EDIT for verb in ("create", "edit", "end")},
    "pilots:rate": Permission.CONFIDENCE_RATE,
    "governance:commitment-create": Permission.COMMITMENT_EDIT,
    "governance:commitment-edit": Permission.COMMITMENT_EDIT,
    "governance:agreement-create": Permission.AGREEMENT_DRAFT,
    "governance:agreement-edit": Permission.AGREEMENT_DRAFT,
    "governance:text-create": Permission.AGREEMENT_DRAFT,
    "governance:text-edit": Permission.AGREEMENT_DRAFT,
    "governance:text-supersede": Permission.AGREEMENT_DRAFT,
    "governance:text-void": Permission.AGREEMENT_DRAFT,
    "governance:clause-create": Permission.AGREEMENT_DRAFT,
    "governance:clause-edit": Permission.AGREEMENT_DRAFT,
    "governance:clause-remove": Permission.AGREEMENT_DRAFT,
    "governance:decision-create": Permission.DECISION_RECORD,
    **{
        f"governance:decision-{verb}": Permission.DECISION_RECORD
        for verb in ("propose", "edit", "agree", "not-agree", "defer", "withdraw", "refresh", "effect")
    },
    "governance:effect-remove": Permission.DECISION_RECORD,
    "governance:delegation-create": Permission.DECISION_RECORD,
    "governance:delegation-end": Permission.DECISION_RECORD,
    "governance:commitment-complete": Permission.COMMITMENT_EDIT,
    "governance:commitment-reopen": Permission.COMMITMENT_EDIT,
    "governance:condition-create": Permission.COMMITMENT_EDIT,
    "governance:condition-edit": Permission.COMMITMENT_EDIT,
    "governance:condition-delete": Permission.COMMITMENT_EDIT,
    "governance:condition-meet": Permission.COMMITMENT_EDIT,
    "governance:condition-fail": Permission.COMMITMENT_EDIT,
    "governance:condition-reopen": Permission.COMMITMENT_EDIT,
    "governance:assessment-new": Permission.ASSESSMENT_ADD,
    "governance:principlelink-create": Permission.COMMITMENT_EDIT,
    "governance:principlelink-edit": Permission.COMMITMENT_EDIT,
    "governance:principlelink-delete": Permission.COMMITMENT_EDIT,
    "governance:joint-create": Permission.FUNCTION_EDIT,
    "governance:joint-edit": Permission.FUNCTION_EDIT,
    **{f"pilots:proposition-{verb}": Permission.PILOT_EDIT for verb in ("create", "edit", "refuse", "supersede", "reopen", "delete")},
    "pilots:proposition-grant": Permission.DECISION_RECORD,
    "pilots:pilotlink-create": Permission.PILOT_EDIT,
    "pilots:pilotlink-edit": Permission.PILOT_EDIT,
    "pilots:pilotlink-delete": Permission.PILOT_EDIT,
    **{f"pilots:benefit-{verb}": Permission.PILOT_EDIT for verb in ("create", "edit", "delete", "plan", "measure")},
    **{f"pilots:reading-{verb}": Permission.PILOT_EDIT for verb in ("edit", "delete", "correct")},
    **{f"pilots:risk-{verb}": Permission.PILOT_EDIT for verb in ("create", "edit", "close", "reopen", "escalate", "deescalate")},
    **{f"pilots:assumption-{verb}": Permission.PILOT_EDIT for verb in ("create", "edit", "test")},
    **{f"pilots:pilotdependency-{verb}": Permission.PILOT_EDIT for verb in ("create", "edit", "delete")},
    "pilots:returncall-create": Permission.RETURN_CALL,
    "pilots:returncall-edit": Permission.RETURN_CALL,
    "pilots:returncall-withdraw": Permission.RETURN_CALL,
    "pilots:return-withdraw": Permission.RETURN_CALL,
    **{f"pilots:return-{verb}": Permission.RETURN_EDIT for verb in ("submit", "correct")},
    **{
        f"pilots:return-{section}": Permission.RETURN_EDIT
        for section in ("progress", "confidence", "benefits", "risks", "money", "asks", "decisions")
    },
    "governance:milestone-create": Permission.MILESTONE_EDIT,
    "governance:milestone-edit": Permission.MILESTONE_EDIT,
    "governance:milestone-remove": Permission.MILESTONE_EDIT,
    "governance:bankholiday-create": Permission.SCHEDULE_EDIT,
    "governance:bankholiday-edit": Permission.SCHEDULE_EDIT,
    "governance:bankholiday-remove": Permission.SCHEDULE_EDIT,
    "governance:baseline-create": Permission.SCHEDULE_EDIT,
    "governance:dependency-create": Permission.SCHEDULE_EDIT,
    "governance:dependency-edit": Permission.SCHEDULE_EDIT,
    "governance:dependency-remove": Permission.SCHEDULE_EDIT,
    "governance:window-create": Permission.SCHEDULE_EDIT,
    "governance:window-edit": Permission.SCHEDULE_EDIT,
    "governance:window-remove": Permission.SCHEDULE_EDIT,
    "governance:board-create": Permission.BOARD_EDIT,
    "governance:board-edit": Permission.BOARD_EDIT,
    **{f"governance:seat-{verb}": Permission.BOARD_EDIT for verb in ("create", "edit", "end")},
    **{f"governance:series-{verb}": Permission.MEETING_RUN for verb in ("create", "edit", "extend", "cancel")},
    **{f"governance:meeting-{verb}": Permission.MEETING_RUN for verb in ("create", "edit", "cancel")},
    **{f"governance:meeting-{verb}": Permission.MEETING_RUN for verb in ("publish", "hold", "item", "attendance", "writeup", "interest", "minutes")},
    **{f"governance:item-{verb}": Permission.MEETING_RUN for verb in ("edit", "remove", "minute", "paper")},
    **{f"governance:{noun}-{verb}": Permission.MEETING_RUN for noun in ("paper", "interest") for verb in ("edit", "remove")},
    **{f"governance:minutes-{verb}": Permission.MEETING_RUN for verb in ("circulate", "agree", "discard")},
    "governance:action-create": Permission.ACTION_EDIT,
    "governance:action-edit": Permission.ACTION_EDIT,
    "governance:action-update": Permission.ACTION_EDIT,
    "governance:clearance-create": Permission.SIGNING_RUN,
    "governance:clearance-edit": Permission.SIGNING_RUN,
    "governance:clearance-ask": Permission.SIGNING_RUN,
    "governance:clearance-give": Permission.SIGNING_RUN,
    "governance:clearance-refuse": Permission.SIGNING_RUN,
    "governance:clearance-ask-again": Permission.SIGNING_RUN,
    "governance:clearance-chase": Permission.SIGNING_RUN,
    "governance:clearance-chase-file": Permission.SIGNING_RUN,
    "governance:signing-plan": Permission.SIGNING_RUN,
    "governance:signing-move": Permission.SIGNING_RUN,
    "governance:signing-call-off": Permission.SIGNING_RUN,
    "governance:signing-hold": Permission.SIGNING_RUN,
    "governance:signature-create": Permission.AGREEMENT_EDIT,
    "governance:signature-edit": Permission.AGREEMENT_EDIT,
    **{f"governance:signature-{verb}": Permission.SIGNING_RUN for verb in ("ask", "view", "agree", "sign", "decline", "withdraw", "mandates")},
    "governance:mandate-edit": Permission.SIGNING_RUN,
    "governance:mandate-remove": Permission.SIGNING_RUN,
    "governance:group-create": Permission.AGREEMENT_EDIT,
    "governance:group-edit": Permission.AGREEMENT_EDIT,
    "governance:function-create": Permission.FUNCTION_EDIT,
    "governance:function-edit": Permission.FUNCTION_EDIT,
    **{f"pilots:budget-{verb}": Permission.PILOT_EDIT for verb in ("create", "edit", "partners", "months")},
    **{f"pilots:claim-{verb}": Permission.PILOT_EDIT for verb in ("create", "edit", "remove")},
    **{f"pilots:claimedthing-{verb}": Permission.PILOT_EDIT for verb in ("create", "edit", "share", "remove")},
    "estates:site-edit": Permission.SITE_EDIT,
    "estates:change-new": Permission.SITE_EDIT,
    "estates:change-undo": Permission.SITE_EDIT,
    **{f"estates:{noun}-{verb}": Permission.SITE_EDIT for noun in REGISTER for verb in ("create", "edit")},
    "estates:identifier-withdraw": Permission.SITE_EDIT,
    "estates:site-place": Permission.SITE_EDIT,
    **{f"estates:site-{verb}": Permission.SITE_EDIT for verb in ("merge", "split", "remove")},
    "estates:leftsite-restore": Permission.SITE_EDIT,
    "estates:mergedsite-undo": Permission.SITE_EDIT,
    "estates:import-new": Permission.ESTATES_IMPORT,
    "estates:import-undo": Permission.ESTATES_IMPORT,
    "estates:import-columns": Permission.ESTATES_IMPORT,
    "estates:import-matches": Permission.ESTATES_IMPORT,
    "estates:site-confirm": Permission.SITE_EDIT,
    "estates:quality-confirm": Permission.SITE_EDIT,
    "estates:site-waive": Permission.QUALITY_WAIVE,
    "estates:waiver-withdraw": Permission.QUALITY_WAIVE,
}
# Pages of an import, and of a change of many sites, which exist only for those who may see it.
IMPORTS = {"estates:import", "estates:import-progress", "estates:import-report", "estates:change"}
# and pages that write to one: to who may write only to others, they do not exist
UNSEEN = {"estates:import-undo", "estates:import-columns", "estates:import-matches", "estates:change-undo"}
FILES = {
    "governance:evidence-file",
    "governance:agreement-sheet",
    "governance:clearance-chase-file",
    "governance:meeting-sheet",
    "governance:meeting-pack",
    "governance:paper-file",
    "governance:minutes-sheet",
    "governance:board-calendar",
    "governance:calendar-mine",
    "pilots:return-rollup-csv",
    "pilots:return-rollup-sheet",
    "estates:import-report",
    *(f"estates:export-{name}-{form}" for name, forms in EXPORTED.items() for form in forms),
}  # no pages of ours, but files
POSTED = {
    *(f"estates:import-{step}" for step in ("confirm", "cancel", "leave-out", "take-in")),
    *("governance:item-move", "governance:meeting-takeup"),
}  # answer to POST alone
# Pages that make one record beneath another: the other, whose id is in their address.
BENEATH = {
    "governance:text-create": "agreement",
    "governance:clause-create": "text",
    "governance:dependency-create": "milestone",
    "governance:seat-create": "board",
    **{f"estates:{noun}-create": "site" for noun in REGISTER},
}
OPEN = {"core:accessibility"}
ROOMS = ("core", "governance", "pilots", "estates")


def pages() -> list[str]:
    """The names of our own pages, `home` and `search` among them."""
    rooms = [each for each in get_resolver().url_patterns if getattr(each, "app_name", None) in ROOMS]
    return ["home", "search", *(f"{room.app_name}:{each.name}" for room in rooms for each in room.url_patterns)]


def haringey() -> Any:
    return Organisation.objects.get(gss_code="E09000014")


# A record that a page of a noun can show: Haringey's where there is one.
RECORDS = {
    "organisation": haringey,
    "area": lambda: Area.objects.get(gss_code="E09000014"),
    "agreement": lambda: Agreement.objects.get(signed="2017-11-16"),
    "clearance": lambda: Clearance.objects.get(outcome=""),
    "signing": lambda: SigningEvent.objects.get(status="held"),
    "board": lambda: Board.objects.get(short_name="LWB"),
    "commitment": lambda: Commitment.objects.get(code="EST-1"),
    "condition": lambda: Condition.objects.exclude(commitment=None).first(),
    "assessment": NoHarmAssessment.objects.first,
    "principle": lambda: Principle.objects.get(number=7),
    "principlelink": lambda: PrincipleLink.objects.exclude(evidence=None).first(),
    "proposition": lambda: Proposition.objects.get(pilot__name="Haringey", state="open"),
    "pilotlink": lambda: PilotCommitment.objects.get(pilot__name="Haringey"),
    "businesscase": lambda: BusinessCase.objects.get(pilot__name="Haringey", board__isnull=False),
    "pilotrole": lambda: PilotRole.objects.get(pilot__name="Haringey", role="programme_lead"),
    "benefit": lambda: Benefit.objects.filter(pilot__name="Haringey").order_by("name").first(),
    "reading": lambda: BenefitReading.objects.filter(benefit__pilot__name="Haringey", kind="planned").order_by("on").first(),
    "risk": lambda: Risk.objects.filter(pilot__name="Haringey", escalated_to__isnull=False).get(),
    "assumption": lambda: Assumption.objects.filter(pilot__name="Haringey").order_by("id").first(),
    "pilotdependency": lambda: PilotDependency.objects.get(pilot__name="Haringey"),
    "return": lambda: PilotReturn.objects.get(pilot__name="Haringey", state="draft"),
    "returncall": lambda: ReturnCall.objects.get(period="2018-Q2"),
    "joint": JointArrangement.objects.first,
    "milestone": lambda: Milestone.objects.filter(owner=haringey()).first(),
    "bankholiday": lambda: BankHoliday.objects.get(day="2017-04-14"),
    "baseline": lambda: Baseline.objects.get(name="As agreed at the signing"),
    "dependency": lambda: Dependency.objects.order_by("id").first(),
    "window": StatutoryWindow.objects.first,
    "meeting": lambda: Meeting.objects.exclude(items=None).first(),
    "item": lambda: AgendaItem.objects.exclude(papers=None).first(),
    "paper": lambda: Paper.objects.filter(restricted=False).exclude(sha256="").first(),
    "interest": Interest.objects.first,
    "minutes": Minutes.objects.first,
    "seat": lambda: BoardMember.objects.filter(board__short_name="LEB").order_by("id").first(),
    "series": lambda: MeetingSeries.objects.get(board__short_name="LEB"),
    "action": lambda: Action.objects.exclude(lead=None).first(),
    "text": lambda: AgreementVersion.objects.get(agreement__signed="2017-11-16", number=2),
    "clause": lambda: Clause.objects.order_by("id").first(),
    "decision": Decision.objects.first,
    "effect": DecisionEffect.objects.first,
    "delegation": Delegation.objects.first,
    "function": lambda: Function.objects.get(code="F-04"),
    "evidence": lambda: Evidence.objects.exclude(sha256="").first(),
    "signature": lambda: Signature.objects.filter(agreement__signed="2017-11-16").order_by("order")[2],
    "mandate": lambda: Mandate.objects.order_by("id").first(),
    "group": lambda: SignatureGroup.objects.order_by("id").first(),
    "budget": lambda: PooledBudget.objects.get(year=2017),
    "claim": lambda: Claim.objects.filter(pilot__name="Haringey").order_by("id").first(),
    "claimedthing": lambda: ClaimedThing.objects.get(name__startswith="Receipts"),
    "site": lambda: Site.objects.order_by("name").first(),
    "leftsite": lambda: Site.objects.filter(removed_on__isnull=False, merged_into=None).first(),
    "mergedsite": lambda: Site.objects.filter(merged_into__isnull=False).first(),
    "estateowner": lambda: Site.objects.select_related("organisation").order_by("name")[0].organisation,
    **{
        noun: lambda model=model: model.objects.filter(site=Site.objects.order_by("name").first()).order_by("id").first()
        for noun, model in zip(REGISTER, (Identifier, Building, Occupation, Holding, Plot), strict=True)
    },
    "import": Import.objects.first,
    "change": BulkChange.objects.first,
    "quality": lambda: Site.objects.order_by("name").first().organisation,
    "waiver": QualityWaiver.objects.first,
}


def record_for(name: str) -> Any:
    noun = BENEATH.get(name) or name.split(":")[1].split("-", maxsplit=1)[0]
    return RECORDS[noun]() if noun in RECORDS else Pilot.objects.get(name="Haringey")


def address(name: str) -> tuple[str, Any]:
    """A page's path, and the record in it or None."""
    try:
        return reverse(name), None
    except Exception:
        record = record_for(name)
        return reverse(name, args=[record.pk]), record


def api_lists() -> Iterator[tuple[str, Any]]:
    yield from RESOURCES
