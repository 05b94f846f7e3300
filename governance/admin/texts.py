"""Administration of agreements' texts and of decisions."""

from typing import Any

from django import forms
from django.contrib import admin

from devo_portal.core.administration import RecordAdmin, RecordAdminForm, RecordInline, added_forms, changed_forms, named, read_version
from devo_portal.core.history import Beneath, history
from devo_portal.core.policy import Permission

from .. import services
from ..models import AgreementVersion, Clause, Decision


class ClauseInline(RecordInline):
    may = Permission.AGREEMENT_DRAFT
    model = Clause
    template = "admin/edit_inline/stacked.html"  # a clause's text needs the width
    fields = (("number", "heading", "position"), "text", ("text_status", "illustrative"), "version")
    ordering = ("position", "id")

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        """A text that was signed shows its clauses and takes no change."""
        return super().has_add_permission(request, obj) and (obj is None or obj.status == AgreementVersion.Status.DRAFT)

    has_change_permission = has_delete_permission = has_add_permission

    def write(self, by: Any, formset: Any, reason: str) -> None:
        for form in formset.deleted_forms:
            if not form.instance._state.adding:
                services.remove_clause(by=by, pk=form.instance.pk, version=read_version(form), reason=reason)
        for form in changed_forms(formset):
            with named(form.instance):
                services.update_clause(by=by, pk=form.instance.pk, version=read_version(form), reason=reason, **form.typed())
        for form in added_forms(formset):
            with named(form.instance):
                services.create_clause(by=by, reason=reason, version_of=form.instance.version_of, **form.typed())


class VersionAdminForm(RecordAdminForm):
    by_text = forms.ModelChoiceField(
        AgreementVersion.objects.select_related("agreement").order_by("agreement__name", "-number"),
        required=False,
        label="Superseded by",
        help_text="The text that takes its place. Empty with a decision: the text becomes void.",
    )
    decision = forms.ModelChoiceField(
        Decision.objects.filter(status=Decision.Status.AGREED).select_related("board").order_by("-decided_on"),
        required=False,
        label="Ended by the decision",
        help_text="Empty: it stands.",
    )

    def clean(self) -> Any:
        cleaned = super().clean()
        if self.cleaned_data.get("by_text") and not self.cleaned_data.get("decision"):
            self.add_error("decision", forms.ValidationError("Say by which decision it is superseded.", code="decision-missing"))
        return cleaned


@admin.register(AgreementVersion)
class VersionAdmin(RecordAdmin):
    may = Permission.AGREEMENT_DRAFT
    form = VersionAdminForm
    inlines = (ClauseInline,)
    fields = ("agreement", "number", "title", "note", "text_status", "status", "ended_on", "by_text", "decision", "source", "illustrative")
    readonly_fields = ("status", "ended_on")
    list_display = ("title", "agreement", "number", "status", "ended_on")
    list_filter = ("status", "agreement")
    list_select_related = ("agreement",)
    search_fields = ("title", "note", "ref", "agreement__name")

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        """What was signed or ended is kept."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.status == AgreementVersion.Status.DRAFT)

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        """Each verb by its service; ending a text and changing its words are two acts, done in this order."""
        reason, typed = form.cleaned_data.get("reason", ""), form.typed()
        decision, by_text = form.cleaned_data.get("decision"), form.cleaned_data.get("by_text")
        if not change:
            made = services.create_version(by=request.user, reason=reason, **typed)
            obj.pk, obj._state.adding = made.pk, False
            return
        version = read_version(form)
        if typed or not decision:
            version = services.update_version(by=request.user, pk=obj.pk, version=version, reason=reason, **typed).version if typed else version
        if decision and by_text:
            services.supersede_version(by=request.user, pk=obj.pk, version=version, by_text=by_text, decision=decision, reason=reason)
        elif decision:
            services.void_version(by=request.user, pk=obj.pk, version=version, decision=decision, reason=reason)

    def history_of(self, pk: Any) -> list[dict[str, Any]]:
        return history(AgreementVersion, pk, beneath=[Beneath(Clause, "version_of", "number", "clause")])
