"""Shapes of decisions, and what one takes in."""

from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.shapes import May, One, Shape, Url

from ..models import Decision
from .boards import BoardBrief
from .kept import KEPT


class DecisionBrief(Shape):
    url = Url("decisions")
    board = One(BoardBrief, "board")

    class Meta:
        model = Decision
        fields = ("id", "ref", "url", "board", "number", "title", "decided_on")


class DecisionSerializer(DecisionBrief):
    may_edit = May(Permission.DECISION_RECORD, "id")

    class Meta:
        model = Decision
        fields = ("id", "ref", "url", "board", "number", "title", "decided_on", "reasons", *KEPT, "may_edit")
        brief = ("number", "title", "decided_on")


class DecisionInput(Input):
    class Meta:
        model = Decision
        fields = ("board", "number", "title", "decided_on", "reasons", "source", "illustrative", "reason")
