"""What may be read about dependencies and statutory windows."""

from typing import Any

from django.db.models import QuerySet

from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import DependencyFilter, WindowFilter
from ..models import Dependency, StatutoryWindow
from ..serializers import DependencySerializer, WindowSerializer


def visible_dependencies(user: Any) -> QuerySet[Dependency]:
    require(user, Permission.PROGRAMME_VIEW)
    return Dependency.objects.all()


dependencies = ReadModel("dependencies", visible_dependencies, DependencyFilter, DependencySerializer, order=("lag_working_days", "updated_at"))


def visible_windows(user: Any) -> QuerySet[StatutoryWindow]:
    require(user, Permission.PROGRAMME_VIEW)
    return StatutoryWindow.objects.all()


windows = ReadModel("statutory-windows", visible_windows, WindowFilter, WindowSerializer, order=("name", "working_days", "updated_at"))
