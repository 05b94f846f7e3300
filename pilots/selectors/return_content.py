"""What a return says: read from the live records while it is a draft, and from what was frozen once it is submitted."""

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, JSONObject

from governance.models import Action, Milestone
from governance.rules.minutes import canonical

from ..models import Benefit, BudgetMonth, ConfidenceRating, Pilot, PilotReturn, PooledBudget, Proposition, ReturnSection, Risk
from ..rules import benefits as benefit_rules
from ..rules import returns as rules
from ..rules import risks as risk_rules
from ..rules.budgets import months_of
from ..rules.quarters import Quarter
from .benefits import standing, trajectory

FORM = "pilot-return/1"
SECTIONS = tuple(ReturnSection.Section.values)
_ABOUT = ("form", "return")  # what tells which return it is, and is no part of what it says
_TEXT = CharField()


def content_of(record: PilotReturn) -> str:
    """The whole of it as canonical JSON: see docs/partners.md."""
    return record.content if record.state == PilotReturn.State.SUBMITTED else canonical(return_document(record))


def sections_of(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name not in _ABOUT}


def return_document(record: PilotReturn) -> dict[str, Any]:
    """A draft's document: records keyed by their references, days as ISO 8601, figures as decimal strings.

    Ratings are those of days up to the one on which it is due; readings and money are up to the quarter's end; stage, asks
    and scores are as they stand.
    """
    quarter = record.call.quarter
    facts = _facts(record.pilot_id, record.pilot.lead_id, quarter, record.call.due_on)
    written = {each.section: each for each in record.sections.all()}
    pilot = record.pilot

    def words(section: str) -> str:
        return written[section].commentary if section in written else ""

    progress = written.get("progress")
    return {
        "form": FORM,
        "return": {
            "id": str(record.pk),
            "ref": record.ref,
            "number": record.number,
            "corrects": record.corrects,
            "pilot": {"id": str(pilot.pk), "ref": pilot.ref, "name": pilot.name},
            "quarter": {"period": quarter.code, "label": quarter.label, "starts_on": str(quarter.starts), "ends_on": str(quarter.ends)},
            "due_on": str(record.call.due_on),
            "illustrative": record.illustrative,
        },
        "progress": {
            "stage": pilot.stage,
            "stage_label": str(Pilot.Stage(pilot.stage).label),
            "milestones": {each["ref"]: _milestone(each, quarter) for each in facts["milestones"]},
            "actions": {each["ref"]: _labelled(each, "status", Action.Status) for each in facts["actions"]},
            "summary": words("progress"),
            "went_well": progress.went_well if progress else "",
            "stuck": progress.stuck if progress else "",
        },
        "confidence": {**{kind: _rating(facts["ratings"], kind) for kind in ConfidenceRating.Kind.values}, "commentary": words("confidence")},
        "benefits": {
            "benefits": {each["ref"]: _labelled(each, "state", benefit_rules.State) for each in facts["benefits"]},
            "commentary": words("benefits"),
        },
        "risks": {**_risks(facts["risks"]), "commentary": words("risks")},
        "money": {"budgets": {each["ref"]: _budget(each, quarter) for each in facts["budgets"]}, "commentary": words("money")},
        "asks": {**_asks(facts["asks"]), "commentary": words("asks")},
        "decisions": {"commentary": words("decisions")},
    }


# --- From the records: one query -----------------------------------------------------------------------------------------
def _facts(pilot_id: Any, lead_id: Any, quarter: Quarter, due_on: date) -> dict[str, list[dict[str, Any]]]:
    of_pilot: Any = {"pilot": OuterRef("pk")}
    rated = ConfidenceRating.objects.filter(**of_pilot, rated_on__lte=due_on).order_by("kind", "-rated_on", "-id").distinct("kind")
    found: Any = (
        Pilot.objects.filter(pk=pilot_id)
        .annotate(
            rated=_rows(rated, "kind", "rating", "rated_on"),
            milestones=_rows(_milestones(lead_id, quarter), "id", "ref", "name", "planned", "forecast", "actual", "falls"),
            actions=_rows(_actions(lead_id, quarter), "id", "ref", "status", "due_on", name="title"),
            benefits_then=_rows(
                Benefit.objects.filter(**of_pilot).alias(**trajectory(quarter.ends)).annotate(state=standing()).order_by("name", "id"),
                "id",
                "ref",
                "name",
                "unit",
                "actual_on",
                "due_on",
                "state",
                actual=Cast("actual", _TEXT),
                planned_then=Cast("planned_then", _TEXT),
            ),
            risks_then=_rows(
                Risk.objects.filter(**of_pilot, identified_on__lte=quarter.ends)
                .filter(Q(closed_on=None) | Q(closed_on__gt=quarter.ends))
                .order_by("id"),
                "id",
                "ref",
                "kind",
                name="title",
                score=F("current_likelihood") * F("current_impact"),
                target=F("target_likelihood") * F("target_impact"),
                escalated_to="escalated_to__short_name",
            ),
            budgets_of_year=_rows(
                PooledBudget.objects.filter(**of_pilot, year=quarter.year).order_by("name", "id"),
                "id",
                "ref",
                "name",
                "year",
                months=ArraySubquery(_months()),
            ),
            asked=_rows(Proposition.objects.filter(**of_pilot).order_by("id"), "id", "ref", "kind", "state", "decided_on", name="title"),
        )
        .values("rated", "milestones", "actions", "benefits_then", "risks_then", "budgets_of_year", "asked")
        .get()
    )
    plain = {"benefits_then": "benefits", "risks_then": "risks", "budgets_of_year": "budgets", "asked": "asks", "rated": "ratings"}
    return {plain.get(name, name): rows for name, rows in found.items()}


