"""What may be read about the texts of agreements."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from devo_portal.core.history import Beneath, history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel, check_names

from ..filters import ClauseFilter, VersionFilter
from ..models import AgreementVersion, Clause
from ..rules.comparing import ADDED, REMOVED, ClauseText, compare_clauses
from ..serializers import ClauseSerializer, SuccessorText, VersionDetail, VersionSerializer


def visible_versions(user: Any) -> QuerySet[AgreementVersion]:
    require(user, Permission.PROGRAMME_VIEW)
    clauses = Clause.objects.filter(version_of=OuterRef("pk")).order_by().values("version_of").values(n=Count("pk"))
    return AgreementVersion.objects.annotate(clause_count=Coalesce(Subquery(clauses, output_field=IntegerField()), 0))


def visible_clauses(user: Any) -> QuerySet[Clause]:
    require(user, Permission.PROGRAMME_VIEW)
    return Clause.objects.all()


versions = ReadModel(
    "agreement-versions", visible_versions, VersionFilter, VersionSerializer, order=("-number", "title", "status", "updated_at"), detail=VersionDetail
)
clauses = ReadModel("clauses", visible_clauses, ClauseFilter, ClauseSerializer, order=("position", "number", "updated_at"))


def comparison(user: Any, pk: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """A text against an older one, word by word: `ComparisonSerializer` says its shape.

    `?with=<id>` names the other; without it, it is the version before of the same agreement. Raises Http404,
    ValidationError where there is no version before.
    """
    check_names(params, {"with"})
    newer = get_object_or_404(visible_versions(user), pk=pk)
    if named := params.get("with"):
        if not re.fullmatch(r"[0-9a-fA-F-]{32,36}", named):
            raise ValidationError({"with": "Give the id of a text."})
        older = get_object_or_404(visible_versions(user), pk=named)
    else:
        before = visible_versions(user).filter(agreement=newer.agreement_id, number__lt=newer.number).order_by("-number").first()
        if before is None:
            raise ValidationError({"with": "There is no version before this one. Name another text to compare it with."})
        older = before
    compared = compare_clauses(_text_of(older), _text_of(newer))
    changes = Counter(each.change for each in compared)
    pieces = [piece for each in compared for piece in (*each.heading, *each.text)]
    fields = {"fields": ",".join(SuccessorText.Meta.fields)}
    return {
        "older": versions.one(user, older.pk, fields),
        "newer": versions.one(user, newer.pk, fields),
        **{change: changes[change] for change in ("same", "changed", "added", "removed", "renumbered")},
        "words_added": sum(len(re.findall(r"\w+", piece.text)) for piece in pieces if piece.kind == ADDED),
        "words_removed": sum(len(re.findall(r"\w+", piece.text)) for piece in pieces if piece.kind == REMOVED),
        "clauses": [
            {
                "change": each.change,
                "was": each.was,
                "number": each.number,
                "heading": [piece._asdict() for piece in each.heading],
                "text": [piece._asdict() for piece in each.text],
            }
            for each in compared
        ],
    }


def _text_of(version: AgreementVersion) -> list[ClauseText]:
    return [ClauseText(*row) for row in version.clauses.order_by("position", "id").values_list("number", "heading", "text")]


def version_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    require(user, Permission.PROGRAMME_VIEW)
    return history(AgreementVersion, pk, beneath=[Beneath(Clause, "version_of", "number", "clause")])
