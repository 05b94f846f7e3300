"""Administration of commitments and their conditions, by the services that pages and API use."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from devo_portal.core.administration import RecordAdmin, RecordAdminForm, VersionField, read_version
from devo_portal.core.history import Linked, history
from devo_portal.core.models import Organisation, Record
from devo_portal.core.policy import Permission

from .. import services
from ..models import Commitment, CommitmentCoOwner, CommitmentEvidence, Condition, Evidence

_HELD = Evidence.objects.defer("content")
_SEVERAL = "Hold Ctrl, or Command on a Mac, to choose more than one."


class CommitmentAdminForm(RecordAdminForm):
    co_owners = forms.ModelMultipleChoiceField(
        Organisation.objects.all(), required=False, label="Owned together with", widget=forms.SelectMultiple(attrs={"size": 8}), help_text=_SEVERAL
    )
    evidence = forms.ModelChoiceField(_HELD, required=False, label="Add evidence", help_text="A piece that the portal holds. What is there stays.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["co_owners"] = list(self.instance.co_owners.all())


def _given(form: Any) -> dict[str, Any]:
    """The fields of a new record, as typed."""
    return {name: value for name, value in form.cleaned_data.items() if name not in ("version", "reason")}


@admin.register(Commitment)
class CommitmentAdmin(RecordAdmin):
    may = Permission.COMMITMENT_EDIT
    form = CommitmentAdminForm
    links = ("co_owners", "evidence")
    fields = (
        "agreement",
        "clause",
        "code",
        "text",
        "text_status",
        "theme",
        "strength",
        "in_principle",
        "status",
        "progress",
        "owner",
        "owners_text",
        "forum",
        "due_text",
        "due",
        "source",
        "illustrative",
    )
    list_display = ("code", "strength", "status", "owner", "due", "version")
    list_filter = ("status", "strength", "theme", "illustrative")
    list_select_related = ("owner",)
    search_fields = ("code", "text", "owners_text", "ref")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        reason = form.cleaned_data.get("reason", "")
        if not change:
            services.create_commitment(by=request.user, reason=reason, id=obj.pk, **_given(form))
            return
        chosen = {name: form.cleaned_data[name] for name in self.links}
        services.update_commitment(by=request.user, pk=obj.pk, version=read_version(form), reason=reason, **form.typed(), **chosen)

    def history_of(self, pk: Any) -> list[dict[str, Any]]:
        links = [
            Linked(CommitmentCoOwner, "commitment", "organisation", "owned together with"),
            Linked(CommitmentEvidence, "commitment", "evidence", "evidence"),
        ]
        return history(Commitment, pk, links)


# The model's own state, note and evidence are not written by forms; what becomes of a condition is a verb's.
DECISION = {"becomes": "state", "found_on": "decided_on", "found": "note", "shown_by": "evidence"}


class ConditionAdminForm(RecordAdminForm):
    becomes = forms.ChoiceField(choices=Condition.State.choices, required=False, initial=Condition.State.OPEN, label="State")
    found_on = forms.DateField(required=False, label="Met or failed on", help_text="Today, if it is left empty.")
    found = forms.CharField(required=False, label="What was found", widget=forms.Textarea(attrs={"rows": 3}))
    shown_by = forms.ModelChoiceField(_HELD, required=False, label="Evidence", help_text="A piece that the portal holds.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial.update({name: getattr(self.instance, column) for name, column in DECISION.items()})


@admin.register(Condition)
class ConditionAdmin(RecordAdmin):
    may = Permission.COMMITMENT_EDIT
    form = ConditionAdminForm
    links = tuple(DECISION)
    fields = ("commitment", "function", "area", "text", "source", "illustrative")
    list_display = ("text", "commitment", "function", "area", "state", "decided_on", "version")
    list_filter = ("state", "illustrative")
    list_select_related = ("commitment", "function", "area")
    search_fields = ("text", "note", "commitment__code", "function__code", "ref")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        reason, said = form.cleaned_data.get("reason", ""), {name: form.cleaned_data[name] for name in DECISION}
        if not change:
            own = {name: value for name, value in _given(form).items() if name not in DECISION}
            version = services.create_condition(by=request.user, reason=reason, id=obj.pk, **own).version
            was = Condition.State.OPEN.value
        else:
            version, was, typed = read_version(form), str(form.initial["becomes"]), form.typed()
            if typed:
                version = services.update_condition(by=request.user, pk=obj.pk, version=version, reason=reason, **typed).version
        if said["becomes"] and said["becomes"] != was:
            _decide(request.user, obj.pk, version, reason, **said)
        elif any(name in form.changed_data for name in DECISION):
            raise ValidationError({"becomes": "Say whether it is met or has failed; the day, the note and the evidence belong to that."})

    def delete_model(self, request: HttpRequest, obj: Record) -> None:
        reason = request.POST.get("reason", "").replace("\0", "").strip()
        if not reason:
            raise ValidationError("Say why it is deleted. The history keeps the reason.")
        version = VersionField(required=False).clean(request.POST.get("version")) or 0
        services.remove_condition(by=request.user, pk=obj.pk, version=version, reason=reason)


def _decide(by: Any, pk: Any, version: int, reason: str, *, becomes: str, found_on: Any, found: str, shown_by: Any) -> None:
    if becomes == Condition.State.OPEN:
        services.reopen_condition(by=by, pk=pk, version=version, reason=reason)
        return
    decide = services.meet_condition if becomes == Condition.State.MET else services.fail_condition
    decide(by=by, pk=pk, version=version, on=found_on, note=found, reason=reason, evidence=shown_by)
