"""What may be read about functions."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet

from devo_portal.core.history import history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import FunctionFilter
from ..models import Function
from ..serializers import FunctionDetail, FunctionSerializer


def visible_functions(user: Any) -> QuerySet[Function]:
    require(user, Permission.PROGRAMME_VIEW)
    return Function.objects.all()


functions = ReadModel(
    "functions", visible_functions, FunctionFilter, FunctionSerializer, order=("code", "name", "status", "rung", "updated_at"), detail=FunctionDetail
)


def function_summary(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The figures over the functions that the filter leaves: `{functions, by_status, by_rung}`."""
    figures = (
        functions.found(user, params)
        .order_by()
        .aggregate(
            functions=Count("pk"),
            **{f"status_{code}": Count("pk", filter=Q(status=code)) for code in Function.Status.values},
            **{f"rung_{code}": Count("pk", filter=Q(rung=code)) for code in Function.Rung.values},
        )
    )
    return {
        "functions": figures["functions"],
        "by_status": [{"code": code, "label": str(label), "count": figures[f"status_{code}"]} for code, label in Function.Status.choices],
        "by_rung": [{"code": code, "label": str(label), "count": figures[f"rung_{code}"]} for code, label in Function.Rung.choices],
    }


def function_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    require(user, Permission.PROGRAMME_VIEW)
    return history(Function, pk)
