from devo_portal.core.api import RecordViewSet, figures, verb
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import CloseRiskInput, EscalateRiskInput, GridSerializer, RiskInput, RiskReasonInput, RiskSummarySerializer


class RiskViewSet(RecordViewSet):
    read = selectors.risks
    may = Permission.PILOT_EDIT
    takes = RiskInput
    creates = staticmethod(services.create_risk)
    updates = staticmethod(services.update_risk)
    close = verb("close", services.close_risk, CloseRiskInput, "Close it, with a reason.")
    reopen = verb("reopen", services.reopen_risk, RiskReasonInput, "Open it again, with a reason.")
    escalate = verb("escalate", services.escalate_risk, EscalateRiskInput, "Ask a board to act, with a reason.")
    deescalate = verb("deescalate", services.deescalate_risk, RiskReasonInput, "Take it back from the board, with a reason.")
    summary = figures(selectors.risk_summary, RiskSummarySerializer, "The figures over the risks and issues that the filter leaves.")
    grid = figures(
        selectors.risk_grid,
        GridSerializer,
        "The 5 by 5 grid over the risks that the list's filters leave: the open ones, where no status is asked for.",
        "grid",
    )


API = [("risks", RiskViewSet)]
