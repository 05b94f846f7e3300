from django import forms

from devo_portal.core.forms import Checkboxes, Radios, RecordForm, formfield_callback
from devo_portal.core.models import Area, Organisation
from governance.forms import EvidenceFields

from ..models import Pilot, PilotCommitment


class PilotPlacesForm(RecordForm):
    places = forms.ModelMultipleChoiceField(
        Area.objects.filter(kind=Area.Kind.AUTHORITY), label="Places", required=False, widget=Checkboxes, help_text="Every borough that takes part."
    )
    partners = forms.ModelMultipleChoiceField(
        Organisation.objects.all(), label="Partners", required=False, widget=Checkboxes, help_text="Every organisation that takes part."
    )

    class Meta:
        model = Pilot
        fields: tuple[str, ...] = ("lead", "places", "partners")
        formfield_callback = formfield_callback


class PilotForm(PilotPlacesForm):
    """A pilot to begin with: proposed. What more it has is said section by section."""

    class Meta(PilotPlacesForm.Meta):
        fields = ("name", "theme", "lead", "summary", "asks", "status_note", "starts", "ends", "places", "partners", "source", "illustrative")
        widgets = {"theme": Radios}


class PilotOverviewForm(RecordForm):
    class Meta:
        model = Pilot
        fields = ("name", "theme", "summary", "status_note", "starts", "ends", "source", "illustrative")
        widgets = {"theme": Radios}
        formfield_callback = formfield_callback


class PilotAsksForm(RecordForm):
    class Meta:
        model = Pilot
        fields = ("asks",)
        formfield_callback = formfield_callback


class MoveStageForm(RecordForm):
    stage = forms.ChoiceField(choices=Pilot.Stage.choices, label="Move it to", widget=Radios)
    reason_needed = True
    field_order = ("stage", "reason", "version")

    class Meta:
        model = Pilot
        fields = ()


class PilotLinkForm(EvidenceFields, RecordForm):
    class Meta:
        model = PilotCommitment
        fields = ("pilot", "commitment", "note", "source", "illustrative")
        formfield_callback = formfield_callback


class RemovePilotLinkForm(RecordForm):
    class Meta:
        model = PilotCommitment
        fields = ()
