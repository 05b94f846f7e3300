"""What the pages of clearances and signing events take in."""

from typing import Any

from django import forms

from devo_portal.core.forms import Checkboxes, DayField, Radios, RecordForm, formfield_callback

from ..models import Clearance, Signature, SigningEvent
from .evidence import EvidenceFields


class ClearanceForm(RecordForm):
    class Meta:
        model = Clearance
        fields = ("agreement", "kind", "holder", "organisation", "contact", "blocking", "asked_on", "expected_on", "note", "source", "illustrative")
        widgets = {"kind": Radios}
        formfield_callback = formfield_callback


def _day(label: str) -> DayField:
    return DayField(required=False, label=label, help_text="Leave empty for today. Such as 16 November 2017.")


class _ClearanceVerb(RecordForm):
    class Meta:
        model = Clearance
        fields = ()


class AskForm(_ClearanceVerb):
    on = _day("Asked on")
    expected_on = DayField(required=False, label="Answer expected by", help_text="If the holder has said.")


class AnswerForm(_ClearanceVerb):
    on = _day("Answered on")
    note = forms.CharField(required=False, label="What the holder said", widget=forms.Textarea(attrs={"rows": 4}))


class RefuseForm(AnswerForm):
    reason_needed = True


class PlanForm(RecordForm):
    class Meta:
        model = SigningEvent
        fields = ("agreement", "planned_for", "set_on", "place", "source", "illustrative")
        formfield_callback = formfield_callback


class MoveSigningForm(RecordForm):
    class Meta:
        model = SigningEvent
        fields = ("planned_for", "place")
        formfield_callback = formfield_callback


class CallOffForm(RecordForm):
    reason_needed = True

    on = _day("Called off on")
    reason = forms.CharField(
        max_length=500,
        required=False,
        label="Why it is called off",
        help_text="Everybody will read it beside the agreement.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = SigningEvent
        fields = ()


class HoldForm(EvidenceFields, RecordForm):
    on = _day("Held on")
    signatures = forms.ModelMultipleChoiceField(
        Signature.objects.none(), label="Who signed", help_text="All that have agreed are chosen.", widget=Checkboxes
    )

    class Meta:
        model = SigningEvent
        fields = ()

    field_order = ["on", "signatures"]

    def offer(self, agreement: Any) -> None:
        """The parties of an agreement that have agreed, all of them chosen."""
        agreed = Signature.objects.filter(agreement=agreement, ended_on=None, status=Signature.Status.AGREED).select_related("organisation")
        field: Any = self.fields["signatures"]
        field.queryset = agreed.order_by("order")
        self.initial.setdefault("signatures", [each.pk for each in field.queryset])
