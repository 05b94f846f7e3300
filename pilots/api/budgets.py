from devo_portal.core.api import RecordViewSet, figures, verb
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import BudgetInput, BudgetSummarySerializer, MonthsInput


class BudgetViewSet(RecordViewSet):
    read = selectors.budgets
    may = Permission.PILOT_EDIT
    takes = BudgetInput
    creates = staticmethod(services.create_budget)
    updates = staticmethod(services.update_budget)
    months = verb("months", services.record_months, MonthsInput, "Write plan, forecast and actual into months.")
    summary = figures(selectors.budget_summary, BudgetSummarySerializer, "Sums over the pooled budgets that the filter leaves.")


API = [("budgets", BudgetViewSet)]
