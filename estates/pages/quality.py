"""The pages of quality: the dashboard, an owner's list of what to mend, the rules, waivers and confirmations."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse

from devo_portal.core.forms import RecordForm
from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission, require

from .. import selectors, services
from ..forms import ConfirmSiteForm, ConfirmSitesForm, WaiverForm, WithdrawWaiverForm


def quality_dashboard(request: HttpRequest) -> HttpResponse:
    return page(request, "estates/quality.html", {"quality": selectors.estate_quality(request.user, request.GET)})


def quality_owner(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(request, "estates/quality_owner.html", selectors.quality_page(request.user, pk, request.GET))


def quality_rules(request: HttpRequest) -> HttpResponse:
    return page(request, "estates/quality_rules.html", {"rules": selectors.quality_rules(request.user, request.GET)})


def waiver_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "estates/quality_waivers.html",
        {"waivers": selectors.waivers.list(request.user, request.GET), "filters": selectors.waivers.filter_form(request.GET)},
    )


def site_quality(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(
        request,
        "estates/site_quality.html",
        {
            "site": selectors.sites.one(request.user, pk),
            "quality": selectors.site_quality(request.user, pk),
            "confirmations": selectors.confirmations.list(request.user, {"site": str(pk), "limit": "10", "order": "-confirmed_on"}),
        },
    )


class ConfirmSite(FormPage):
    may = Permission.SITE_EDIT
    form_class = ConfirmSiteForm
    read = selectors.sites
    title = "Confirm that the site is still correct"
    button = "Confirm"
    done = "The site is confirmed. It is asked again in a year."
    service = staticmethod(services.confirm_site)
    goes_to = "estates:site-quality"


class ConfirmSites(FormPage):
    """An owner's sites, chosen by box; each box holds the version that its reader saw."""

    may = Permission.SITE_EDIT
    form_class = ConfirmSitesForm
    title = "Confirm sites that are still correct"
    button = "Confirm the chosen sites"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        require(request.user, self.may)
        self.owner_name = selectors.owner_to_edit(request.user, kwargs["pk"])
        if not self.owner_name:
            raise PermissionDenied("You may confirm only the sites of the organisations that you act for.")
        return super().dispatch(request, *args, **kwargs)

    def narrow(self, form: RecordForm) -> None:
        sites = selectors.stale_sites(self.request.user, self.kwargs["pk"])
        field: Any = form.fields["sites"]
        field.choices = [(f"{each['id']}:{each['version']}", _choice(each)) for each in sites]
        field.error_messages["invalid_choice"] = "One of the sites has changed, or was confirmed, since you opened this page. Choose again."

    def submit(self, data: dict[str, Any]) -> str:
        asked = [each.rpartition(":") for each in data["sites"]]
        sites = [{"id": pk, "version": int(version)} for pk, _, version in asked]
        many = services.confirm_sites(by=self.request.user, sites=sites, note=data["note"])
        self.done = f"{many} site{'s are' if many > 1 else ' is'} confirmed."
        return self.back()

    def initial(self) -> dict[str, Any]:
        return {"sites": self.request.GET.getlist("sites")}

    def context(self) -> dict[str, Any]:
        return {"caption": self.owner_name}

    def back(self) -> str:
        return reverse("estates:quality-owner", args=[self.kwargs["pk"]])


def _choice(site: dict[str, Any]) -> str:
    last = site["confirmed_on"]
    return f"{site['name']} ({site['code']}): {f'last confirmed {last.day} {last:%B %Y}' if last else 'never confirmed'}"


class WaiveFinding(FormPage):
    """Beneath the site whose id is in the address; `?rule=` chooses the finding."""

    may = Permission.QUALITY_WAIVE
    form_class = WaiverForm
    title = "Waive a finding"
    button = "Waive it"
    done = "The finding is waived, for the values that the rule compares now."
    service = staticmethod(services.waive_finding)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        require(request.user, self.may)
        self.site = selectors.sites.one(request.user, kwargs["pk"], {"fields": "id,name"})
        return super().dispatch(request, *args, **kwargs)

    def narrow(self, form: RecordForm) -> None:
        found = selectors.site_quality(self.request.user, self.kwargs["pk"])["findings"]
        field: Any = form.fields["rule"]
        field.choices = [("", "Choose"), *((each["rule"], f"{each['rule_label']}: {each['compared']}") for each in found)]

    def submit(self, data: dict[str, Any]) -> str:
        self.service(by=self.request.user, site=self.kwargs["pk"], **data)
        return self.back()

    def context(self) -> dict[str, Any]:
        return {"caption": self.site["name"]}

    def back(self) -> str:
        return reverse("estates:site-quality", args=[self.kwargs["pk"]])


class WithdrawWaiver(FormPage):
    may = Permission.QUALITY_WAIVE
    form_class = WithdrawWaiverForm
    read = selectors.waivers
    title = "Withdraw the waiver"
    button = "Withdraw it"
    done = "The waiver is withdrawn: the finding counts again. The history keeps it."
    told = "may_waive"

    def submit(self, data: dict[str, Any]) -> str:
        services.withdraw_waiver(by=self.request.user, pk=self.kwargs["pk"], **data)
        return self.back()

    def context(self) -> dict[str, Any]:
        assert self.record
        return {"caption": f"{self.record['rule_label']}: {self.record['site']['name']}"}

    def back(self) -> str:
        assert self.record
        return reverse("estates:site-quality", args=[self.record["site"]["id"]])


urlpatterns = [
    path("estates/quality/", quality_dashboard, name="quality"),
    path("estates/quality/rules/", quality_rules, name="quality-rules"),
    path("estates/quality/waivers/", waiver_list, name="waivers"),
    path("estates/quality/waivers/<uuid:pk>/withdraw/", WithdrawWaiver.as_view(), name="waiver-withdraw"),
    path("estates/quality/<uuid:pk>/", quality_owner, name="quality-owner"),
    path("estates/quality/<uuid:pk>/confirm/", ConfirmSites.as_view(), name="quality-confirm"),
    path("estates/sites/<uuid:pk>/quality/", site_quality, name="site-quality"),
    path("estates/sites/<uuid:pk>/confirm/", ConfirmSite.as_view(), name="site-confirm"),
    path("estates/sites/<uuid:pk>/waive/", WaiveFinding.as_view(), name="site-waive"),
]
