"""Administration of signing: a signature's moves, the bodies that it speaks for, and the groups that sign side by side."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.http import HttpRequest
from django.utils.html import format_html_join

from devo_portal.core.administration import (
    RecordAdmin,
    RecordAdminForm,
    RecordInline,
    RecordInlineForm,
    added_forms,
    changed_forms,
    named,
    read_version,
)
from devo_portal.core.history import Beneath, history
from devo_portal.core.policy import Permission
from devo_portal.core.writes import Stale

from .. import services
from ..forms import EvidenceFields
from ..models import Evidence, Mandate, Signature, SignatureGroup


class Given(EvidenceFields):
    """Evidence typed beside a record. It stands in `given`, for the record may have a field `evidence` of its own."""

    given: Evidence | None = None

    def clean(self) -> Any:
        if file := self.cleaned_data.get("evidence_file"):
            file.seek(0)  # a refused post is read a second time
        chosen = self.cleaned_data.get("evidence")
        cleaned = super().clean()
        self.given = cleaned.pop("evidence", None)
        return {**cleaned, "evidence": chosen} if "evidence" in self.fields else cleaned


class MoveForm(Given, RecordAdminForm):
    move_to = forms.ChoiceField(choices=[("", "Nowhere")], required=False, label="Move to", help_text="Left empty, the signature stays where it is.")
    on = forms.DateField(required=False, label="On", help_text="The day of the move; today where left empty.", widget=AdminDateWidget)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["move_to"]
        choices.choices = [("", "Nowhere"), *Signature.Status.choices]


class MandateForm(Given, RecordInlineForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["evidence_kind"], self.fields["evidence_link"]  # a mandate's new evidence is a document
        self.fields["evidence"].label = "Evidence held"
        self.fields["evidence_title"].label, self.fields["evidence_file"].label = "Or new evidence", "Its file"

    def typed(self) -> dict[str, Any]:
        return {**RecordAdminForm.typed(self), **({"evidence": self.given} if self.given else {})}  # type: ignore[arg-type]  # both forms have it


class MandateInline(RecordInline):
    may = Permission.SIGNING_RUN
    model = Mandate
    form = MandateForm
    verbose_name, verbose_name_plural = "body", "on behalf of"
    fields = ("organisation", "evidence", "evidence_title", "evidence_file", "version")

    def write(self, by: Any, formset: Any, reason: str) -> None:
        for form in formset.deleted_forms:
            if not form.instance._state.adding:
                with named(form.instance):
                    services.remove_mandate(by=by, pk=form.instance.pk, version=read_version(form), reason=reason)
        for form in changed_forms(formset):
            with named(form.instance):
                services.update_mandate(by=by, pk=form.instance.pk, version=read_version(form), reason=reason, **form.typed())
        for form in added_forms(formset):
            new = form.instance
            with named(new):
                evidence = form.given or new.evidence
                services.create_mandate(by=by, signature=new.signature, organisation=new.organisation, evidence=evidence, reason=reason)


@admin.register(Signature)
class SignatureAdmin(RecordAdmin):
    """Where an administrator moves a signature. Who signs, and in which place, is kept on the agreement's own page."""

    may = Permission.AGREEMENT_EDIT
    form = MoveForm
    inlines = (MandateInline,)
    readonly_fields = ("agreement", "organisation", "person", "role", "group", "status", "signed_on", "ended_on", "steps_so_far")
    fields = (*readonly_fields, "move_to", "on", "evidence_title", "evidence_kind", "evidence_link", "evidence_file")
    list_display = ("organisation", "agreement", "role", "status", "signed_on", "version")
    list_filter = ("status", "side", "agreement", "illustrative")
    list_select_related = ("organisation", "agreement")
    search_fields = ("organisation__name", "person", "role", "ref")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="steps")
    def steps_so_far(self, record: Signature) -> Any:
        steps = record.steps.select_related("evidence").order_by("on", "id")
        told = [(f"{step.on:%-d %B %Y}: {step.get_state_display()}", f", {step.evidence}" if step.evidence else "") for step in steps]
        return format_html_join("", "<div>{}{}</div>", told) or "None yet"

    def save_model(self, request: HttpRequest, obj: Signature, form: Any, change: bool) -> None:
        if read_version(form) != obj.version:
            raise Stale(obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The bodies first: a signature given in the same post speaks for them."""
        super().save_related(request, form, formsets, change)
        if to := form.cleaned_data.get("move_to"):
            services.move_signature(
                by=request.user,
                pk=form.instance.pk,
                version=Signature.objects.get(pk=form.instance.pk).version,
                to=to,
                on=form.cleaned_data.get("on"),
                reason=form.cleaned_data.get("reason", ""),
                evidence=form.given,
            )

    def history_of(self, pk: Any) -> list[dict[str, Any]]:
        return history(Signature, pk, beneath=[Beneath(Mandate, "signature", "organisation", "body")])


class GroupForm(RecordAdminForm):
    members = forms.ModelMultipleChoiceField(
        Signature.objects.none(),
        required=False,
        label="Members",
        widget=forms.SelectMultiple(attrs={"size": 10}),
        help_text="Who signs in it. Hold Ctrl, or Command on a Mac, to choose more than one.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows: Any = Signature.objects.filter(ended_on=None).select_related("organisation").order_by("agreement", "order")
        if not self.instance._state.adding:
            rows = rows.filter(agreement=self.instance.agreement_id)
            self.initial["members"] = list(rows.filter(group=self.instance.pk))
        members: Any = self.fields["members"]
        members.queryset = rows

    def clean(self) -> Any:
        cleaned = super().clean()
        self.instance.joining = len(self.cleaned_data.get("members") or ())
        return cleaned


@admin.register(SignatureGroup)
class SignatureGroupAdmin(RecordAdmin):
    may = Permission.AGREEMENT_EDIT
    form = GroupForm
    fields = ("agreement", "name", "step", "needed", "members", "source", "illustrative")
    list_display = ("name", "agreement", "step", "needed", "version")
    list_filter = ("agreement", "illustrative")
    list_select_related = ("agreement",)
    search_fields = ("name", "ref")

    def save_model(self, request: HttpRequest, obj: SignatureGroup, form: Any, change: bool) -> None:
        members, reason = list(form.cleaned_data["members"]), form.cleaned_data.get("reason", "")
        if change:
            services.update_group(by=request.user, pk=obj.pk, version=read_version(form), members=members, reason=reason, **form.typed())
            return
        names = ("agreement", "name", "step", "needed", "source", "illustrative")
        made = services.create_group(by=request.user, members=members, reason=reason, **{name: form.cleaned_data[name] for name in names})
        obj.pk = made.pk
