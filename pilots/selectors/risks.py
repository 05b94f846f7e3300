"""What may be read about risks and issues: the list, its figures, and the 5 by 5 grid."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet
from django.http import QueryDict

from devo_portal.core.history import history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel, check_names

from ..filters import RiskFilter
from ..models import Impact, Likelihood, Risk
from ..rules import risks as rules
from ..serializers import RiskDetail, RiskSerializer


def visible_risks(user: Any) -> QuerySet[Risk]:
    require(user, Permission.PROGRAMME_VIEW)
    above = Q(target_score__gt=F("current_score"))
    return Risk.objects.select_related("pilot").annotate(  # whose lead owns it
        current_score=F("current_likelihood") * F("current_impact"),
        target_score=F("target_likelihood") * F("target_impact"),
        target_above_current=ExpressionWrapper(above, output_field=BooleanField()),
    )


risks = ReadModel(
    "risks",
    visible_risks,
    RiskFilter,
    RiskSerializer,
    order=("-current_score", "pilot__name", "title", "status", "identified_on", "proximity", "updated_at"),
    detail=RiskDetail,
)


def risk_summary(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The figures over the risks that the filter leaves: see RiskSummarySerializer."""
    is_open = Q(status=Risk.Status.OPEN)
    spans = {name: Q(current_score__gte=least, current_score__lte=most) for name, least, most in rules.BANDS}
    return (
        risks.found(user, params)
        .order_by()
        .aggregate(
            risks=Count("pk"),
            open=Count("pk", filter=is_open),
            issues=Count("pk", filter=is_open & Q(kind=Risk.Kind.ISSUE)),
            extreme=Count("pk", filter=is_open & spans[rules.EXTREME]),
            high=Count("pk", filter=is_open & spans[rules.HIGH]),
            escalated=Count("pk", filter=is_open & Q(escalated_to__isnull=False)),
        )
    )


def risk_grid(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """Counts by likelihood and impact over the risks that the list's own filters leave: see GridSerializer.

    Those that are open, where no `status` is asked for. Each count above none carries the address of just its rows.
    """
    check_names(params, RiskFilter.base_filters)
    asked = _asked(params)
    basis = asked["basis"][0]
    found = risks.found(user, QueryDict(urlencode(asked, doseq=True))).order_by()
    sides = (f"{basis}_likelihood", f"{basis}_impact")
    counts = {(row[0], row[1]): row[2] for row in found.values_list(*sides).annotate(count=Count("pk")).values_list(*sides, "count")}

    def at(**also: Any) -> str:
        return "/api/v1/risks/?" + urlencode({**asked, **also}, doseq=True)

    def cell(likelihood: int, impact: int) -> dict[str, Any]:
        score = likelihood * impact
        band = rules.band(score)
        count = counts.get((likelihood, impact), 0)
        where = at(likelihood=likelihood, impact=impact) if count else None
        return {"impact": impact, "score": score, "band": band, "band_label": rules.LABELS[band], "count": count, "url": where}

    def whole(name: str, least: int, most: int) -> dict[str, Any]:
        count = sum(each for (likelihood, impact), each in counts.items() if least <= likelihood * impact <= most)
        where = at(band=name) if count else None
        return {"band": name, "band_label": rules.LABELS[name], "least": least, "most": most, "count": count, "url": where}

    points = range(1, 6)
    return {
        "basis": basis,
        "basis_label": dict(rules.BASES)[basis],
        "count": sum(counts.values()),
        "url": at(),
        "impacts": [{"impact": impact, "impact_label": str(Impact(impact).label)} for impact in points],
        "rows": [
            {
                "likelihood": likelihood,
                "likelihood_label": str(Likelihood(likelihood).label),
                "cells": [cell(likelihood, impact) for impact in points],
            }
            for likelihood in reversed(points)
        ],
        "bands": [whole(*each) for each in reversed(rules.BANDS)],
    }


def _asked(params: Mapping[str, Any]) -> dict[str, list[str]]:
    """The question whole: what was left empty goes, what the grid takes for granted is said."""
    many = getattr(params, "getlist", lambda name: [params[name]])
    given = {name: [value for value in many(name) if value] for name in params}
    said = {name: values for name, values in given.items() if values}
    return {"basis": [rules.CURRENT], "status": [Risk.Status.OPEN.value], **said}


def risk_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    require(user, Permission.PROGRAMME_VIEW)
    return history(Risk, pk)
