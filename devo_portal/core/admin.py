"""Administration of organisations, areas, people and memberships."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest

from .administration import RecordAdmin, RecordAdminForm, RecordInline
from .history import Beneath, Linked, history
from .models import Area, Membership, Organisation, OrganisationArea, User
from .policy import Permission


class OrganisationForm(RecordAdminForm):
    areas = forms.ModelMultipleChoiceField(
        Area.objects.order_by("kind", "name"),
        required=False,
        label="Areas that it serves",
        widget=forms.SelectMultiple(attrs={"size": 10}),
        help_text="Hold Ctrl, or Command on a Mac, to choose more than one.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["areas"] = list(self.instance.areas.all())


@admin.register(Organisation)
class OrganisationAdmin(RecordAdmin):
    may = Permission.ORGANISATION_EDIT
    form = OrganisationForm
    links = ("areas",)
    fields = ("name", "short_name", "kind", "ods_code", "gss_code", "part_of", "source", "illustrative")
    list_display = ("name", "kind", "ods_code", "gss_code", "part_of", "version")
    list_filter = ("kind", "illustrative")
    list_select_related = ("part_of",)
    search_fields = ("name", "short_name", "ods_code", "gss_code", "ref")

    def history_of(self, pk: Any) -> list[dict[str, Any]]:
        return history(Organisation, pk, [Linked(OrganisationArea, "organisation", "area", "area")])


@admin.register(Area)
class AreaAdmin(RecordAdmin):
    may = Permission.ORGANISATION_EDIT
    fields = ("name", "kind", "gss_code", "parent", "source", "illustrative")
    list_display = ("name", "kind", "gss_code", "parent", "version")
    list_filter = ("kind", "parent")
    list_select_related = ("parent",)
    search_fields = ("name", "gss_code", "ref")


class PersonForm(RecordAdminForm):
    new_password = forms.CharField(
        required=False,
        strip=False,
        label="New password",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Left empty, a new person has no password and signs in by their organisation's account; an existing password stays as it is.",
    )

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def clean_new_password(self) -> str:
        if password := self.cleaned_data["new_password"]:
            validate_password(password, self.instance)
        return password


class MembershipInline(RecordInline):
    may = Permission.PERSON_EDIT
    model = Membership
    fields = ("organisation", "role", "starts_on", "ends_on", "version")


@admin.register(User)
class PersonAdmin(RecordAdmin):
    """People are not deleted, for the history names them: untick “may sign in” and end their memberships."""

    may = Permission.PERSON_EDIT
    form = PersonForm
    inlines = (MembershipInline,)
    fields = ("email", "name", "is_active", "is_client", "new_password")
    list_display = ("email", "name", "is_active", "is_client", "version")
    list_filter = ("is_active", "is_client", "memberships__role")
    search_fields = ("email", "name", "memberships__organisation__name", "ref")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def settle(self, record: User, form: Any) -> None:
        if form.cleaned_data["new_password"] or record._state.adding:
            record.set_password(form.cleaned_data["new_password"] or None)

    def history_of(self, pk: Any) -> list[dict[str, Any]]:
        return history(User, pk, beneath=[Beneath(Membership, "user", "organisation", "membership")])


@admin.register(Membership)
class MembershipAdmin(RecordAdmin):
    may = Permission.PERSON_EDIT
    fields = ("user", "organisation", "role", "starts_on", "ends_on", "source", "illustrative")
    list_display = ("user", "organisation", "role", "starts_on", "ends_on", "version")
    list_filter = ("role", "organisation__kind")
    list_select_related = ("user", "organisation")
    search_fields = ("user__email", "user__name", "organisation__name", "ref")
