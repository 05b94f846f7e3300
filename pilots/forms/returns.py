import re
from typing import Any

from django import forms
from django.utils import timezone

from devo_portal.core.forms import Checkbox, Checkboxes, Radios, RecordForm, formfield_callback

from ..models import Pilot, PilotReturn, ReturnCall, ReturnSection
from ..rules.quarters import FIRST, PATTERN, Quarter, between
from ..rules.returns import QUESTIONS


class OpenCallForm(RecordForm):
    """A quarter, chosen among those of the programme, and who is asked."""

    period = forms.ChoiceField(label="Quarter", help_text="Of the financial year, which begins in April.")
    pilots = forms.ModelMultipleChoiceField(
        Pilot.objects.exclude(stage=Pilot.Stage.CLOSED).order_by("name"),
        required=False,
        widget=Checkboxes,
        label="Pilots that are asked",
        help_text="Leave all of them empty to ask every pilot that is live.",
    )

    field_order = ("period", "pilots", "due_on", "note", "source", "illustrative")

    class Meta:
        model = ReturnCall
        fields = ("period", "due_on", "note", "source", "illustrative")
        formfield_callback = formfield_callback

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        due: Any = self.fields["due_on"]
        due.required, due.help_text = False, "Leave it empty for 20 working days after the quarter’s end, or after today where that has passed."
        period: Any = self.fields["period"]
        today = timezone.localdate()
        quarters = sorted((each for each in between(FIRST, Quarter.of(today)) if each.ends < today), reverse=True)
        period.choices = [("", "Choose"), *((each.code, each.label) for each in quarters)]


class PeriodForm(forms.Form):
    """The quarters of a roll-up, both ends with them."""

    def __init__(self, first: str, last: str) -> None:
        super().__init__()
        asked = {"from": first, "to": last}
        ends = [Quarter.of(timezone.localdate()), FIRST, *(Quarter.read(each) for each in asked.values() if re.fullmatch(PATTERN, each))]
        offered = [(each.code, each.label) for each in between(min(ends), max(ends))]
        for name, label in (("from", "From"), ("to", "To")):
            self.fields[name] = forms.ChoiceField(choices=offered, label=label, initial=asked[name], required=False)


class ReturnCallForm(RecordForm):
    class Meta:
        model = ReturnCall
        fields = ("due_on", "note", "source", "illustrative")
        formfield_callback = formfield_callback


class SectionForm(RecordForm):
    """What one section asks for. It may be saved as it is, and come back to."""

    state = forms.ChoiceField(
        choices=[
            (ReturnSection.State.DONE, "Yes, I have completed this section"),
            (ReturnSection.State.IN_PROGRESS, "No, I will come back to it later"),
        ],
        required=False,
        widget=Radios,
        label="Have you completed this section?",
    )

    class Meta:
        model = ReturnSection
        fields = ("commentary", "went_well", "stuck")
        formfield_callback = formfield_callback

    field_order = ("commentary", "went_well", "stuck", "state")

    def __init__(self, *args: Any, section: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("reason", None)  # a draft is written, not amended: its history needs no reasons
        if section != ReturnSection.Section.PROGRESS:
            del self.fields["went_well"], self.fields["stuck"]
        if section:
            self.fields["commentary"].label, self.fields["commentary"].help_text = QUESTIONS[section]
        for name in self.fields:
            self.fields[name].needed = True  # type: ignore[attr-defined]  # “(optional)” would be wrong of what completing it asks for


class SubmitReturnForm(RecordForm):
    declared = forms.BooleanField(
        required=False,
        widget=Checkbox,
        label="I declare that this return is right to the best of my knowledge, and that the lead organisation agrees to it",
    )
    content_sha256 = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = PilotReturn
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("reason", None)


class CorrectReturnForm(RecordForm):
    class Meta:
        model = PilotReturn
        fields = ("corrects",)
        formfield_callback = formfield_callback

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("reason", None)
        self.fields["corrects"].help_text = "What was wrong in the return that was submitted. Everyone who reads the correction sees it."
        self.fields["corrects"].needed = True  # type: ignore[attr-defined]


class WithdrawCallForm(RecordForm):
    reason_needed = True

    class Meta:
        model = ReturnCall
        fields = ()


class WithdrawReturnForm(RecordForm):
    reason_needed = True

    class Meta:
        model = PilotReturn
        fields = ()
