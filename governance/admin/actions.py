"""Administration of boards' actions, by the services that pages and API use."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from devo_portal.core.administration import RecordAdmin, RecordAdminForm, read_version
from devo_portal.core.history import Beneath, Linked, history
from devo_portal.core.models import Organisation
from devo_portal.core.policy import Permission

from .. import services
from ..models import Action, ActionContributor, ActionUpdate


class ActionAdminForm(RecordAdminForm):
    contributors = forms.ModelMultipleChoiceField(
        Organisation.objects.all(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text="Those who work on it beside the lead. Hold Ctrl, or Command on a Mac, to choose more than one.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["contributors"] = list(self.instance.contributors.all())


@admin.register(Action)
class ActionAdmin(RecordAdmin):
    may = Permission.ACTION_EDIT
    form = ActionAdminForm
    links = ("contributors",)
    fields = (
        "board",
        "title",
        "description",
        "theme",
        "lead",
        "commitment",
        "raised_at",
        "raised_on",
        "due_on",
        "status",
        "evidence",
        "closing_decision",
        "closed_on",
        "source",
        "illustrative",
    )
    list_display = ("title", "board", "theme", "lead", "due_on", "status", "version")
    list_filter = ("board", "status", "theme", "illustrative")
    list_select_related = ("board", "lead")
    search_fields = ("title", "description", "ref")
    raw_id_fields = ("raised_at",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        reason = form.cleaned_data.get("reason", "")
        if not change:
            given = {name: value for name, value in form.cleaned_data.items() if name not in ("version", "reason")}
            services.create_action(by=request.user, reason=reason, id=obj.pk, **given)
            return
        chosen = form.cleaned_data["contributors"]
        services.update_action(by=request.user, pk=obj.pk, version=read_version(form), reason=reason, contributors=chosen, **form.typed())

    def history_of(self, pk: Any) -> list[dict[str, Any]]:
        links = [Linked(ActionContributor, "action", "organisation", "contributor")]
        return history(Action, pk, links, [Beneath(ActionUpdate, "action", "note", "update")])
