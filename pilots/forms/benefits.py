from django import forms

from devo_portal.core.forms import Radios, RecordForm, formfield_callback
from governance.forms import EvidenceFields

from ..models import Benefit, BenefitReading


class BenefitForm(RecordForm):
    class Meta:
        model = Benefit
        fields = (
            "pilot",
            "name",
            "kind",
            "dis_benefit",
            "unit",
            "better",
            "method",
            "beneficiary",
            "owned_by",
            "baseline",
            "baseline_on",
            "due_on",
            "source",
            "illustrative",
        )
        widgets = {"kind": Radios, "better": Radios}
        formfield_callback = formfield_callback


class RemoveBenefitForm(RecordForm):
    class Meta:
        model = Benefit
        fields = ()


class PlanForm(RecordForm):
    """A point of the trajectory."""

    class Meta:
        model = BenefitReading
        fields = ("on", "value", "note", "source", "illustrative")
        formfield_callback = formfield_callback


class MeasureForm(EvidenceFields, RecordForm):
    """An actual. That it needs its evidence is a rule: the service says so."""

    field_order = ("on", "value", "note", "evidence_title", "evidence_kind", "evidence_link", "evidence_file")

    class Meta:
        model = BenefitReading
        fields = ("on", "value", "note", "source", "illustrative")
        formfield_callback = formfield_callback


class CorrectForm(EvidenceFields, RecordForm):
    """The right figure, and what was wrong. Without other evidence, that of the wrong figure stands."""

    field_order = ("value", "reason", "note", "evidence_title", "evidence_kind", "evidence_link", "evidence_file")
    reason = forms.CharField(max_length=500, required=False, label="What was wrong", help_text="Kept in the history.", widget=forms.TextInput)

    class Meta:
        model = BenefitReading
        fields = ("value", "note")
        formfield_callback = formfield_callback


class RemoveReadingForm(RecordForm):
    class Meta:
        model = BenefitReading
        fields = ()
