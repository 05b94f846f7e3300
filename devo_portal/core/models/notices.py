"""What the portal tells people: kept here first, sent by e-mail after, so that no message is lost with a worker."""

from django.db import models
from django.db.models.functions import Now

from .people import User
from .record import Uuidv7, tracked, uuid7


@tracked()
class Notice(models.Model):
    """A message to one person. `sent_at` is when it went by e-mail."""

    id = models.UUIDField(primary_key=True, default=uuid7, db_default=Uuidv7(), editable=False)
    to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="notices")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    page = models.CharField(max_length=200, blank=True, help_text="Where in the portal it leads.")
    made_at = models.DateTimeField("made", db_default=Now(), editable=False)
    sent_at = models.DateTimeField("sent by e-mail", null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [
            models.Index(fields=["to", "-made_at", "-id"], name="core_notice_latest"),
            models.Index(fields=["made_at"], condition=models.Q(sent_at=None), name="core_notice_unsent"),
        ]

    def __str__(self) -> str:
        return self.subject
