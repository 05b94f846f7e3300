from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from devo_portal.core.forms import Checkboxes, DayField, Radios, RecordForm, formfield_callback

from ..models import AgendaItem, Decision, DecisionEffect, Delegation, Meeting
from ..rules.effects import KINDS, Kind, choices


def agreed() -> QuerySet[Decision]:
    """The decisions that may be cited."""
    return Decision.objects.filter(status=Decision.Status.AGREED).select_related("board").order_by("-decided_on", "-id")


class MeetingChoice(forms.ModelChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        rows = Meeting.objects.exclude(status=Meeting.Status.CANCELLED).select_related("board").order_by("-held_on", "board__short_name")
        super().__init__(rows, required=False, label="Meeting", help_text="Of the same board, at which it is or was taken up.", **kwargs)


class ItemChoice(forms.ModelChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        rows = AgendaItem.objects.filter(kind=AgendaItem.Kind.ITEM).exclude(meeting__status=Meeting.Status.CANCELLED)
        rows = rows.select_related("meeting__board").order_by("-meeting__held_on", "place")
        super().__init__(rows, required=False, label="Agenda item", help_text="Of that meeting, where it is on its agenda.", **kwargs)

    def label_from_instance(self, item: Any) -> str:
        return f"{item.meeting}: {item}"


class DecidingForm(RecordForm):
    number = forms.CharField(
        max_length=40, required=False, label="Number", help_text="As the minutes number it. Left empty: the board’s next, such as LEB-201802-01."
    )
    meeting = MeetingChoice()
    item = ItemChoice()


class DecisionForm(DecidingForm):
    """A decision that has been taken."""

    class Meta:
        model = Decision
        fields = ("board", "number", "title", "decided_on", "meeting", "item", "text", "reasons", "dissent", "authority", "source", "illustrative")
        formfield_callback = formfield_callback

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decided_on"].required = True
        self.fields["decided_on"].error_messages["required"] = "Enter the day on which it was taken; or propose it, if it is still to be."


class ProposeForm(DecidingForm):
    """A decision that a board is asked to take."""

    class Meta:
        model = Decision
        fields = ("board", "number", "title", "recommendation", "meeting", "item", "reasons", "authority", "source", "illustrative")
        labels = {"title": "What is to be decided"}
        formfield_callback = formfield_callback


class TakeForm(RecordForm):
    """How a decision is taken."""

    on = DayField(required=False, label="Day", help_text="Such as 16 November 2017. The meeting’s, or today, if you leave it empty.")
    text = forms.CharField(required=False, label="The decision in full", widget=forms.Textarea(attrs={"rows": 4}))
    reasons = forms.CharField(required=False, label="Reasons", widget=forms.Textarea(attrs={"rows": 4}))
    dissent = forms.CharField(required=False, label="Dissent", widget=forms.Textarea(attrs={"rows": 2}), help_text="Who did not agree, and why.")
    authority = forms.CharField(
        required=False,
        max_length=240,
        label="Authority",
        help_text="The power by which it is taken, such as: Terms of reference, paragraph 4. Needed where it is taken at no meeting.",
    )
    field_order = ("on", "text", "reasons", "dissent", "authority")

    class Meta:
        model = Decision
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("reason", None)  # its reasons are a field of the decision


class PutOffForm(RecordForm):
    """Nothing but why, which is needed."""

    class Meta:
        model = Decision
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Why"


class RefreshForm(RecordForm):
    class Meta:
        model = Decision
        fields = ()


# --- Effects: a page a step ------------------------------------------------------------------------------------------------
class EffectKindForm(forms.Form):
    kind = forms.ChoiceField(label="What does the decision change?", widget=Radios)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["kind"]
        kinds.choices = choices()
        kinds.error_messages["required"] = "Choose what it changes."


class EffectRecordForm(forms.Form):
    """The records of a kind, by their names, with how each stands."""

    record = forms.ModelChoiceField(AgendaItem.objects.none(), label="Which one?", empty_label="Choose")

    def __init__(self, kind: Kind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        record: Any = self.fields["record"]
        record.queryset = kind.offered()
        record.label_from_instance = lambda each: f"{kind.named(each)} ({kind.says(each)})"
        record.error_messages |= {"required": "Choose the record.", "invalid_choice": "Choose one of the records in the list."}


class EffectForm(RecordForm):
    """What the record becomes; the version of it that was read comes with the page."""

    record_version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = DecisionEffect
        fields = ()

    def __init__(self, *args: Any, kind: str, record: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = KINDS[kind]
        if known.values:
            now = getattr(record, known.field)
            offered = [(code, label) for code, label in known.values if code != now]
            self.fields["value"] = forms.ChoiceField(choices=offered, label="What does it become?", widget=Radios)
        else:
            self.fields["value"] = forms.CharField(max_length=40, label="What does it become?", help_text="In up to 40 characters.")
        self.fields["value"].error_messages["required"] = "Say what it becomes."
        if known.dated:
            self.fields["on"] = DayField(required=False, label="From", help_text="Such as 1 April 2018. Left empty: the day of the decision.")


class RemoveEffectForm(RecordForm):
    class Meta:
        model = DecisionEffect
        fields = ()


# --- Delegations -----------------------------------------------------------------------------------------------------------
class DelegationForm(RecordForm):
    decision = forms.ModelChoiceField(Decision.objects.none(), label="Given by the decision", help_text="One that was agreed.")
    kinds = forms.MultipleChoiceField(label="What it covers", widget=Checkboxes)

    class Meta:
        model = Delegation
        fields = ("decision", "organisation", "post", "kinds", "scope", "starts_on", "ends_on", "source", "illustrative")
        formfield_callback = formfield_callback

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decision, kinds = self.fields["decision"], self.fields["kinds"]
        self.fields["starts_on"].initial = timezone.localdate
        decision.queryset, kinds.choices = agreed(), choices()  # type: ignore[attr-defined]  # both choose among what there is now


class EndDelegationForm(RecordForm):
    on = DayField(required=False, label="First day on which it no longer holds", help_text="Such as 16 November 2017. Today, if you leave it empty.")

    class Meta:
        model = Delegation
        fields = ()
