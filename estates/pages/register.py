"""The pages of what hangs on a site: each added, changed or withdrawn on a page of its own, which leads back to the site's section."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse

from devo_portal.core.forms import RecordForm
from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission, require

from .. import selectors, services
from ..forms import BuildingForm, HoldingForm, IdentifierForm, OccupationForm, PlotForm, WithdrawForm


def identifier_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "estates/identifiers.html",
        {"identifiers": selectors.identifiers.list(request.user, request.GET), "filters": selectors.identifiers.filter_form(request.GET)},
    )


def plot_list(request: HttpRequest) -> HttpResponse:
    return page(
        request, "estates/plots.html", {"plots": selectors.plots.list(request.user, request.GET), "filters": selectors.plots.filter_form(request.GET)}
    )


def plot_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(request, "estates/plot.html", selectors.plot_page(request.user, pk))


class OnSite(FormPage):
    """A form about something on a site. `section` is the part of the site's page that shows it."""

    may = Permission.SITE_EDIT
    section: ClassVar[str]

    def site(self) -> Any:
        """The id of the site."""
        return self.record["site"]["id"] if self.record else self.kwargs["pk"]

    def narrow(self, form: RecordForm) -> None:
        """A building or a holding is chosen from those of the site; an interest is not granted out of itself."""
        rows = {"building": selectors.visible_buildings, "holding": selectors.visible_holdings, "superior": selectors.visible_holdings}
        for name, visible in rows.items():
            if name in form.fields:
                found: Any = visible(self.request.user).filter(site=self.site())
                if name != "building":
                    found = found.select_related("organisation", "site")
                if name == "superior" and self.record:
                    found = found.exclude(pk=self.record["id"])
                form.fields[name].queryset = found  # type: ignore[attr-defined]  # a choice of rows

    def submit(self, data: dict[str, Any]) -> str:
        if self.record is None:
            self.service(by=self.request.user, site=self.site(), **data)
        else:
            self.service(by=self.request.user, pk=self.kwargs["pk"], **data)
        return self.back()

    def back(self) -> str:
        return reverse(self.section, args=[self.site()])


class AddToSite(OnSite):
    """Beneath the site whose id is in the address."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        require(request.user, self.may)
        self.beneath = selectors.sites.one(request.user, kwargs["pk"], {"fields": "id,name,may_edit"})
        if not self.beneath["may_edit"]:
            raise PermissionDenied("You may change only the sites of the organisations that you act for.")
        return super().dispatch(request, *args, **kwargs)

    def context(self) -> dict[str, Any]:
        return {"caption": self.beneath["name"]}


class ChangeOnSite(OnSite):
    def context(self) -> dict[str, Any]:
        assert self.record
        return {"caption": self.record["site"]["name"]}


class AddHolding(AddToSite):
    form_class = HoldingForm
    section = "estates:site-holdings"
    title = "Add a holding"
    done = "The holding is added."
    service = staticmethod(services.create_holding)


class EditHolding(ChangeOnSite):
    form_class = HoldingForm
    read = selectors.holdings
    section = "estates:site-holdings"
    title = "Change the holding"
    done = "The holding is saved."
    service = staticmethod(services.update_holding)


class AddBuilding(AddToSite):
    form_class = BuildingForm
    section = "estates:site-buildings"
    title = "Add a building"
    done = "The building is added."
    service = staticmethod(services.create_building)


class EditBuilding(ChangeOnSite):
    form_class = BuildingForm
    read = selectors.buildings
    section = "estates:site-buildings"
    title = "Change the building"
    done = "The building is saved."
    service = staticmethod(services.update_building)


class AddOccupation(AddToSite):
    form_class = OccupationForm
    section = "estates:site-buildings"
    title = "Say who occupies it"
    done = "The occupation is added."
    service = staticmethod(services.create_occupation)


class EditOccupation(ChangeOnSite):
    form_class = OccupationForm
    read = selectors.occupations
    section = "estates:site-buildings"
    title = "Change the occupation"
    done = "The occupation is saved."
    service = staticmethod(services.update_occupation)


class AddPlot(AddToSite):
    form_class = PlotForm
    section = "estates:site-plots"
    title = "Add a plot"
    done = "The plot is added."
    service = staticmethod(services.create_plot)


class EditPlot(ChangeOnSite):
    form_class = PlotForm
    read = selectors.plots
    title = "Change the plot"
    done = "The plot is saved."
    service = staticmethod(services.update_plot)

    def back(self) -> str:
        return reverse("estates:plot", args=[self.kwargs["pk"]])


class AddIdentifier(AddToSite):
    form_class = IdentifierForm
    section = "estates:site-identifiers"
    title = "Add an identifier"
    done = "The identifier is added."
    service = staticmethod(services.claim_identifier)


class EditIdentifier(ChangeOnSite):
    form_class = IdentifierForm
    read = selectors.identifiers
    section = "estates:site-identifiers"
    title = "Correct the identifier"
    done = "The identifier is saved."
    service = staticmethod(services.update_identifier)


class WithdrawIdentifier(ChangeOnSite):
    form_class = WithdrawForm
    read = selectors.identifiers
    section = "estates:site-identifiers"
    title = "Withdraw the identifier"
    button = "Withdraw it"
    done = "The identifier is withdrawn. The history keeps it."
    service = staticmethod(services.withdraw_identifier)

    def context(self) -> dict[str, Any]:
        assert self.record
        return {"caption": f"{self.record['scheme_label']} {self.record['value']}: {self.record['site']['name']}"}


urlpatterns = [
    path("estates/identifiers/", identifier_list, name="identifiers"),
    path("estates/identifiers/<uuid:pk>/edit/", EditIdentifier.as_view(), name="identifier-edit"),
    path("estates/identifiers/<uuid:pk>/withdraw/", WithdrawIdentifier.as_view(), name="identifier-withdraw"),
    path("estates/plots/", plot_list, name="plots"),
    path("estates/plots/<uuid:pk>/", plot_detail, name="plot"),
    path("estates/plots/<uuid:pk>/edit/", EditPlot.as_view(), name="plot-edit"),
    path("estates/holdings/<uuid:pk>/edit/", EditHolding.as_view(), name="holding-edit"),
    path("estates/buildings/<uuid:pk>/edit/", EditBuilding.as_view(), name="building-edit"),
    path("estates/occupations/<uuid:pk>/edit/", EditOccupation.as_view(), name="occupation-edit"),
    path("estates/sites/<uuid:pk>/holdings/new/", AddHolding.as_view(), name="holding-create"),
    path("estates/sites/<uuid:pk>/buildings/new/", AddBuilding.as_view(), name="building-create"),
    path("estates/sites/<uuid:pk>/occupations/new/", AddOccupation.as_view(), name="occupation-create"),
    path("estates/sites/<uuid:pk>/plots/new/", AddPlot.as_view(), name="plot-create"),
    path("estates/sites/<uuid:pk>/identifiers/new/", AddIdentifier.as_view(), name="identifier-create"),
]
