"""What several lists of pilots ask alike."""

from django.db.models import QuerySet

from ..models import Pilot


def all_pilots() -> QuerySet[Pilot]:
    return Pilot.objects.order_by("name")
