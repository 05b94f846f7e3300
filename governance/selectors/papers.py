"""What may be read of papers: a restricted one does not exist for those not entitled to it."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from devo_portal.core.history import history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import PaperFilter
from ..models import Paper
from ..serializers import PaperSerializer


def visible_papers(user: Any) -> QuerySet[Paper]:
    require(user, Permission.PROGRAMME_VIEW)
    return Paper.objects.readable_by(user).defer("content")


papers = ReadModel("papers", visible_papers, PaperFilter, PaperSerializer, order=("-item__meeting__held_on", "title", "author"))


def paper_file(user: Any, pk: Any) -> Paper:
    """A paper with its file. Raises Http404 where there is none."""
    return get_object_or_404(visible_papers(user).defer(None).exclude(sha256=""), pk=pk)


def paper_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    get_object_or_404(visible_papers(user).only("pk"), pk=pk)
    return history(Paper, pk)
