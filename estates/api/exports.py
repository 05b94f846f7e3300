"""The lists as files over the API: `/api/v1/sites.csv?organisation=...&columns=id,name`."""

from typing import Any

from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema

from devo_portal.core.api import Answers, ReadViewSet
from devo_portal.core.reads import ReadModel

from ..exporting import TYPES, export
from ..lists.exports import EXPORTS, FINDINGS
from .quality import FINDING_FILTERS

_COLUMNS = OpenApiParameter(
    "columns", str, description="Only these columns, in this order, separated by commas; those of the round trip where none is named."
)


def _taken(form: str, says: str, *parameters: Any) -> Any:
    def take(self: Any, request: Any) -> Any:
        return export(request.user, self.plural, form, request.query_params)

    take.__name__, take.__doc__ = form, says
    return extend_schema(parameters=[*parameters, _COLUMNS], responses={(200, TYPES[form].partition(";")[0]): OpenApiTypes.BINARY})(take)


class _File(Answers):
    plural: str

    def perform_content_negotiation(self, request: Any, force: bool = False) -> Any:
        """The address says the form, whatever else the client accepts."""
        return super().perform_content_negotiation(request, force=True)


def _exported(plural: str, model: ReadModel, forms: tuple[str, ...]) -> type[ReadViewSet]:
    order = sorted({each.removeprefix("-") for each in model.order})
    ordered = OpenApiParameter("order", str, enum=[*order, *(f"-{each}" for each in order)])
    verbs = {form: _taken(form, f"Every row of the list that the filters leave, as a file ({form}).", ordered) for form in forms}
    return type("Export", (_File, ReadViewSet), {"read": model, "plural": plural, **verbs})


class FindingsCsv(_File):
    plural = FINDINGS
    get = _taken("csv", "Every finding that the filters leave, as a file (csv).", *FINDING_FILTERS)


class FindingsXlsx(_File):
    plural = FINDINGS
    get = _taken("xlsx", "Every finding that the filters leave, as a file (xlsx).", *FINDING_FILTERS)


_LISTS = {name: _exported(name, each.read, each.forms) for name, each in EXPORTS.items()}
PATHS = [
    *(
        path(f"{name}.{form}", _LISTS[name].as_view({"get": form}, detail=False), name=f"api-{name}-{form}")
        for name, each in EXPORTS.items()
        for form in each.forms
    ),
    path(f"{FINDINGS}.csv", FindingsCsv.as_view(), name=f"api-{FINDINGS}-csv"),
    path(f"{FINDINGS}.xlsx", FindingsXlsx.as_view(), name=f"api-{FINDINGS}-xlsx"),
]
