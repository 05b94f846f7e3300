"""Administration of boards and of who sits on them, by the services that pages and API use."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from devo_portal.core.administration import RecordAdmin, RecordAdminForm, read_version
from devo_portal.core.history import Beneath, Linked, history
from devo_portal.core.models import Organisation, User
from devo_portal.core.policy import Permission

from .. import services
from ..models import Board, BoardMember, BoardMemberAffiliation, accounts


def _given(form: Any) -> dict[str, Any]:
    """The fields of a new record, as typed."""
    return {name: value for name, value in form.cleaned_data.items() if name not in ("version", "reason")}


@admin.register(Board)
class BoardAdmin(RecordAdmin):
    may = Permission.BOARD_EDIT
    fields = (
        "name",
        "short_name",
        "purpose",
        "terms_of_reference",
        "reports_to",
        "chaired_by",
        "independent_chair",
        "quorum",
        "membership",
        "formed",
        "phase",
        "source",
        "illustrative",
    )
    list_display = ("name", "short_name", "reports_to", "quorum", "version")
    list_select_related = ("reports_to",)
    search_fields = ("name", "short_name", "ref")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        reason = form.cleaned_data.get("reason", "")
        if change:
            services.update_board(by=request.user, pk=obj.pk, version=read_version(form), reason=reason, **form.typed())
        else:
            services.create_board(by=request.user, reason=reason, id=obj.pk, **_given(form))

    def history_of(self, pk: Any) -> list[dict[str, Any]]:
        return history(Board, pk, beneath=[Beneath(BoardMember, "board", "post", "seat")])


class SeatAdminForm(RecordAdminForm):
    affiliations = forms.ModelMultipleChoiceField(
        Organisation.objects.all(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text="Where they are a director or an employee, or otherwise affiliated. Hold Ctrl, or Command on a Mac, to choose more than one.",
    )
    person = forms.ModelChoiceField(accounts(), required=False, label="Account", help_text="Of somebody who may sign in today.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.queryset = accounts()  # as of today, not of the day on which the server started
        if not self.instance._state.adding:
            self.initial["affiliations"] = list(self.instance.affiliations.all())
            person.queryset |= User.objects.filter(pk=self.instance.person_id)


@admin.register(BoardMember)
class SeatAdmin(RecordAdmin):
    may = Permission.BOARD_EDIT
    form = SeatAdminForm
    links = ("affiliations",)
    fields = ("board", "organisation", "post", "name", "person", "capacity", "votes", "independent", "joined", "left", "source", "illustrative")
    list_display = ("post", "name", "organisation", "board", "capacity", "joined", "left", "version")
    list_filter = ("board", "capacity", "independent", "illustrative")
    list_select_related = ("organisation", "board")
    search_fields = ("post", "name", "organisation__name", "ref")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        reason = form.cleaned_data.get("reason", "")
        if change:
            chosen = form.cleaned_data["affiliations"]
            services.update_seat(by=request.user, pk=obj.pk, version=read_version(form), reason=reason, **form.typed(), affiliations=chosen)
        else:
            services.create_seat(by=request.user, reason=reason, id=obj.pk, **_given(form))

    def history_of(self, pk: Any) -> list[dict[str, Any]]:
        return history(BoardMember, pk, [Linked(BoardMemberAffiliation, "member", "organisation", "affiliation")])
