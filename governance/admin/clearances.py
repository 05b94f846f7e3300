"""Administration of clearances and signing events: by the services, so under the rules of pages and API."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget

from devo_portal.core.administration import RecordAdmin, RecordAdminForm, read_version
from devo_portal.core.policy import Permission

from .. import services
from ..models import Clearance, SigningEvent


class _VerbForm(RecordAdminForm):
    """A record's fields, and something that happened to it."""

    happened = forms.ChoiceField(required=False, label="What happened")
    on = forms.DateField(required=False, label="On", help_text="Today, where none is given.", widget=AdminDateWidget)


class ClearanceForm(_VerbForm):
    HAPPENED = (("", "Nothing new"), ("given", "Given"), ("refused", "Refused"), ("again", "Asked again, after a refusal"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        happened: Any = self.fields["happened"]
        happened.choices = self.HAPPENED if not self.instance._state.adding else self.HAPPENED[:1]


@admin.register(Clearance)
class ClearanceAdmin(RecordAdmin):
    may = Permission.SIGNING_RUN
    form = ClearanceForm
    fields = (
        "agreement",
        "kind",
        "holder",
        "organisation",
        "contact",
        "blocking",
        "asked_on",
        "expected_on",
        "note",
        "source",
        "illustrative",
        "happened",
        "on",
    )
    list_display = ("holder", "kind", "agreement", "blocking", "asked_on", "outcome", "decided_on", "version")
    list_filter = ("kind", "outcome", "blocking")
    list_select_related = ("agreement",)
    search_fields = ("holder", "ref", "agreement__name", "note")

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        """What was asked for stays on record."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.asked_on is None)

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        by, reason = request.user, form.cleaned_data.get("reason", "")
        if not change:
            made = {name: form.cleaned_data[name] for name in self.fields[:-2]}
            obj.pk = services.create_clearance(by=by, reason=reason, **made).pk
            return
        version = read_version(form)
        if typed := form.typed():
            version = services.update_clearance(by=by, pk=obj.pk, version=version, reason=reason, **typed).version
        verbs: Any = {"given": services.give_clearance, "refused": services.refuse_clearance, "again": services.ask_clearance_again}
        if happened := form.cleaned_data["happened"]:
            verbs[happened](by=by, pk=obj.pk, version=version, on=form.cleaned_data["on"], reason=reason)


class SigningEventForm(_VerbForm):
    HAPPENED = (("", "Nothing new"), ("called_off", "Called off: the reason says why"), ("held", "Held: all that have agreed have signed"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        happened: Any = self.fields["happened"]
        happened.choices = self.HAPPENED if not self.instance._state.adding else self.HAPPENED[:1]


@admin.register(SigningEvent)
class SigningEventAdmin(RecordAdmin):
    may = Permission.SIGNING_RUN
    form = SigningEventForm
    fields = ("agreement", "planned_for", "set_on", "place", "source", "illustrative", "happened", "on")
    list_display = ("agreement", "planned_for", "status", "ended_on", "version")
    list_filter = ("status",)
    list_select_related = ("agreement",)
    search_fields = ("ref", "agreement__name", "place", "why")

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        """What was announced stays on record: it is called off or held."""
        return False

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        by, reason = request.user, form.cleaned_data.get("reason", "")
        if not change:
            made = {name: form.cleaned_data[name] for name in self.fields[:-2]}
            obj.pk = services.plan_signing(by=by, reason=reason, **made).pk
            return
        version = read_version(form)
        if typed := form.typed():
            version = services.move_signing(by=by, pk=obj.pk, version=version, reason=reason, **typed).version
        verbs: Any = {"called_off": services.call_off_signing, "held": services.hold_signing}
        if happened := form.cleaned_data["happened"]:
            verbs[happened](by=by, pk=obj.pk, version=version, on=form.cleaned_data["on"], reason=reason)
