"""Refusals that name a part of a body, beside the field of a form that stands for it."""

from collections.abc import Callable

from django.core.exceptions import ValidationError


def pointed(error: ValidationError, field_of: Callable[[str], str]) -> ValidationError:
    """An error whose fields are named as in a body (`parts/0/code`), with those of a form in their place."""
    if not hasattr(error, "error_dict"):
        return error
    found: dict[str, list[ValidationError]] = {}
    for path, errors in error.error_dict.items():
        found.setdefault(field_of(path) if "/" in path else path, []).extend(errors)
    return ValidationError(found)
