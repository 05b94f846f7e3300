from django import forms

from devo_portal.core.forms import Checkboxes, Radios, RecordForm, formfield_callback
from devo_portal.core.models import Area, Organisation
from governance.forms import EvidenceFields

from ..models import Pilot, PilotCommitment


class PilotForm(RecordForm):
    places = forms.ModelMultipleChoiceField(
        Area.objects.filter(kind=Area.Kind.AUTHORITY), label="Places", required=False, widget=Checkboxes, help_text="Every borough that takes part."
    )
    partners = forms.ModelMultipleChoiceField(
        Organisation.objects.all(), label="Partners", required=False, widget=Checkboxes, help_text="Every organisation that takes part."
    )

    class Meta:
        model = Pilot
        fields = (
            "name",
            "theme",
            "stage",
            "lead",
            "summary",
            "asks",
            "status_note",
            "starts",
            "ends",
            "places",
            "partners",
            "source",
            "illustrative",
        )
        widgets = {"theme": Radios, "stage": Radios}
        formfield_callback = formfield_callback


class PilotLinkForm(EvidenceFields, RecordForm):
    class Meta:
        model = PilotCommitment
        fields = ("pilot", "commitment", "note", "source", "illustrative")
        formfield_callback = formfield_callback


class RemovePilotLinkForm(RecordForm):
    class Meta:
        model = PilotCommitment
        fields = ()
