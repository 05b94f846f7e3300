"""Shapes of principles and of what serves them."""

from devo_portal.core.policy import Permission
from devo_portal.core.shapes import May, One

from ..models import Principle
from .agreements import AgreementBrief, PrincipleBrief
from .kept import KEPT


class PrincipleSerializer(PrincipleBrief):
    agreement = One(AgreementBrief, "agreement")
    may_edit = May(Permission.AGREEMENT_EDIT, "id")

    class Meta:
        model = Principle
        fields = ("id", "ref", "url", "agreement", "number", "text", "text_status", "text_status_label", *KEPT, "may_edit")
        brief = ("number", "text")
