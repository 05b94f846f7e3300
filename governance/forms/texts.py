from typing import Any

from django import forms

from devo_portal.core.forms import Radios, RecordForm, formfield_callback

from ..models import Agreement, AgreementVersion, Clause, Decision
from .decisions import agreed


class ClauseChoice(forms.ModelChoiceField):
    """A clause of any text, by its agreement and number: read in one query, for each choice names both."""

    def __init__(self, **kwargs: Any) -> None:
        clauses = Clause.objects.select_related("version_of__agreement").order_by("version_of__agreement__name", "-version_of__number", "position")
        super().__init__(clauses, **{"required": False, "label": "Clause", **kwargs})


class AgreementForm(RecordForm):
    class Meta:
        model = Agreement
        fields = ("name", "short_name", "summary", "text_status", "source", "illustrative")
        widgets = {"text_status": Radios}
        formfield_callback = formfield_callback


class VersionForm(RecordForm):
    class Meta:
        model = AgreementVersion
        fields = ("title", "note", "text_status", "source", "illustrative")
        widgets = {"text_status": Radios}
        formfield_callback = formfield_callback


class NewVersionForm(VersionForm):
    starts_from = forms.ModelChoiceField(
        AgreementVersion.objects.none(),
        required=False,
        label="Begin with the clauses of",
        empty_label="No clauses yet",
        help_text="They are copied; the other text stays as it is.",
    )


class ClauseForm(RecordForm):
    class Meta:
        model = Clause
        fields = ("number", "heading", "text", "text_status", "position", "source", "illustrative")
        widgets = {"text_status": Radios}
        formfield_callback = formfield_callback

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["rows"] = 12
        self.fields["position"].required = False
        self.fields["position"].help_text = "Clauses stand in this order. Leave it empty to put a new one at the end."

    def clean_position(self) -> int:
        return self.cleaned_data["position"] or 0


class EndTextForm(RecordForm):
    """A text ends by a decision."""

    decision = forms.ModelChoiceField(
        Decision.objects.none(), label="By which decision", help_text="It is recorded under Boards, Decisions, first, and agreed."
    )

    class Meta:
        model = AgreementVersion
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decision: Any = self.fields["decision"]
        decision.queryset = agreed()


class SupersedeForm(EndTextForm):
    by_text = forms.ModelChoiceField(
        AgreementVersion.objects.select_related("agreement").order_by("agreement__name", "-number"), label="The text that takes its place"
    )
    field_order = ["by_text", "decision", "reason", "version"]


class ConfirmForm(RecordForm):
    """Nothing but the version that was seen and the reason."""

    class Meta:
        model = Clause
        fields = ()
