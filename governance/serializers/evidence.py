"""Shapes of evidence, and what a verb takes as evidence."""

import base64
import binascii
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from devo_portal.core.shapes import Answering, Finish, Label, Part, Shape, Url, extend_schema_field

from ..models import Evidence
from .kept import KEPT


@extend_schema_field({"type": "string", "format": "uri-reference"})
class FileUrl(Part):
    """Where the file is to be had; empty where there is none."""

    def paths(self) -> tuple[str, ...]:
        return ("id", "sha256")

    def finisher(self, answering: Answering) -> Finish:
        pk, sha256 = answering.at["id"], answering.at["sha256"]
        return lambda row: f"/evidence/{row[pk]}/file/" if row[sha256] else ""


class EvidenceBrief(Shape):
    url = Url("evidence")
    kind_label = Label("kind", Evidence.Kind)
    file_url = FileUrl()

    class Meta:
        model = Evidence
        fields = ("id", "ref", "url", "kind", "kind_label", "title", "link", "file_name", "sha256", "file_url", "illustrative")


class EvidenceSerializer(EvidenceBrief):
    class Meta:
        model = Evidence
        fields = ("id", "ref", "url", "kind", "kind_label", "title", "link", "file_name", "content_type", "size", "sha256", "file_url", *KEPT)
        brief = ("kind", "title")


@extend_schema_serializer(many=False)
class EvidenceInput(serializers.Serializer):
    """Evidence as a part of a body: a piece already held, by its `id`, or a new one. `file` is base64."""

    id = serializers.PrimaryKeyRelatedField(queryset=Evidence.objects.all(), required=False, help_text="A piece that the portal holds.")
    kind = serializers.ChoiceField(Evidence.Kind.choices, required=False)
    title = serializers.CharField(required=False, max_length=240)
    link = serializers.URLField(required=False, max_length=500)
    file_name = serializers.CharField(required=False, max_length=200)
    content_type = serializers.CharField(required=False, max_length=100)
    file = serializers.CharField(required=False, max_length=settings.UPLOAD_LIMIT_MB * 1_400_000, help_text="The file's bytes as base64.")
    source = serializers.CharField(required=False, max_length=200)
    illustrative = serializers.BooleanField(required=False)

    def to_internal_value(self, data: Any) -> Any:
        """An Evidence: as held, or new and unsaved."""
        given = super().to_internal_value(data)
        if held := given.pop("id", None):
            return held
        file, name, kind = given.pop("file", ""), given.pop("file_name", ""), given.pop("content_type", "")
        if not given.get("title"):
            raise serializers.ValidationError({"title": ["Say what it is."]})
        evidence = Evidence(**given)
        if file:
            try:
                evidence.hold(name or "file", kind, base64.b64decode(file, validate=True))
            except binascii.Error:
                raise serializers.ValidationError({"file": ["Send the file's bytes as base64; at most 20 MB, and not empty."]}) from None
            except ValidationError as error:
                raise serializers.ValidationError({"file": error.messages}) from None
        return evidence
