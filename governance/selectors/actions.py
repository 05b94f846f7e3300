"""What may be read about boards' actions."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, Count, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from devo_portal.core.history import Beneath, Linked, history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import ActionFilter, ActionUpdateFilter, action_overdue
from ..models import Action, ActionContributor, ActionUpdate, AgendaItem
from ..serializers import ActionDetail, ActionSerializer, ActionUpdateSerializer


def visible_actions(user: Any) -> QuerySet[Action]:
    """With `overdue`, and `progress`: the words of the latest update."""
    require(user, Permission.PROGRAMME_VIEW)
    latest = ActionUpdate.objects.filter(action=OuterRef("pk")).order_by("-on", "-id")
    return Action.objects.annotate(
        # An empty due date makes the comparison unknown, which is not overdue.
        overdue=Coalesce(ExpressionWrapper(action_overdue(), output_field=BooleanField()), False),
        progress=Coalesce(Subquery(latest.values("note")[:1]), Value(""), output_field=TextField()),
    )


def visible_action_updates(user: Any) -> QuerySet[ActionUpdate]:
    require(user, Permission.PROGRAMME_VIEW)
    return ActionUpdate.objects.all()


actions = ReadModel(
    "actions",
    visible_actions,
    ActionFilter,
    ActionSerializer,
    order=("due_on", "title", "status", "theme", "raised_on", "closed_on", "updated_at"),
    detail=ActionDetail,
)
action_updates = ReadModel("action-updates", visible_action_updates, ActionUpdateFilter, ActionUpdateSerializer, order=("-on", "updated_at"))


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


def raised_on(user: Any, item: Any) -> date | None:
    """The day on which an action of an agenda's item was raised: its meeting's, once that has come; None where there is no such item."""
    require(user, Permission.PROGRAMME_VIEW)
    try:
        day = AgendaItem.objects.filter(pk=item).values_list("meeting__held_on", flat=True).first()
    except (ValueError, ValidationError):  # no id
        return None
    return min(day, timezone.localdate()) if day else None


def action_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    require(user, Permission.PROGRAMME_VIEW)
    links = [Linked(ActionContributor, "action", "organisation", "contributor")]
    return history(Action, pk, links, [Beneath(ActionUpdate, "action", "note", "update")])
