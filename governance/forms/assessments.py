from django import forms

from devo_portal.core.forms import Checkboxes, Radios, RecordForm, formfield_callback

from ..models import Commitment, NoHarmAssessment
from .evidence import EvidenceFields


class AssessmentForm(EvidenceFields, RecordForm):
    evidence_needed = True

    commitments = forms.ModelMultipleChoiceField(Commitment.objects.all(), label="Commitments that it covers", widget=Checkboxes)

    field_order = ("commitments", "reviewer", "reviewed_on", "rating", "finding")

    class Meta:
        model = NoHarmAssessment
        fields = ("reviewer", "reviewed_on", "rating", "finding", "source", "illustrative")
        widgets = {"rating": Radios}
        formfield_callback = formfield_callback
