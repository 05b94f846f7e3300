"""What may be read about organisations, areas and roles."""

from typing import Any

from django.db.models import QuerySet

from . import policy
from .filters import AnyOf, FilterSet, Search, django_filters
from .models import Area, Organisation, Role
from .policy import Permission, require
from .reads import ReadModel
from .serializers import AreaDetail, AreaSerializer, OrganisationDetail, OrganisationSerializer


class AreaFilter(FilterSet):
    q = Search("name", "gss_code")
    kind = AnyOf(Area.Kind, label="Kind")
    gss_code = django_filters.CharFilter(label="GSS code")


class OrganisationFilter(FilterSet):
    q = Search("name", "ods_code", "gss_code")
    kind = AnyOf(Organisation.Kind, label="Kind")
    ods_code = django_filters.CharFilter(label="ODS code")
    gss_code = django_filters.CharFilter(label="GSS code")
    area = django_filters.UUIDFilter("areas", label="Area")


def visible_areas(user: Any) -> QuerySet[Area]:
    require(user, Permission.PROGRAMME_VIEW)
    return Area.objects.all()


def visible_organisations(user: Any) -> QuerySet[Organisation]:
    require(user, Permission.PROGRAMME_VIEW)
    return Organisation.objects.all()


areas = ReadModel("areas", visible_areas, AreaFilter, AreaSerializer, order=("name", "gss_code"), detail=AreaDetail)
organisations = ReadModel(
    "organisations",
    visible_organisations,
    OrganisationFilter,
    OrganisationSerializer,
    order=("name", "ods_code", "gss_code"),
    detail=OrganisationDetail,
)


def roles(user: Any) -> dict[str, Any]:
    """The roles and what each may do, generated from the policy itself."""
    require(user, Permission.PROGRAMME_VIEW)
    words = {None: "No", policy.OWN: "Own organisation's records", policy.ALL: "Yes"}
    return {
        "roles": [{"code": role.value, "label": role.label} for role in Role],
        "permissions": [
            {"code": permission.value, "label": policy.LABELS[permission], "roles": [words[policy.ROLES[role].get(permission)] for role in Role]}
            for permission in Permission
        ],
    }
