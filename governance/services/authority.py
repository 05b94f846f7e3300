"""Who may move what otherwise only a decision moves."""

from collections.abc import Mapping
from typing import Any

from devo_portal.core.policy import Permission
from devo_portal.core.writes import Refused, authority, say_authority

from ..models import Decision
from ..rules.effects import KINDS
from ..selectors import delegated


def of_decision(decision: Decision) -> dict[str, str]:
    return {"type": "decision", "id": str(decision.pk), "name": decision.number}


def of_rule(name: str) -> dict[str, str]:
    """A move that is no choice of anybody's: `of_rule("a condition no longer holds")`."""
    return {"type": "rule", "id": name.replace(" ", "-"), "name": name}


def need_authority(by: Any, kind: str) -> Mapping[str, str]:
    """By whose authority a person moves this now: a decision's or rule's whose act it is, else a delegation in force today.

    The act says so in its history; before one is opened, give the answer to `under`. Raises Refused (`needs-decision`).
    """
    held = authority()
    if held is None:
        held = delegated(by, kind).first()
        if held is None:
            what = KINDS[kind].label
            raise Refused(
                "needs-decision",
                f"{what}: this moves only by a decision of a board, or by those to whom one has delegated it. No delegation in force today "
                "lets you do it. Propose it as an effect of a decision instead, under Boards, Decisions.",
            )
    say_authority(held)
    return held


def may_write(permission: Permission) -> Permission:
    """What an act must be allowed: its own permission or, inside a decision's act, that of recording decisions."""
    held = authority()
    return Permission.DECISION_RECORD if held and held["type"] == "decision" else permission
