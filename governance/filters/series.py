from devo_portal.core.filters import AnyOf, FilterSet, Reference, Search, django_filters

from ..models import MeetingSeries
from .shared import boards


class SeriesFilter(FilterSet):
    q = Search("name", "place", "board__name", "board__short_name")
    board = Reference("board_id", boards, label="Board")
    every = AnyOf(MeetingSeries.Every, label="Every")
    until__gte = django_filters.DateFilter("until", "gte", label="Until this day or later")
