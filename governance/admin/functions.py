"""Administration of functions and of the opt-ins to them. An opt-in moves as it does on its page."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from devo_portal.core.administration import RecordAdmin, RecordAdminForm, read_version
from devo_portal.core.policy import Permission

from .. import services
from ..models import Function, OptIn


@admin.register(Function)
class FunctionAdmin(RecordAdmin):
    may = Permission.FUNCTION_EDIT
    fields = (
        ("code", "name"),
        "summary",
        ("status", "rung"),
        ("from_body", "to_whom"),
        ("accountable_body", "decision_maker"),
        ("commitment", "clause"),
        ("budget", "budget_note"),
        ("source", "illustrative"),
        "version",
        "reason",
    )
    list_display = ("code", "name", "status", "rung", "version")
    list_filter = ("status", "rung", "illustrative")
    search_fields = ("code", "name", "ref", "to_whom")


class OptInForm(RecordAdminForm):
    """The function and the area of an opt-in are what it is; a move on the day it began corrects it, on a later day follows it."""

    class Meta:
        model = OptIn
        fields = ("function", "area", "state", "starts_on", "ends_on", "note", "source", "illustrative")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.fields["function"].disabled = self.fields["area"].disabled = True
            self.fields["starts_on"].help_text = "Give a later day to move it on: this period then ends, and another begins."

    def validate_constraints(self) -> None:
        """The service ends the running period before the next begins."""


@admin.register(OptIn)
class OptInAdmin(RecordAdmin):
    may = Permission.FUNCTION_EDIT
    form = OptInForm
    list_display = ("function", "area", "state", "starts_on", "ends_on", "version")
    list_filter = ("state", "illustrative", "function")
    list_select_related = ("function", "area")
    search_fields = ("function__code", "function__name", "area__name", "ref")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A period is moved on or corrected; the days that it covered are not taken out of the record."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        said = {name: form.cleaned_data[name] for name in ("state", "ends_on", "note", "source", "illustrative", "reason")}
        on = form.cleaned_data["starts_on"]
        if change:
            services.move_on(by=request.user, pk=obj.pk, version=read_version(form), on=on, **said)
        else:
            made = services.move_opt_in(by=request.user, function=obj.function, area=obj.area, on=on, **said)
            obj.pk, obj._state.adding = made.pk, False
