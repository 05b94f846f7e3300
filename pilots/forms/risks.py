from django import forms

from devo_portal.core.forms import DayField, Radios, RecordForm, formfield_callback
from governance.models import Board

from ..models import Risk


class RiskForm(RecordForm):
    class Meta:
        model = Risk
        fields = (
            "pilot",
            "kind",
            "title",
            "cause",
            "event",
            "effect",
            "category",
            "raised_by",
            "identified_on",
            "owned_by",
            "inherent_likelihood",
            "inherent_impact",
            "current_likelihood",
            "current_impact",
            "target_likelihood",
            "target_impact",
            "proximity",
            "response",
            "countermeasures",
            "source",
            "illustrative",
        )
        widgets = {"kind": Radios}
        formfield_callback = formfield_callback


class RiskReasonForm(RecordForm):
    """A verb on a risk that needs no more than its reason."""

    class Meta:
        model = Risk
        fields = ()


class CloseRiskForm(RiskReasonForm):
    on = DayField(required=False, label="Day", help_text="Such as 16 November 2017. Today, if you leave it empty.")
    field_order = ("on", "reason")


class EscalateRiskForm(RiskReasonForm):
    board = forms.ModelChoiceField(Board.objects.order_by("name"), label="Board", help_text="The board that is asked to act.")
    field_order = ("board", "reason")
