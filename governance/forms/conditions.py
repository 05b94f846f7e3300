from typing import Any

from django import forms

from devo_portal.core.forms import DayField, RecordForm, formfield_callback

from ..models import Condition
from .evidence import EvidenceFields


class ConditionForm(RecordForm):
    class Meta:
        model = Condition
        fields = ("commitment", "function", "area", "text", "source", "illustrative")
        formfield_callback = formfield_callback


class ReasonForm(RecordForm):
    """A verb on a condition that needs no more than its reason."""

    class Meta:
        model = Condition
        fields = ()


class ReopenConditionForm(ReasonForm):
    reason_needed = True


class DecideForm(EvidenceFields, RecordForm):
    """What was found stands in the condition and in the history alike, so no other reason is asked."""

    on = DayField(required=False, label="Day", help_text="Such as 16 November 2017. Today, if you leave it empty.")
    note = forms.CharField(required=False, label="What was found", widget=forms.Textarea(attrs={"rows": 4}), help_text="Kept in the history.")

    field_order = ("on", "note")

    class Meta:
        model = Condition
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("reason", None)


class FailForm(DecideForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = True
