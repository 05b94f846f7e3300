from devo_portal.core.filters import AnyOf, FilterSet, Search, django_filters

from ..models import BankHoliday


class BankHolidayFilter(FilterSet):
    q = Search("name")
    origin = AnyOf(BankHoliday.Origin, label="Where it comes from")
    day__gte = django_filters.DateFilter("day", "gte", label="From")
    day__lte = django_filters.DateFilter("day", "lte", label="To")
