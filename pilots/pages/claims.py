from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse

from devo_portal.core.forms import RecordForm
from devo_portal.core.pages import page
from devo_portal.core.policy import Permission, can
from devo_portal.core.reads import ReadModel

from .. import selectors, services
from ..forms import ClaimChangeForm, ClaimedThingForm, ClaimForm, NewClaimedThingForm, RemoveClaimedThingForm, RemoveClaimForm, SharesForm
from .budgets import OfPilot


def claim_list(request: HttpRequest) -> HttpResponse:
    return page(
        request,
        "pilots/claims.html",
        {
            "summary": selectors.claim_summary(request.user, request.GET),
            "claims": selectors.claims.list(request.user, request.GET),
            "filters": selectors.claims.filter_form(request.GET),
            "may_create": can(request.user, Permission.PILOT_EDIT),
        },
    )


def claimed_thing_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    return page(
        request,
        "pilots/claimed_thing.html",
        {
            "thing": selectors.claimed_things.one(request.user, pk),
            "history": selectors.claimed_thing_history(request.user, pk),
            "may_claim": can(request.user, Permission.PILOT_EDIT),
        },
    )


# --- What is counted -------------------------------------------------------------------------------------------------------
class ThingPage(OfPilot):
    read: ClassVar[ReadModel | None] = selectors.claimed_things
    form_class: ClassVar[type[RecordForm]] = ClaimedThingForm
    goes_to = "pilots:claimedthing"


class CreateClaimedThing(ThingPage):
    read = None
    form_class = NewClaimedThingForm
    title = "Add something that is claimed"
    done = "It is added, with its first claim."
    service = staticmethod(services.create_claimed_thing)

    def back(self) -> str:
        return reverse("pilots:claims")


class EditClaimedThing(ThingPage):
    title = "Change what is counted"
    done = "It is saved."
    service = staticmethod(services.update_claimed_thing)


class ShareThing(ThingPage):
    form_class = SharesForm
    template_name = "pilots/claim_shares.html"
    title = "Share it between those who claim it"
    done = "The shares are saved."
    button = "Save the shares"
    service = staticmethod(services.share_thing)

    def form(self, **kwargs: Any) -> RecordForm:
        assert self.record
        return SharesForm(claims=self.record["claims"], **kwargs)

    def initial(self) -> dict[str, Any]:
        assert self.record
        return super().initial() | {"version": self.record["version"]} | {f"share_{each['id'].hex}": each["share"] for each in self.record["claims"]}

    def cleaned(self, form: RecordForm) -> dict[str, Any]:
        assert isinstance(form, SharesForm)
        return {"shares": form.shares_given(), "version": form.cleaned_data["version"] or 0, "reason": form.cleaned_data["reason"]}

    def context(self) -> dict[str, Any]:
        return {"thing": self.record}


class DeleteClaimedThing(ThingPage):
    form_class = RemoveClaimedThingForm
    title = "Take it out, with every claim on it"
    button = "Take it out"
    done = "It is taken out. Its history stays."

    def submit(self, data: dict[str, Any]) -> str:
        services.remove_claimed_thing(by=self.request.user, pk=self.kwargs["pk"], **data)
        return reverse("pilots:claims")


# --- Claims on it ----------------------------------------------------------------------------------------------------------
class ClaimPage(OfPilot):
    """A claim has no page of its own: that of its thing shows it."""

    form_class: ClassVar[type[RecordForm]] = ClaimForm

    def submit(self, data: dict[str, Any]) -> str:
        if self.record is None:
            return reverse("pilots:claimedthing", args=[self.service(by=self.request.user, **data).thing_id])
        self.service(by=self.request.user, pk=self.kwargs["pk"], **data)
        return self.back()

    def context(self) -> dict[str, Any]:
        held = self.record
        return {"caption": f"{held['thing']['name']}: {held['pilot']['name']} in {held['area']['name']}"} if held else {}

    def back(self) -> str:
        return reverse("pilots:claimedthing", args=[self.record["thing"]["id"]]) if self.record else reverse("pilots:claims")


class CreateClaim(ClaimPage):
    title = "Claim something for a pilot"
    done = "The claim is made."
    service = staticmethod(services.make_claim)


class EditClaim(ClaimPage):
    form_class = ClaimChangeForm
    read = selectors.claims
    title = "Change the claim"
    done = "The claim is saved."
    service = staticmethod(services.update_claim)


class DeleteClaim(ClaimPage):
    form_class = RemoveClaimForm
    read = selectors.claims
    title = "Withdraw the claim"
    button = "Withdraw"
    done = "The claim is withdrawn. Its history stays."
    service = staticmethod(services.remove_claim)


urlpatterns = [
    path("claims/", claim_list, name="claims"),
    path("claims/new/", CreateClaim.as_view(), name="claim-create"),
    path("claims/<uuid:pk>/edit/", EditClaim.as_view(), name="claim-edit"),
    path("claims/<uuid:pk>/remove/", DeleteClaim.as_view(), name="claim-remove"),
    path("claims/things/new/", CreateClaimedThing.as_view(), name="claimedthing-create"),
    path("claims/things/<uuid:pk>/", claimed_thing_detail, name="claimedthing"),
    path("claims/things/<uuid:pk>/edit/", EditClaimedThing.as_view(), name="claimedthing-edit"),
    path("claims/things/<uuid:pk>/share/", ShareThing.as_view(), name="claimedthing-share"),
    path("claims/things/<uuid:pk>/remove/", DeleteClaimedThing.as_view(), name="claimedthing-remove"),
]
