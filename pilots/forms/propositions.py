from typing import Any

from django import forms
from django.db.models import QuerySet

from devo_portal.core.fields import PartialDateFormField
from devo_portal.core.forms import RecordForm, formfield_callback
from governance.forms import EvidenceFields
from governance.forms.texts import ClauseChoice
from governance.models import Function

from ..models import Proposition


def _ask(proposition: Any) -> str:
    return f"{proposition.pilot.name}: {proposition.title}"


class PropositionChoice(forms.ModelChoiceField):
    """Another proposition, by its pilot and title: read in one query."""

    def __init__(self, **kwargs: Any) -> None:
        rows: QuerySet[Proposition] = Proposition.objects.select_related("pilot").order_by("pilot__name", "title", "id")
        super().__init__(rows, **{"required": False, **kwargs})

    def label_from_instance(self, obj: Any) -> str:
        return _ask(obj)


class PropositionForm(EvidenceFields, RecordForm):
    class Meta:
        model = Proposition
        fields = ("pilot", "title", "detail", "kind", "could_grant", "could_grant_text", "pursued_by", "function", "effect", "source", "illustrative")
        formfield_callback = formfield_callback

    def clean(self) -> dict[str, Any]:
        """The evidence of the form is that of the effect."""
        cleaned = super().clean()
        cleaned["effect_evidence"] = cleaned.pop("evidence")
        return cleaned


class DecidedForm(RecordForm):
    """How a proposition came to be decided. What is required is the service's to say, by its rule."""

    decided_on = PartialDateFormField(
        required=False, label="Decided on", help_text="Such as 16 November 2017, November 2017 or 2017. Leave it empty where no source says."
    )

    class Meta:
        model = Proposition
        fields = ()


class GrantForm(DecidedForm):
    clause = ClauseChoice(label="Granted by clause", help_text="Of a text that was signed.")
    function = forms.ModelChoiceField(
        Function.objects.order_by("code"), required=False, label="Function", help_text="The function that it became, where there is one."
    )
    field_order = ["clause", "function", "decided_on", "reason", "version"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clauses: Any = self.fields["clause"]
        clauses.queryset = clauses.queryset.exclude(version_of__status__in=("draft", "void"))


class RefuseForm(DecidedForm):
    refusal = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), required=False, label="Why it was refused")
    field_order = ["refusal", "decided_on", "reason", "version"]


class SupersedePropositionForm(DecidedForm):
    by_proposition = PropositionChoice(label="What takes its place")
    field_order = ["by_proposition", "decided_on", "reason", "version"]


class PropositionReasonForm(RecordForm):
    """Nothing but the version that was seen and the reason."""

    class Meta:
        model = Proposition
        fields = ()
