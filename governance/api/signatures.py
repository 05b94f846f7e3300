from functools import partial
from typing import Any

from devo_portal.core.api import RecordViewSet, figures, verb
from devo_portal.core.policy import Permission, require

from .. import selectors, services
from ..serializers import GroupInput, MandateInput, MandatesInput, MoveInput, SignatureInput, SignatureSummarySerializer


def _move(name: str, says: str) -> Any:
    return verb(name, partial(services.move_signature, to=services.VERBS[name]), MoveInput, says)


class SignatureViewSet(RecordViewSet):
    """Who signs is kept by administrators; officers run the signing."""

    read = selectors.signatures
    may = Permission.SIGNING_RUN
    takes = SignatureInput
    creates = staticmethod(services.create_signature)
    updates = staticmethod(services.update_signature)
    removes = staticmethod(services.remove_signature)
    summary = figures(
        selectors.signature_summary, SignatureSummarySerializer, "The figures over the places that the filter leaves and that are not ended."
    )
    ask = _move("ask", "It is asked to sign.")
    view = _move("view", "It has viewed the text.")
    agree = _move("agree", "It agrees in principle.")
    sign = _move("sign", "It signs. 409 while a blocking clearance is open, an earlier step waits, or a mandate lacks its evidence.")
    decline = _move("decline", "It declines, with its reason. Those concerned are told.")
    withdraw = _move("withdraw", "It takes back its agreement or signature, with its reason. Those concerned are told.")
    mandates = verb("mandates", services.give_mandates, MandatesInput, "It signs for these bodies, which share one piece of evidence.")

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.action in ("create", "update", "partial_update", "destroy"):
            require(request.user, Permission.AGREEMENT_EDIT)


class GroupViewSet(RecordViewSet):
    read = selectors.groups
    may = Permission.AGREEMENT_EDIT
    takes = GroupInput
    creates = staticmethod(services.create_group)
    updates = staticmethod(services.update_group)
    removes = staticmethod(services.remove_group)


class MandateViewSet(RecordViewSet):
    read = selectors.mandates
    may = Permission.SIGNING_RUN
    takes = MandateInput
    creates = staticmethod(services.create_mandate)
    updates = staticmethod(services.update_mandate)
    removes = staticmethod(services.remove_mandate)


API = [("signatures", SignatureViewSet), ("signature-groups", GroupViewSet), ("mandates", MandateViewSet)]
