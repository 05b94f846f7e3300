"""Administration of agreements and their signatories."""

from typing import Any

from django import forms
from django.contrib import admin
from django.forms import BaseInlineFormSet

from devo_portal.core.administration import RecordAdmin, RecordInline, RecordInlineForm, added_forms, changed_forms, read_version
from devo_portal.core.history import Beneath, history
from devo_portal.core.policy import Permission

from .. import services
from ..models import Agreement, Signature


class SignatureForm(RecordInlineForm):
    replaces = forms.ModelChoiceField(
        Signature.objects.none(),
        required=False,
        label="Takes the place of",
        help_text="For a new signatory: whose place it takes. That signatory ends today.",
    )

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        signatories = Signature.objects.filter(agreement=agreement.pk).select_related("organisation")
        replaces: Any = self.fields["replaces"]
        if self.instance._state.adding:
            replaces.queryset = signatories.filter(ended_on=None)
            return
        replaces.queryset, replaces.disabled = signatories.filter(replaced_by=self.instance.pk), True
        self.initial["replaces"] = replaces.queryset.first()
        for name in services.FIXED_ONCE_SIGNED if self.instance.has_signed else ():
            if name in self.fields:
                self.fields[name].disabled = True

    def validate_constraints(self) -> None:
        """Two rows may change places in one post: the service looks at them together."""


class SignatureFormSet(BaseInlineFormSet):
    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "agreement": self.instance}


class SignatureInline(RecordInline):
    may = Permission.AGREEMENT_EDIT
    model = Signature
    form = SignatureForm
    formset = SignatureFormSet
    verbose_name, verbose_name_plural = "signatory", "signatories, in the order in which they stand under the text"
    template = "admin/edit_inline/stacked.html"  # more fields than a row of a table holds
    fields = (("order", "organisation", "side"), ("person", "role"), "group", ("ended_on", "replaces"), "version")
    ordering = ("order", "ended_on", "id")

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("organisation")

    def write(self, by: Any, formset: Any, reason: str) -> None:
        removed = [(form.instance.pk, read_version(form)) for form in formset.deleted_forms if not form.instance._state.adding]
        changed = [(form.instance.pk, read_version(form), form.typed()) for form in changed_forms(formset)]
        added = [(form.instance, form.cleaned_data.get("replaces")) for form in added_forms(formset)]
        if removed or changed or added:
            services.keep_signatories(by=by, reason=reason, removed=removed, changed=changed, added=added)


@admin.register(Agreement)
class AgreementAdmin(RecordAdmin):
    may = Permission.AGREEMENT_EDIT
    inlines = (SignatureInline,)
    fields = ("name", "short_name", "summary", "text_status", "source", "illustrative")
    list_display = ("name", "status", "signed", "version")
    list_filter = ("status", "text_status", "illustrative")
    search_fields = ("name", "short_name", "ref", "signatures__organisation__name", "signatures__person")

    def history_of(self, pk: Any) -> list[dict[str, Any]]:
        return history(Agreement, pk, beneath=[Beneath(Signature, "agreement", "organisation", "signatory")])
