from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ..models import Evidence


class EvidenceFields(forms.Form):
    """The part of a form that takes evidence. `cleaned_data["evidence"]` is an Evidence not yet saved, or None.

    Beside a RecordForm: `class SignForm(EvidenceFields, RecordForm)`; `evidence_needed` refuses an empty one.
    """

    evidence_needed = False

    evidence_kind = forms.ChoiceField(choices=[("", "Choose")], required=False, label="Evidence: what kind")
    evidence_title = forms.CharField(
        max_length=240, required=False, label="Evidence: what it is", help_text="Such as: Letter from the Chair, 15 November 2017."
    )
    evidence_link = forms.URLField(max_length=500, required=False, label="Evidence: where it can be read", assume_scheme="https")
    evidence_file = forms.FileField(required=False, label="Evidence: file", help_text="Up to 20 MB. Its SHA-256 fingerprint is kept beside it.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["evidence_kind"]
        kinds.choices = [("", "Choose"), *Evidence.Kind.choices]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind, title, link, file = (cleaned.pop(f"evidence_{name}", None) for name in ("kind", "title", "link", "file"))
        cleaned["evidence"] = None
        if not (kind or title or link or file):
            if self.evidence_needed:
                self.add_error("evidence_title", "Give the evidence: say what it is.")
            return cleaned
        if not title:
            self.add_error("evidence_title", "Say what the evidence is.")
            return cleaned
        evidence = Evidence(title=title, link=link or "", kind=kind or Evidence.Kind.DOCUMENT, illustrative=bool(cleaned.get("illustrative")))
        if file:
            try:
                evidence.hold(file.name, file.content_type or "", file.read())
            except ValidationError as error:
                self.add_error("evidence_file", error.messages)
        cleaned["evidence"] = evidence
        return cleaned