def _rows(rows: QuerySet[Any], *columns: str, **worked: Any) -> ArraySubquery:
    """The rows as an array of JSON objects, so that one statement answers for all that a return tells of."""
    return ArraySubquery(rows.values(said=JSONObject(**{name: name for name in columns}, **worked)))


def _months() -> QuerySet[Any]:
    months = BudgetMonth.objects.filter(budget=OuterRef("pk")).order_by("month")
    figures = {name: Cast(name, _TEXT) for name in ("plan", "forecast", "actual")}
    return months.values(said=JSONObject(month="month", **figures))


def _milestones(lead_id: Any, quarter: Quarter) -> QuerySet[Any]:
    """Of the lead organisation: those planned for the quarter, and those that fall in it."""
    within = {"gte": str(quarter.starts)[:7], "lte": f"{str(quarter.ends)[:7]}~"}  # in the order of bytes ~ comes after every day
    asked = Q(*(Q(**{f"{name}_text__{side}": text for side, text in within.items()}) for name in ("planned", "falls")), _connector=Q.OR)
    texts = {f"{name}_text": Cast(name, _TEXT) for name in ("planned", "falls")}
    return Milestone.objects.filter(owner=lead_id, owner__isnull=False).alias(**texts).filter(asked).order_by("falls", "id")


def _actions(lead_id: Any, quarter: Quarter) -> QuerySet[Any]:
    """Of the lead organisation: those due in the quarter, and those that were due before and are open still."""
    asked = Q(due_on__gte=quarter.starts) | Q(status__in=Action.LIVE)
    return Action.objects.filter(asked, lead=lead_id, lead__isnull=False, due_on__lte=quarter.ends).order_by("due_on", "id")


# --- Into the document -----------------------------------------------------------------------------------------------------
def _labelled(row: dict[str, Any], name: str, choices: Any) -> dict[str, Any]:
    words = {code: str(said) for code, said in choices.choices}
    return {**{key: value for key, value in row.items() if key != "ref"}, f"{name}_label": words[row[name]]}


def _milestone(row: dict[str, Any], quarter: Quarter) -> dict[str, Any]:
    """Reached; slipped, where it was planned for the quarter and falls after it; else due."""
    state = "reached" if row["actual"] else "slipped" if row["falls"][:7] > str(quarter.ends)[:7] else "due"
    words = {"reached": "Reached", "slipped": "Slipped", "due": "Due"}
    return {**{name: row[name] for name in ("id", "name", "planned", "forecast", "actual")}, "state": state, "state_label": words[state]}


def _rating(rows: list[dict[str, Any]], kind: str) -> dict[str, Any] | None:
    found = next((each for each in rows if each["kind"] == kind), None)
    return {**_labelled(found, "rating", ConfidenceRating.Rating), "kind_label": str(ConfidenceRating.Kind(kind).label)} if found else None


def _risks(rows: list[dict[str, Any]]) -> dict[str, Any]:
    told = {}
    for each in rows:
        band = risk_rules.band(each["score"])
        told[each["ref"]] = {**_labelled(each, "kind", Risk.Kind), "band": band, "band_label": risk_rules.LABELS[band]}
    return {"open": len(told), "top_score": max((each["score"] for each in rows), default=None), "risks": told}


def _budget(row: dict[str, Any], quarter: Quarter) -> dict[str, Any]:
    """From April to the quarter's end."""
    figures = rules.spent(row["months"], months_of(quarter.year)[: quarter.number * 3])
    pounds = {name: rules.money(figures[name]) for name in ("plan", "forecast", "actual", "planned_for_actual")}
    over = rules.money(rules.less(figures["actual"], figures["planned_for_actual"]))
    about = {name: row[name] for name in ("id", "name", "year")}
    return {**about, **pounds, "over_plan": over, "months": figures["months"], "actual_months": figures["actual_months"]}


def _asks(rows: list[dict[str, Any]]) -> dict[str, Any]:
    states = {code: sum(each["state"] == code for each in rows) for code in Proposition.State.values}
    return {"by_state": states, "asks": {each["ref"]: _labelled(each, "state", Proposition.State) for each in rows}}
