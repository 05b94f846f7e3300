from django import forms

from ..models import Milestone


class ScheduleFilterForm(forms.Form):
    """The questions that the schedule takes, as its page draws them. The selector reads them."""

    q = forms.CharField(label="Search", required=False)
    on = forms.CharField(label="As of the day", required=False, help_text="Such as 1 April 2017.")
    critical = forms.ChoiceField(choices=[("", "Either"), ("true", "Yes"), ("false", "No")], required=False)
    strand = forms.MultipleChoiceField(choices=Milestone.Strand.choices, required=False)
