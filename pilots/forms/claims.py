from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms

from devo_portal.core.forms import Radios, RecordForm, formfield_callback
from devo_portal.core.models import Area

from ..models import Claim, ClaimedThing, Pilot
from ..rules import shares as rules
from .budgets import FigureField, ShareField

_WHOLE = "Pounds to the penny; homes and people in whole numbers. The whole of it, before it is shared."


class ClaimedThingForm(RecordForm):
    amount = FigureField(required=True, max_digits=16, min_value=0, label="Amount", help_text=_WHOLE)

    class Meta:
        model = ClaimedThing
        fields = ("name", "measure", "amount", "unit", "as_at", "source", "illustrative")
        widgets = {"measure": Radios}
        formfield_callback = formfield_callback


class NewClaimedThingForm(ClaimedThingForm):
    """With the first claim on it."""

    pilot = forms.ModelChoiceField(Pilot.objects.order_by("name"), label="Claimed by the pilot")
    area = forms.ModelChoiceField(Area.objects.filter(kind=Area.Kind.AUTHORITY).order_by("name"), label="In the borough")

    field_order = ("name", "measure", "amount", "unit", "as_at", "pilot", "area", "source", "illustrative")


class ClaimForm(RecordForm):
    share = ShareField(label="Share (%)", help_text="Up to four decimals. Leave it empty where the shares are not agreed yet.")

    class Meta:
        model = Claim
        fields = ("thing", "pilot", "area", "share", "source", "illustrative")
        formfield_callback = formfield_callback


class ClaimChangeForm(RecordForm):
    share = ClaimForm.base_fields["share"]

    class Meta:
        model = Claim
        fields = ("share", "source", "illustrative")
        formfield_callback = formfield_callback


class SharesForm(RecordForm):
    """The share of every claim on a thing, side by side."""

    class Meta:
        model = ClaimedThing
        fields = ()

    def __init__(self, *args: Any, claims: Sequence[Mapping[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.claims = claims
        for each in claims:
            self.fields[f"share_{each['id'].hex}"] = ShareField(label=f"{each['pilot']['name']} in {each['area']['name']}: share (%)")

    def rows(self) -> list[dict[str, Any]]:
        return [{"claim": each, "share": self[f"share_{each['id'].hex}"]} for each in self.claims]

    def total(self) -> Decimal:
        """What the shares typed come to."""
        return rules.total({name: value for name, value in getattr(self, "cleaned_data", {}).items() if name.startswith("share_")})

    def shares_given(self) -> list[dict[str, Any]]:
        """As `share_thing` takes them."""
        return [{"claim": Claim(pk=each["id"]), "share": self.cleaned_data[f"share_{each['id'].hex}"]} for each in self.claims]


class RemoveClaimForm(RecordForm):
    class Meta:
        model = Claim
        fields = ()


class RemoveClaimedThingForm(RecordForm):
    class Meta:
        model = ClaimedThing
        fields = ()
