"""What shows that something is so: a paper, a message, a page, a file with its fingerprint."""

import hashlib
import uuid
from typing import Any, ClassVar

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value

from devo_portal.core.models import Provenance, Record, tracked

from ..rules.papers import mistaken

LARGEST = 20 * 1024 * 1024


class Held(models.Model):
    """A file kept in the database with its fingerprint."""

    file_name = models.CharField(max_length=200, blank=True, editable=False)
    content_type = models.CharField(max_length=100, blank=True, editable=False)
    size = models.PositiveIntegerField("bytes", default=0, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    content = models.BinaryField(null=True, editable=False)

    class Meta:
        abstract = True

    def hold(self, file_name: str, content_type: str, content: bytes) -> None:
        """Take a file in, with its fingerprint. Raises ValidationError."""
        if not content:
            raise ValidationError({"file": "The file is empty."})
        if len(content) > LARGEST:
            raise ValidationError({"file": f"The file is larger than {LARGEST // 1024 // 1024} MB."})
        self.file_name, self.content_type = file_name[-200:], content_type[:100] or "application/octet-stream"
        self.content, self.size, self.sha256 = content, len(content), hashlib.sha256(content).hexdigest()

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Its constraint is computed from the file as it is held; only the database need look again."""
        super().full_clean(*args, **{**kwargs, "validate_constraints": False})


@pgtrigger.register(pgtrigger.Protect(name="kept_as_given", operation=pgtrigger.Update | pgtrigger.Delete))
@tracked(exclude=("content",))
class Evidence(Held, Provenance, Record):
    """Kept as it was given: never changed, never deleted. What was wrong is answered by other evidence."""

    class Kind(models.TextChoices):
        PAPER = "paper", "Paper"
        EMAIL = "email", "E-mail"
        E_SIGNATURE = "e_signature", "E-signature"
        MINUTE = "minute", "Minute of a meeting"
        DOCUMENT = "document", "Document"
        WEB_PAGE = "web_page", "Web page"

    REF_PREFIX = "EVI"
    given_for: ClassVar[Record | None] = None  # on a piece not yet saved: the record for which it is given, whose editors may give it

    kind = models.CharField(max_length=12, choices=Kind, default=Kind.DOCUMENT)
    title = models.CharField("what it is", max_length=240, help_text="Such as: Letter from the Chair, 15 November 2017.")
    link = models.URLField(max_length=500, blank=True, help_text="Where it can be read, if it is published.")

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(content=None, sha256="")
                | Q(sha256=Func(Func(F("content"), function="sha256"), Value("hex"), function="encode", output_field=models.CharField())),
                name="governance_evidence_sha256_is_of_the_file",
                violation_error_message="The SHA-256 is not that of the file.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def hold(self, file_name: str, content_type: str, content: bytes) -> None:
        """Any kind of file, but none that is not what its name says."""
        super().hold(file_name, content_type, content)
        if said := mistaken(file_name, content):
            raise ValidationError({"file": said}, code="invalid")

    @property
    def owner_id(self) -> uuid.UUID | None:
        return self.given_for.owner_id if self.given_for else None
