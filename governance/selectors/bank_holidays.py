"""What may be read about bank holidays."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone

from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import BankHolidayFilter
from ..models import BankHoliday
from ..serializers import BankHolidaySerializer


def visible_bank_holidays(user: Any) -> QuerySet[BankHoliday]:
    require(user, Permission.PROGRAMME_VIEW)
    return BankHoliday.objects.all()


bank_holidays = ReadModel("bank-holidays", visible_bank_holidays, BankHolidayFilter, BankHolidaySerializer, order=("-day", "name", "updated_at"))


def calendar_summary(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """How far the bank holidays that the filter leaves reach, and which of them comes next."""
    found = bank_holidays.found(user, params).order_by()
    figures = found.aggregate(bank_holidays=Count("pk"), by_hand=Count("pk", filter=Q(origin="hand")), first=Min("day"), last=Max("day"))
    return {**figures, "next": found.filter(day__gte=timezone.localdate()).order_by("day").values("day", "name").first()}
