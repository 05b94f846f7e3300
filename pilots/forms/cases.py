from typing import Any

from django import forms

from devo_portal.core.fields import PartialDateFormField
from devo_portal.core.forms import Radios, RecordForm, formfield_callback
from governance.forms import EvidenceFields
from governance.forms.decisions import agreed
from governance.models import Board, Decision

from ..models import FIVE_CASES, BusinessCase


class BusinessCaseForm(RecordForm):
    class Meta:
        model = BusinessCase
        fields = ("pilot", "level", "title", "edition", *FIVE_CASES, "note", "source", "illustrative")
        widgets = {"level": Radios}
        formfield_callback = formfield_callback


class CaseReasonForm(RecordForm):
    """A verb on a case that needs no more than its reason."""

    reason_needed = True

    class Meta:
        model = BusinessCase
        fields = ()


class SubmitCaseForm(EvidenceFields, RecordForm):
    submitted_on = PartialDateFormField(
        required=False, label="Submitted", help_text="Such as 29 July 2016, July 2016 or 2016. Today, if you leave it empty."
    )
    board = forms.ModelChoiceField(Board.objects.order_by("name"), required=False, label="Submitted to", help_text="The board that it goes to.")
    field_order = ("submitted_on", "board", "evidence_kind", "evidence_title", "evidence_link", "evidence_file", "reason", "version")

    class Meta:
        model = BusinessCase
        fields = ()


class ApproveCaseForm(RecordForm):
    decision = forms.ModelChoiceField(Decision.objects.none(), required=False, label="Decision", help_text="The agreed decision that approves it.")
    field_order = ("decision", "reason", "version")

    class Meta:
        model = BusinessCase
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decision: Any = self.fields["decision"]
        decision.queryset, decision.needed = agreed(), True
