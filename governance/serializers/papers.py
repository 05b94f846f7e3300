"""Shapes of papers, and what one takes in."""

import base64
import binascii
from typing import Any

from django.conf import settings
from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.shapes import Answering, Finish, May, One, Part, Shape, Url, extend_schema_field

from ..models import AgendaItem, Paper
from .kept import KEPT
from .meetings import MeetingBrief


@extend_schema_field({"type": "string", "format": "uri-reference"})
class PaperFileUrl(Part):
    """Where the file is to be had; empty where the paper is its cover alone."""

    def paths(self) -> tuple[str, ...]:
        return ("id", "sha256")

    def finisher(self, answering: Answering) -> Finish:
        pk, sha256 = answering.at["id"], answering.at["sha256"]
        return lambda row: f"/papers/{row[pk]}/file/" if row[sha256] else ""


class AgendaItemNamed(Shape):
    url = Url("agenda-items")
    meeting = One(MeetingBrief, "meeting")

    class Meta:
        model = AgendaItem
        fields = ("id", "ref", "url", "place", "title", "meeting")


class PaperBrief(Shape):
    url = Url("papers")
    file_url = PaperFileUrl()

    class Meta:
        model = Paper
        fields = ("id", "ref", "url", "title", "author", "action_required", "restricted", "file_name", "size", "file_url", "illustrative")


class PaperSerializer(PaperBrief):
    item = One(AgendaItemNamed, "item")
    may_edit = May(Permission.MEETING_RUN, "id")

    class Meta:
        model = Paper
        fields = (
            "id",
            "ref",
            "url",
            "item",
            "title",
            "author",
            "purpose",
            "action_required",
            "considerations",
            "restricted",
            "grounds",
            "file_name",
            "content_type",
            "size",
            "sha256",
            "file_url",
            *KEPT,
            "may_edit",
        )
        brief = ("title",)


class PaperInput(Input):
    file_name = serializers.CharField(required=False, max_length=200, help_text="With its ending, such as: pay.pdf.")
    file = serializers.CharField(
        required=False,
        max_length=settings.UPLOAD_LIMIT_MB * 1_400_000,
        help_text="The file's bytes as base64; at most 20 MB. It takes the place of the one before it.",
    )

    class Meta:
        model = Paper
        fields = (
            "item",
            "title",
            "author",
            "purpose",
            "action_required",
            "considerations",
            "restricted",
            "grounds",
            "file_name",
            "file",
            "source",
            "illustrative",
            "reason",
        )

    def _left_out(self, given: Any) -> dict[str, Any]:
        """A paper without a file stays what it is: a file is replaced, never taken off by leaving it out."""
        return super()._left_out({**given, "file": None, "file_name": ""})

    def to_internal_value(self, data: Any) -> Any:
        """`file` as `(name, bytes)`."""
        named = super().to_internal_value(data)
        name, file = named.pop("file_name", ""), named.pop("file", "")
        if file:
            try:
                named["file"] = (name, base64.b64decode(file, validate=True))
            except binascii.Error:
                raise serializers.ValidationError({"file": ["Send the file's bytes as base64."]}) from None
        return named
