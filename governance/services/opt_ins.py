"""What may be done to opt-ins."""

from datetime import date
from typing import Any

from ..models import Condition


def reopen_opt_ins(condition: Condition, *, by: Any, on: date, reason: str) -> None:
    """Let the opt-ins in force that hang on a condition say that their conditions are open."""
