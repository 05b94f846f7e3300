from devo_portal.core.api import RecordViewSet, verb
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import DecisionInput, EffectInput, PutOffInput, TakeInput


class DecisionViewSet(RecordViewSet):
    read = selectors.decisions
    may = Permission.DECISION_RECORD
    takes = DecisionInput
    creates = staticmethod(services.create_decision)
    updates = staticmethod(services.update_decision)
    agree = verb("agree", services.agree_decision, TakeInput, "It is agreed: all that it changes changes with it, or nothing does.")
    not_agree = verb("not-agree", services.not_agree_decision, TakeInput, "It was put and not agreed.")
    defer = verb("defer", services.defer_decision, PutOffInput, "Put it off, with a reason; it stays open.")
    withdraw = verb("withdraw", services.withdraw_decision, PutOffInput, "Withdraw it, with a reason.")
    refresh = verb("refresh", services.refresh_decision, PutOffInput, "Take its effects up again against the records as they are now.")


class EffectViewSet(RecordViewSet):
    read = selectors.effects
    may = Permission.DECISION_RECORD
    takes = EffectInput
    creates = staticmethod(services.add_effect)
    removes = staticmethod(services.remove_effect)


API = [("decisions", DecisionViewSet), ("decision-effects", EffectViewSet)]
