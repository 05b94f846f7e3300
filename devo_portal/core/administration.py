"""Django admin under the house's rules: policy decides, writes go through `writes`, each change keeps its reason.

`RecordAdmin` and `RecordInline` carry a record's version, so that nobody overwrites what they have not seen, and show
our own history in the place of Django's log.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from . import writes
from .forms import NamesRules
from .history import history
from .models import Record
from .policy import Permission, can
from .writes import Refused, Stale

NOT_WRITTEN = (ValidationError, Refused, Stale, IntegrityError)  # a ProtectedError is an IntegrityError


class PortalAdminSite(admin.AdminSite):
    """The administration pages. Signing in, and its second factor, are the portal's own."""

    site_header = site_title = settings.PORTAL_NAME
    index_title = "Administration"
    enable_nav_sidebar = False

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")  # records go one at a time, each with its reason

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only what keeps the house's rules. What packages register for themselves would write past policy and history."""
        if admin_class is not None and issubclass(admin_class, RecordAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        return can(request.user, Permission.ADMIN_USE)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied("You may not open the administration pages.")
        return redirect("admin:index" if request.user.is_authenticated else "account_login")

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]  # sent on, not drawn
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]  # sent on, not drawn
        return redirect("account_change_password")

    def get_urls(self) -> list[Any]:
        """Without `r/<content type>/<id>/`: no record is viewed “on site”, and that view crashes on an id that is none."""
        return [each for each in super().get_urls() if getattr(each, "name", None) != "view_on_site"]

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """No column holds a NUL, and PostgreSQL will not compare one: an address with it is refused before it is asked."""

        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if any("\0" in text for name, values in request.GET.lists() for text in (name, *values)):
                raise SuspiciousOperation("The address has a NUL in it.")
            return view(request, *args, **kwargs)

        return super().admin_view(checked, cacheable)

    def get_log_entries(self, request: HttpRequest) -> Any:
        return []


def told(error: Exception) -> ValidationError:
    """A refusal in the words of a form."""
    if isinstance(error, ValidationError):
        return error
    if isinstance(error, Stale):
        return ValidationError(
            f"Somebody else changed “{error.record}” after you opened this page; it is at version {error.record.version} now. "
            "Nothing of yours was saved. Open the page again to see what they changed, then make your change."
        )
    if isinstance(error, ProtectedError):
        names = sorted({str(each._meta.verbose_name_plural) for each in error.protected_objects})
        return ValidationError(f"It cannot be deleted while other records refer to it: {', '.join(names)}.")
    if isinstance(error, IntegrityError):  # the checks passed, and somebody else's write came between them and this one
        return ValidationError(
            "It clashes with what somebody else saved at the same moment. Nothing of yours was saved. Open the page again to see what they saved."
        )
    return ValidationError(error.detail, code=error.rule) if isinstance(error, Refused) else ValidationError(str(error))


@contextmanager
def named(record: Any) -> Iterator[None]:
    """Say which of the rows of a page an error is about."""
    try:
        yield
    except ValidationError as error:
        raise ValidationError([ValidationError(f"{record}: {' '.join(each.messages)}", code=each.code) for each in flat(error)]) from None


def flat(error: ValidationError) -> list[ValidationError]:
    """Every single error in one, with its code."""
    return [each for errors in error.error_dict.values() for each in errors] if hasattr(error, "error_dict") else error.error_list


