"""The lists as files, with the filters and the order of their pages."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import path

from ..exporting import export
from ..lists.exports import EXPORTS, FINDINGS

FORMS = {**{name: each.forms for name, each in EXPORTS.items()}, FINDINGS: ("csv", "xlsx")}


def export_list(request: HttpRequest, name: str, form: str) -> Any:
    return export(request.user, name, form, request.GET)


urlpatterns = [
    path(f"estates/export/{name}.{form}", partial(export_list, name=name, form=form), name=f"export-{name}-{form}")
    for name, forms in FORMS.items()
    for form in forms
]
