"""How a file is refused."""

from django.core.exceptions import ValidationError


def refused(*messages: str) -> ValidationError:
    return ValidationError({"file": list(messages)})