class VersionField(forms.IntegerField):
    """The version that a form's reader saw; 0, which no record has, where it is no number."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> int | None:
        try:
            return super().to_python(value)
        except ValidationError:
            return 0


class RecordAdminForm(NamesRules, forms.ModelForm):
    """A record's fields, the version that was read and the reason for changing it."""

    refused: ClassVar[Exception | None] = None  # what the write said to this very post

    version = VersionField(required=False)
    reason = forms.CharField(
        max_length=500,
        required=False,
        label="Reason",
        help_text="Why you make this change. Kept in the history, beside your name.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["version"] = self.instance.version
            self.fields["reason"].required = True

    def clean(self) -> Any:
        cleaned = super().clean()
        if self.refused is not None:
            error = told(self.refused)
            for name, errors in (error.error_dict if hasattr(error, "error_dict") else {None: error.error_list}).items():
                self.add_error(name if name in self.fields else None, errors)
        return cleaned

    def typed(self) -> dict[str, Any]:
        """The fields of the record that were changed."""
        own = {field.name for field in self._meta.model._meta.concrete_fields if field.editable}
        return {name: self.cleaned_data[name] for name in self.changed_data if name in own}


class RecordInlineForm(NamesRules, forms.ModelForm):
    """A row beneath a record; the reason is the record's."""

    version = VersionField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["version"] = self.instance.version

    typed = RecordAdminForm.typed


class Decided:
    """Permission as policy has it."""

    may: ClassVar[Permission]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can(request.user, self.may)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can(request.user, self.may)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can(request.user, self.may)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can(request.user, self.may)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return can(request.user, self.may)


def _writable(names: Iterable[str]) -> list[str]:
    """The names of a form's fields without `version`, which the form declares and the model does not let people write."""
    return [name for name in names if name != "version"]


class RecordFormSet(forms.BaseInlineFormSet):
    """Rows beneath a record. Each is held against the table's constraints, which name their rule; so are two alike in one post."""

    def validate_unique(self) -> None:
        """Django would say only that some are duplicates."""


class RecordInline(Decided, admin.TabularInline):
    form = RecordInlineForm
    formset: Any = RecordFormSet
    extra = 0
    view_on_site = False

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        fields = _writable(flatten_fieldsets(self.get_fieldsets(request, obj)))
        formset: Any = super().get_formset(request, obj, **{"fields": fields, **kwargs})
        formset.inline = self
        return formset

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """A row chooses from what there is: the links to add, change and delete that crowd its lists stay away."""
        made: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        for link in ("add", "change", "delete", "view") if hasattr(getattr(made, "widget", None), "can_add_related") else ():
            setattr(made.widget, f"can_{link}_related", False)
        return made

    def write(self, by: Any, formset: Any, reason: str) -> None:
        """Delete, change and add what the formset says, row by row."""
        noun, rows = self.model._meta.model_name, self.model._default_manager.all()
        for form in formset.deleted_forms:
            if not form.instance._state.adding:
                with named(form.instance):
                    writes.remove(rows, form.instance.pk, by=by, may=self.may, version=read_version(form), event=f"{noun}.removed", reason=reason)
        for form in changed_forms(formset):
            pk = form.instance.pk
            with (
                named(form.instance),
                writes.change(rows, pk, by=by, may=self.may, version=read_version(form), event=f"{noun}.changed", reason=reason) as record,
            ):
                writes.assign(record, form.typed())
        for form in added_forms(formset):
            with named(form.instance):
                writes.create(form.instance, by=by, may=self.may, event=f"{noun}.created", reason=reason)


def read_version(form: Any) -> int:
    """The version that the form's reader saw; 0, which no record has, where the form does not say."""
    return form.cleaned_data.get("version") or 0


def changed_forms(formset: Any) -> list[Any]:
    return [form for form in formset.initial_forms if form.has_changed() and form not in formset.deleted_forms]


def added_forms(formset: Any) -> list[Any]:
    return [form for form in formset.extra_forms if form.has_changed() and form not in formset.deleted_forms]


class RecordAdmin(Decided, admin.ModelAdmin):
    form = RecordAdminForm
    links: ClassVar[tuple[str, ...]] = ()  # many-to-many fields that the form declares
    delete_confirmation_template = "admin/record_delete.html"
    list_per_page = 50
    view_on_site = False

    # --- reading -------------------------------------------------------------------------------------------------------
    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Locked while a change is decided, so that the version compared is the version written."""
        if request.method != "POST" or not connection.in_atomic_block:
            return super().get_object(request, object_id, from_field)
        try:
            return self.get_queryset(request).select_for_update(of=("self",)).get(pk=object_id)
        except (self.model.DoesNotExist, ValidationError, ValueError):
            return None

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if kwargs.get("fields"):
            kwargs["fields"] = _writable(kwargs["fields"])
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"refused": getattr(request, "refused", None)})

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = [name for name in super().get_fields(request, obj) if name not in (*self.links, "version", "reason")]
        return [*fields, *self.links, *(["version"] if obj else []), "reason"]

    def history_of(self, pk: Any) -> list[dict[str, Any]]:
        return history(self.model, pk)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        return TemplateResponse(
            request,
            "admin/record_history.html",
            {
                **self.admin_site.each_context(request),
                "title": f"History: {record}",
                "opts": self.opts,
                "object": record,
                "history": self.history_of(record.pk),
            },
        )

    # --- writing -------------------------------------------------------------------------------------------------------
    def changeform_view(self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except NOT_WRITTEN as error:
            # All is rolled back. The same post once more, with a form that says what was wrong and so writes nothing.
            request.refused = error  # type: ignore[attr-defined]  # told to the form of the second pass
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        noun, reason = self.opts.model_name, form.cleaned_data.get("reason", "")
        chosen = {name: form.cleaned_data[name] for name in self.links if name in form.cleaned_data}
        if not change:
            self.settle(obj, form)
            writes.create(obj, by=request.user, may=self.may, event=f"{noun}.created", reason=reason, links=chosen)
            return
        with writes.change(
            self.get_queryset(request), obj.pk, by=request.user, may=self.may, version=read_version(form), event=f"{noun}.changed", reason=reason
        ) as record:
            writes.assign(record, form.typed())
            self.settle(record, form)
            for name, rows in chosen.items():
                writes.set_links(record, name, rows)

    def settle(self, record: Any, form: Any) -> None:
        """What a form says beyond the record's own fields."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        for formset in formsets:
            for row in added_forms(formset):
                setattr(row.instance, formset.fk.name, form.instance)
            formset.inline.write(request.user, formset, form.cleaned_data.get("reason", ""))

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().delete_view(request, object_id, extra_context)
        except NOT_WRITTEN as error:
            messages.error(request, " ".join(told(error).messages))
            return redirect(request.get_full_path())

    def delete_model(self, request: HttpRequest, obj: Record) -> None:
        reason, version = (
            request.POST.get("reason", "").replace("\0", "").strip(),
            VersionField(required=False).clean(request.POST.get("version")) or 0,
        )
        if not reason:
            raise ValidationError("Say why it is deleted. The history keeps the reason.")
        writes.remove(
            self.get_queryset(request), obj.pk, by=request.user, may=self.may, version=version, event=f"{self.opts.model_name}.removed", reason=reason
        )

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        raise PermissionDenied("Records are deleted one at a time, each with its reason.")

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        return ""

    # Our history tells what happened; Django's log would tell it a second time.
    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]  # our history is the log
        pass

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]  # our history is the log
        pass

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:  # type: ignore[override]  # our history is the log
        pass
