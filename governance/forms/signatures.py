"""What the pages of signing take in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from devo_portal.core.forms import Checkboxes, DayField, Radios, RecordForm, formfield_callback
from devo_portal.core.models import Organisation

from ..models import Mandate, Signature, SignatureGroup
from .evidence import EvidenceFields


class Named(forms.ModelMultipleChoiceField):
    """Signatories by the name of their organisation and their role."""

    widget = Checkboxes

    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


class SignatoryForm(RecordForm):
    replaces = forms.ModelChoiceField(
        Signature.objects.none(),
        required=False,
        label="Takes the place of",
        help_text="Whose place the new signatory takes. That one ends today, and its group passes on.",
    )

    class Meta:
        model = Signature
        fields = ("agreement", "organisation", "person", "role", "side", "order", "group", "ended_on", "source", "illustrative")
        widgets = {"side": Radios}
        formfield_callback = formfield_callback

    field_order = ("agreement", "organisation", "person", "role", "side", "order", "group", "replaces", "ended_on")

    def __init__(self, *args: Any, creating: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, creating=creating, **kwargs)
        agreement = self.data.get("agreement") or self.initial.get("agreement")
        current = Signature.objects.filter(ended_on=None, replaced_by=None).select_related("organisation").order_by("order")
        groups = SignatureGroup.objects.order_by("name")
        try:
            current, groups = (current.filter(agreement=agreement), groups.filter(agreement=agreement)) if agreement else (current, groups)
        except ValidationError:  # no id; the field of the agreement says so
            current, groups = current.none(), groups.none()
        replaces, group = self.fields["replaces"], self.fields["group"]
        replaces.queryset, group.queryset = current, groups  # type: ignore[attr-defined]  # both choose a record
        if creating:
            del self.fields["ended_on"]
        else:
            del self.fields["replaces"]


class GroupForm(RecordForm):
    members = Named(
        Signature.objects.none(), required=False, label="Who signs in it", help_text="Signatories of this agreement. One stands in one group at most."
    )

    class Meta:
        model = SignatureGroup
        fields = ("agreement", "name", "step", "needed", "source", "illustrative")
        formfield_callback = formfield_callback

    field_order = ("agreement", "name", "step", "needed", "members")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Signature.objects.filter(ended_on=None).select_related("organisation").order_by("agreement", "order")
        agreement = self.data.get("agreement") or self.initial.get("agreement")
        try:
            rows = rows.filter(agreement=agreement) if agreement else rows
        except ValidationError:
            rows = rows.none()
        self.fields["members"].queryset = rows  # type: ignore[attr-defined]


class MoveForm(EvidenceFields, RecordForm):
    """The day of a move, what shows it, and a word about it."""

    on = DayField(label="Day", help_text="When it happened, such as 16 November 2017.")
    reason = forms.CharField(max_length=500, required=False, label="Note", help_text="Kept with the step.", widget=forms.Textarea(attrs={"rows": 3}))

    class Meta:
        model = Signature
        fields = ()

    field_order = ("on", "reason")


class RefusalForm(MoveForm):
    """To decline or to withdraw says why: the reason goes to those who have signed and those who wait."""

    reason = forms.CharField(
        max_length=500,
        label="Reason",
        help_text="It is told, with this reason, to who asked, to those who have signed and to those who wait.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MandatesForm(EvidenceFields, RecordForm):
    """Many bodies at once, with the evidence that they share."""

    kind = forms.ChoiceField(
        choices=[("", "None: only those ticked below"), *Organisation.Kind.choices], required=False, label="Every organisation of a kind"
    )
    bodies = Named(Organisation.objects.order_by("name"), required=False, label="And these, one by one")

    class Meta:
        model = Signature
        fields = ()

    field_order = ("kind", "bodies", "evidence_kind", "evidence_title", "evidence_link", "evidence_file")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not (cleaned.get("kind") or cleaned.get("bodies")):
            self.add_error("kind", "Choose a kind, or tick the bodies for which it signs.")
        return cleaned


class MandateForm(EvidenceFields, RecordForm):
    """New evidence for one body's mandate."""

    evidence_needed = True

    class Meta:
        model = Mandate
        fields = ()


class RemoveForm(RecordForm):
    """Nothing but the version and the reason."""

    reason_needed = True

    class Meta:
        model = Mandate
        fields = ()
