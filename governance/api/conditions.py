from devo_portal.core.api import RecordViewSet, figures, verb
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import ConditionInput, ConditionSummarySerializer, DecideInput, ReopenConditionInput


class ConditionViewSet(RecordViewSet):
    read = selectors.conditions
    may = Permission.COMMITMENT_EDIT
    takes = ConditionInput
    creates = staticmethod(services.create_condition)
    updates = staticmethod(services.update_condition)
    removes = staticmethod(services.remove_condition)
    meet = verb("meet", services.meet_condition, DecideInput, "Say that it is met.")
    fail = verb("fail", services.fail_condition, DecideInput, "Say that it has failed: what depends on it is opened again.")
    reopen = verb("reopen", services.reopen_condition, ReopenConditionInput, "Open it again, with a reason.")
    summary = figures(selectors.condition_summary, ConditionSummarySerializer, "The figures over the conditions that the filter leaves.")


API = [("conditions", ConditionViewSet)]
