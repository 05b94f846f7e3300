"""A page asked for with a value that cannot be asked: shown once more without it, with what is wrong beside the value's field."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, QueryDict
from django.template.response import TemplateResponse
from django.utils.html import strip_tags

_FORMS = re.compile(r'<form\b([^>]*\bmethod="get"[^>]*)>(.*?)</form>', re.DOTALL)
_BOXES = re.compile(r"<(?:input|select|textarea)\b[^>]*>")


def asked_again(request: Any, error: ValidationError) -> TemplateResponse | None:
    """The page of the address as it answers without what `error` names, with status 400. None for a file, and where that is no page either.

    Templates find in `request.misasked` by parameter `{typed, errors, label, box}`: what was typed, what is wrong with it,
    what its field is called, and the id of the box to type it in, where the page has one.
    """
    if request.method not in ("GET", "HEAD") or not request.path.endswith("/") or request.resolver_match is None:
        return None
    sent, left, wrong = request.GET, request.GET.copy(), dict[str, list[str]]()
    match = request.resolver_match
    while left:
        told = _told(error)
        wrong |= told
        for name in told.keys() & left.keys() or list(left):
            del left[name]
        request.GET = left
        try:
            response = match.func(request, *match.args, **match.kwargs)
        except ValidationError as another:
            error = another
        except (Http404, PermissionDenied):
            break
        else:
            return _adorned(request, response, sent, wrong) if isinstance(response, TemplateResponse) and response.status_code == 200 else None
    request.GET = sent
    return None


def _told(error: ValidationError) -> dict[str, list[str]]:
    return dict(error.message_dict) if hasattr(error, "error_dict") else {"": list(error.messages)}


def _adorned(request: Any, response: TemplateResponse, sent: QueryDict, wrong: Mapping[str, list[str]]) -> TemplateResponse:
    """Put what was typed back into the page's forms, and what is wrong beside it."""
    labels: dict[str, str] = {}
    for key, form in (response.context_data or {}).items():
        if isinstance(form, forms.BaseForm) and (key == "filters" or form.is_bound):
            form.data, form.is_bound = sent, True
            form.full_clean()
            form.errors.clear()  # the answer has said what is wrong; the form itself may know less, or ask for more
            for name in form.fields.keys() & wrong.keys():
                form.add_error(name, wrong[name])
                labels[name] = str(form[name].label)
    request.misasked = {
        name: {"typed": ", ".join(sent.getlist(name)), "errors": errors, "label": labels.get(name, ""), "box": ""} for name, errors in wrong.items()
    }
    response.status_code = 400
    response.render()
    page = response.rendered_content
    for name, told in request.misasked.items():  # which of them the page has a box for is known once it is drawn
        told["box"], label = _box(page, name, request.path)
        told["label"] = told["label"] or label or name
    response.content = response.rendered_content
    return response


def _box(page: str, name: str, path: str) -> tuple[str, str]:
    """The id and the label of the box for a parameter, in a form that asks this page and no other."""
    own = " ".join(inner for attributes, inner in _FORMS.findall(page) if "action=" not in attributes or f'action="{path}"' in attributes)
    for box in _BOXES.findall(own):
        found = re.search(r'\bid="([^"]+)"', box)
        if found and f'name="{name}"' in box and 'type="hidden"' not in box:
            label = re.search(rf'<label\b[^>]*\bfor="{re.escape(found[1])}"[^>]*>(.*?)</label>', page, re.DOTALL)
            return found[1], unescape(strip_tags(label[1])).strip() if label else ""
    return "", ""
