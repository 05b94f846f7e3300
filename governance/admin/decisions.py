"""Administration of decisions and delegations. A decision is taken on its page or by the API, with what it changes in view."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from devo_portal.core.administration import RecordAdmin, RecordAdminForm, read_version
from devo_portal.core.policy import Permission

from .. import services
from ..models import Decision, Delegation
from ..rules.effects import choices


@admin.register(Decision)
class DecisionAdmin(RecordAdmin):
    may = Permission.DECISION_RECORD
    fields = (
        "board",
        "number",
        "title",
        "status",
        "meeting",
        "item",
        "recommendation",
        "text",
        "decided_on",
        "reasons",
        "dissent",
        "authority",
        "source",
        "illustrative",
    )
    readonly_fields = ("status",)
    list_display = ("title", "board", "number", "status", "decided_on")
    list_filter = ("status", "board")
    list_select_related = ("board",)
    search_fields = ("title", "number", "ref")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was decided stays on record."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.status in Decision.OPEN)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        reason, typed = form.cleaned_data.get("reason", ""), form.typed()
        if change:
            services.update_decision(by=request.user, pk=obj.pk, version=read_version(form), reason=reason, **typed)
        else:
            made = services.create_decision(by=request.user, reason=reason, **typed)
            obj.pk, obj._state.adding = made.pk, False


class DelegationAdminForm(RecordAdminForm):
    kinds = forms.MultipleChoiceField(label="What it covers", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kinds" in self.fields:
            self.fields["kinds"].choices = choices()  # type: ignore[attr-defined]  # what apps bring is known once all are loaded
        if "decision" in self.fields:
            agreed = Decision.objects.filter(status=Decision.Status.AGREED).select_related("board")
            self.fields["decision"].queryset = agreed  # type: ignore[attr-defined]  # a choice among records


@admin.register(Delegation)
class DelegationAdmin(RecordAdmin):
    """Given once, as its decision says; after that it can only be ended."""

    may = Permission.DECISION_RECORD
    form = DelegationAdminForm
    fields = ("decision", "organisation", "post", "kinds", "scope", "starts_on", "ends_on", "source", "illustrative")
    list_display = ("ref", "post", "organisation", "starts_on", "ends_on")
    list_select_related = ("organisation",)
    search_fields = ("ref", "post", "organisation__name")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [name for name in self.fields if name != "ends_on"] if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was done under it cites it: it is ended, not deleted."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        reason = form.cleaned_data.get("reason", "")
        if change:
            services.end_delegation(by=request.user, pk=obj.pk, version=read_version(form), on=form.cleaned_data["ends_on"], reason=reason)
            return
        given = {name: value for name, value in form.cleaned_data.items() if name not in ("version", "reason")}
        made = services.create_delegation(by=request.user, reason=reason, **given)
        obj.pk, obj._state.adding = made.pk, False
