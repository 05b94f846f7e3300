from django import forms

from devo_portal.core.fields import PartialDateFormField
from devo_portal.core.forms import Checkboxes, Radios, RecordForm, formfield_callback
from devo_portal.core.models import Organisation

from ..models import Commitment
from .evidence import EvidenceFields
from .texts import ClauseChoice


class CommitmentForm(EvidenceFields, RecordForm):
    clause = ClauseChoice(help_text="The clause that makes the promise.")
    co_owners = forms.ModelMultipleChoiceField(
        Organisation.objects.all(), label="Owned together with", required=False, widget=Checkboxes, help_text="Beside the one that answers for it."
    )
    due = PartialDateFormField(
        required=False,
        label="Due: the day, month or year to sort by",
        help_text="Lists need one to put it in its place. Leave it empty where the words above name a month or a year: “from April 2018” is read as "
        "April 2018. Words such as “early in the New Year” name none, so give the month or year that they mean; without one it stands last.",
    )

    class Meta:
        model = Commitment
        fields = (
            "agreement",
            "clause",
            "code",
            "text",
            "text_status",
            "theme",
            "strength",
            "in_principle",
            "status",
            "progress",
            "owner",
            "co_owners",
            "owners_text",
            "forum",
            "due_text",
            "due",
            "source",
            "illustrative",
        )
        widgets = {"theme": Radios, "strength": Radios, "status": Radios, "text_status": Radios}
        formfield_callback = formfield_callback


class CompleteForm(EvidenceFields, RecordForm):
    class Meta:
        model = Commitment
        fields = ()


class ReopenForm(RecordForm):
    reason_needed = True

    status = forms.ChoiceField(
        choices=[(each.value, each.label) for each in Commitment.LIVE], widget=Radios, label="How it stands now", initial=Commitment.Status.ON_TRACK
    )

    class Meta:
        model = Commitment
        fields = ()
