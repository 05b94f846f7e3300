from typing import Any

from django import forms

from devo_portal.core.forms import Checkboxes, Radios, RecordForm, formfield_callback

from ..models import Commitment, NoHarmAssessment
from .evidence import EvidenceFields


class AssessmentForm(EvidenceFields, RecordForm):
    commitments = forms.ModelMultipleChoiceField(Commitment.objects.all(), label="Commitments that it covers", widget=Checkboxes)

    field_order = ("commitments", "reviewer", "reviewed_on", "rating", "finding")

    class Meta:
        model = NoHarmAssessment
        fields = ("reviewer", "reviewed_on", "rating", "finding", "source", "illustrative")
        widgets = {"rating": Radios}
        formfield_callback = formfield_callback

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        title = self.fields["evidence_title"]
        title.required, title.error_messages["required"] = True, "Give the evidence: say what it is."
