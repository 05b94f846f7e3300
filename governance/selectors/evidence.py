"""What may be read of the evidence."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import EvidenceFilter
from ..models import Evidence
from ..serializers import EvidenceSerializer


def visible_evidence(user: Any) -> QuerySet[Evidence]:
    require(user, Permission.PROGRAMME_VIEW)
    return Evidence.objects.defer("content")


evidence = ReadModel("evidence", visible_evidence, EvidenceFilter, EvidenceSerializer, order=("-updated_at", "title", "kind"))


def file_of(user: Any, pk: Any) -> Evidence:
    """A piece of evidence with its file. Raises Http404 where there is none."""
    return get_object_or_404(visible_evidence(user).defer(None).exclude(sha256=""), pk=pk)
