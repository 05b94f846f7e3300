from django import forms

from devo_portal.core.forms import Checkboxes, Radios, RecordForm, formfield_callback
from devo_portal.core.models import Organisation

from ..models import Commitment, JointArrangement


class JointArrangementForm(RecordForm):
    commitment = forms.ModelChoiceField(Commitment.objects.filter(theme=Commitment.Theme.REGULATION), label="Commitment", help_text="Such as REG-1.")
    bodies = forms.ModelMultipleChoiceField(
        Organisation.objects.all(), label="Bodies that share it", widget=Checkboxes, help_text="Choose two or more."
    )

    class Meta:
        model = JointArrangement
        fields = ("commitment", "kind", "name", "person", "bodies", "starts", "ends", "summary", "source", "illustrative")
        widgets = {"kind": Radios}
        formfield_callback = formfield_callback
