"""What may be read about series of meetings."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Min, OuterRef, QuerySet, Subquery
from django.db.models.fields import DateField, IntegerField
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from devo_portal.core.history import Beneath, history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import SeriesFilter, coming
from ..models import Board, Meeting, MeetingSeries, working_calendar
from ..rules.series import LONGEST, days
from ..serializers import SeriesDetail, SeriesSerializer
from .seats import gathered


def visible_series(user: Any) -> QuerySet[MeetingSeries]:
    require(user, Permission.PROGRAMME_VIEW)
    own = Meeting.objects.filter(series=OuterRef("pk")).exclude(status=Meeting.Status.CANCELLED).order_by().values("series")

    def count(rows: QuerySet[Meeting, Any]) -> Coalesce:
        return Coalesce(Subquery(rows.values(n=Count("pk")), output_field=IntegerField()), 0)

    return MeetingSeries.objects.annotate(
        planned=count(own),
        coming=count(own.filter(coming())),
        next_on=Subquery(own.filter(coming()).values(day=Min("held_on")), output_field=DateField()),
    )


series = ReadModel(
    "meeting-series", visible_series, SeriesFilter, SeriesSerializer, order=("-first_on", "name", "until", "updated_at"), detail=SeriesDetail
)


def days_of_series(user: Any, *, board: Board, first_on: date, until: date, every: str, after: date | None = None) -> list[dict[str, Any]]:
    """The days on which a series would meet, those up to `after` left out: `[{on, instead_of, there}]`.

    `instead_of` is the bank holiday that it would have fallen on; `there`, that the board meets on the day already. Raises ValidationError.
    """
    require(user, Permission.PROGRAMME_VIEW)
    if until.year - first_on.year > LONGEST:
        raise ValidationError({"until": f"A series runs for {LONGEST} years at most. Extend it later."})
    taken = set(Meeting.objects.filter(board=board).exclude(status=Meeting.Status.CANCELLED).values_list("held_on", flat=True))
    found = [each for each in days(first_on, until, every, working_calendar()) if after is None or each.on > after]
    return [{"on": each.on, "instead_of": each.instead_of, "there": each.on in taken} for each in found]


def days_added(user: Any, pk: Any, until: date) -> list[dict[str, Any]]:
    """The days that a series would gain by running until a later one, as `days_of_series` gives them. Raises Http404."""
    one = get_object_or_404(visible_series(user).select_related("board"), pk=pk)
    return days_of_series(user, board=one.board, first_on=one.first_on, until=until, every=one.every, after=one.until)


def series_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    require(user, Permission.PROGRAMME_VIEW)
    return gathered(history(MeetingSeries, pk, beneath=[Beneath(Meeting, "series", "held_on", "meeting")]), "meeting", "Meetings")
