"""What may be read about boards' actions."""

from collections.abc import Mapping
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet
from django.db.models.functions import Coalesce

from devo_portal.core.history import history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import ActionFilter, action_overdue
from ..models import Action
from ..serializers import ActionSerializer


def visible_actions(user: Any) -> QuerySet[Action]:
    require(user, Permission.PROGRAMME_VIEW)
    # An empty due date makes the comparison unknown, which is not overdue.
    return Action.objects.annotate(overdue=Coalesce(ExpressionWrapper(action_overdue(), output_field=BooleanField()), False))


actions = ReadModel(
    "actions", visible_actions, ActionFilter, ActionSerializer, order=("due_on", "title", "status", "theme", "raised_on", "closed_on", "updated_at")
)


def action_summary(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The figures over the actions that the filter leaves. Overdue and unowned count those that are still open."""
    live, overdue = Q(status__in=Action.LIVE), action_overdue()
    figures = (
        actions.found(user, params)
        .order_by()
        .aggregate(
            actions=Count("pk"),
            open=Count("pk", filter=live),
            overdue_ones=Count("pk", filter=overdue),
            unowned=Count("pk", filter=live & Q(lead=None)),
            **{f"{theme}_open": Count("pk", filter=live & Q(theme=theme)) for theme in Action.Theme.values},
            **{f"{theme}_overdue": Count("pk", filter=overdue & Q(theme=theme)) for theme in Action.Theme.values},
        )
    )
    return {
        "actions": figures["actions"],
        "open": figures["open"],
        "overdue": figures["overdue_ones"],
        "unowned": figures["unowned"],
        "by_theme": [
            {"code": theme.value, "label": str(theme.label), "open": figures[f"{theme}_open"], "overdue": figures[f"{theme}_overdue"]}
            for theme in Action.Theme
        ],
    }


def action_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    require(user, Permission.PROGRAMME_VIEW)
    return history(Action, pk)
