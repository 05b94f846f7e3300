from typing import Any

from django import forms

from devo_portal.core.forms import DayField, Radios, RecordForm, formfield_callback

from ..models import Assumption, PilotDependency


class AssumptionForm(RecordForm):
    class Meta:
        model = Assumption
        fields = ("pilot", "text", "owned_by", "source", "illustrative")
        formfield_callback = formfield_callback


class AssumptionTestForm(RecordForm):
    """What was found stands in the assumption and in the history alike, so no other reason is asked."""

    state = forms.ChoiceField(choices=Assumption.State.choices, label="State", widget=Radios)
    on = DayField(required=False, label="Day", help_text="Such as 16 November 2017. Today, if you leave it empty.")
    note = forms.CharField(
        label="What was found", widget=forms.Textarea(attrs={"rows": 4}), help_text="Or why it counts as untested again. Kept in the history."
    )

    class Meta:
        model = Assumption
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("reason", None)


class PilotDependencyForm(RecordForm):
    class Meta:
        model = PilotDependency
        fields = ("pilot", "what", "on_pilot", "on_organisation", "needed_by", "state", "note", "source", "illustrative")
        widgets = {"state": Radios}
        formfield_callback = formfield_callback


class RemovePilotDependencyForm(RecordForm):
    class Meta:
        model = PilotDependency
        fields = ()
