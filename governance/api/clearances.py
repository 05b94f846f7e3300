from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action

from devo_portal.core.api import RecordViewSet, verb
from devo_portal.core.policy import Permission
from devo_portal.core.reads import check_names

from .. import selectors, services
from ..serializers import AnswerInput, AskInput, ChaseSerializer, ClearanceInput, HoldInput, SigningEventInput, VerbInput


class ClearanceViewSet(RecordViewSet):
    read = selectors.clearances
    may = Permission.SIGNING_RUN
    takes = ClearanceInput
    creates = staticmethod(services.create_clearance)
    updates = staticmethod(services.update_clearance)
    ask = verb("ask", services.ask_clearance, AskInput, "Record that it was asked for.")
    give = verb("give", services.give_clearance, AnswerInput, "Record that it was given.")
    refuse = verb("refuse", services.refuse_clearance, AnswerInput, "Record that it was refused, with the reason.")
    ask_again = verb("ask-again", services.ask_clearance_again, AskInput, "Ask again for one that was refused; `asked_again` is the new one.")

    @extend_schema(responses=ChaseSerializer)
    @action(detail=True)
    def chase(self, request: Any, pk: Any) -> HttpResponse:
        """A drafted reminder to the holder. Nothing is sent."""
        check_names(request.query_params, ())
        return self.send(selectors.chase(request.user, pk))


class SigningEventViewSet(RecordViewSet):
    read = selectors.signing_events
    may = Permission.SIGNING_RUN
    takes = SigningEventInput
    creates = staticmethod(services.plan_signing)
    updates = staticmethod(services.move_signing)
    call_off = verb("call-off", services.call_off_signing, VerbInput, "Call a planned signing off, with the reason.")
    hold = verb("hold", services.hold_signing, HoldInput, "Hold it: sign for the parties that have agreed, or for those chosen; all or none.")


API = [("clearances", ClearanceViewSet), ("signing-events", SigningEventViewSet)]
