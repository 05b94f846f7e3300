"""The sections of a pilot's record: each a short page with the rows of one pilot, and a form of its own where it has fields."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission
from devo_portal.core.reads import check_names

from .. import selectors, services
from ..forms import PilotAsksForm, PilotOverviewForm, PilotPlacesForm

HEAD = {"fields": "id,ref,name,url,stage,stage_label,illustrative,may_edit"}  # what every section says of the pilot itself


def section(template: str, answers: Callable[[Any, Any], dict[str, Any]], head: dict[str, str]) -> Callable[..., HttpResponse]:
    """A page of one section: `answers(user, id)` gives what it shows beside the pilot."""

    def shown(request: HttpRequest, pk: Any) -> HttpResponse:
        check_names(request.GET, ())
        return page(request, template, {"pilot": selectors.pilots.one(request.user, pk, head), **answers(request.user, pk)})

    return shown


def _of(pk: Any) -> dict[str, str]:
    return {"pilot": str(pk)}


def _asks(user: Any, pk: Any) -> dict[str, Any]:
    return {"propositions": selectors.propositions.list(user, _of(pk)), "summary": selectors.proposition_summary(user, _of(pk))}


def _benefits(user: Any, pk: Any) -> dict[str, Any]:
    return {"benefits": selectors.benefits.list(user, _of(pk)), "summary": selectors.benefit_summary(user, _of(pk))}


def _risks(user: Any, pk: Any) -> dict[str, Any]:
    return {
        "risks": selectors.risks.list(user, _of(pk)),
        "summary": selectors.risk_summary(user, _of(pk)),
        "assumptions": selectors.assumptions.list(user, _of(pk)),
        "dependencies": selectors.pilot_dependencies.list(user, {"either": str(pk)}),
    }


def _money(user: Any, pk: Any) -> dict[str, Any]:
    return {
        "budgets": selectors.budgets.list(user, _of(pk)),
        "summary": selectors.budget_summary(user, _of(pk)),
        "claims": selectors.claims.list(user, _of(pk)),
    }


def _cases(user: Any, pk: Any) -> dict[str, Any]:
    cases = selectors.business_cases.list(user, _of(pk))
    standing = [each["status"] for each in cases["results"]]
    return {"cases": cases, "submitted": standing.count("submitted") + standing.count("approved"), "approved": standing.count("approved")}


def _people(user: Any, pk: Any) -> dict[str, Any]:
    roles = selectors.pilot_roles.list(user, _of(pk))
    held = [each for each in roles["results"] if each["in_post"]]
    return {"roles": roles, "in_post": len(held), "senior_owner": next((each for each in held if each["role"] == "senior_responsible_owner"), None)}


class SectionForm(FormPage):
    """Saves the fields of its section alone: somebody else in another section is not in the way."""

    may = Permission.PILOT_EDIT
    read = selectors.pilots
    done = "The section is saved."
    service = staticmethod(services.update_pilot_section)


class EditOverview(SectionForm):
    form_class = PilotOverviewForm
    title = "Change the overview"
    goes_to = "pilots:detail"


class EditPlaces(SectionForm):
    form_class = PilotPlacesForm
    owner = "lead"
    title = "Change places and partners"
    goes_to = "pilots:places"


class EditAsks(SectionForm):
    form_class = PilotAsksForm
    title = "Change its asks, in its own words"
    goes_to = "pilots:asks"


def _nothing(user: Any, pk: Any) -> dict[str, Any]:
    return {}


urlpatterns = [
    path("pilots/<uuid:pk>/", section("pilots/detail.html", lambda user, pk: {"gate": selectors.gate(user, pk)}, {}), name="detail"),
    path("pilots/<uuid:pk>/edit/", EditOverview.as_view(), name="edit"),
    path(
        "pilots/<uuid:pk>/places/",
        section("pilots/section_places.html", _nothing, {"fields": f"{HEAD['fields']},lead,places,partners"}),
        name="places",
    ),
    path("pilots/<uuid:pk>/places/edit/", EditPlaces.as_view(), name="places-edit"),
    path("pilots/<uuid:pk>/asks/", section("pilots/section_asks.html", _asks, {"fields": f"{HEAD['fields']},asks"}), name="asks"),
    path("pilots/<uuid:pk>/asks/edit/", EditAsks.as_view(), name="asks-edit"),
    path("pilots/<uuid:pk>/business-cases/", section("pilots/section_cases.html", _cases, HEAD), name="cases"),
    path("pilots/<uuid:pk>/benefits/", section("pilots/section_benefits.html", _benefits, HEAD), name="section-benefits"),
    path("pilots/<uuid:pk>/risks/", section("pilots/section_risks.html", _risks, HEAD), name="section-risks"),
    path("pilots/<uuid:pk>/money/", section("pilots/section_money.html", _money, HEAD), name="section-money"),
    path("pilots/<uuid:pk>/people/", section("pilots/section_people.html", _people, HEAD), name="people"),
    path(
        "pilots/<uuid:pk>/history/",
        section("pilots/section_history.html", lambda user, pk: {"history": selectors.pilot_past(user, pk)}, HEAD),
        name="history",
    ),
]
