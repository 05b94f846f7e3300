from devo_portal.core.api import RecordViewSet, figures, verb
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import CommitmentInput, CommitmentSummarySerializer, CompleteInput, ReopenInput


class CommitmentViewSet(RecordViewSet):
    read = selectors.commitments
    may = Permission.COMMITMENT_EDIT
    takes = CommitmentInput
    creates = staticmethod(services.create_commitment)
    updates = staticmethod(services.update_commitment)
    complete = verb("complete", services.complete_commitment, CompleteInput, "Complete it: refused (409) while something stands in the way.")
    reopen = verb("reopen", services.reopen_commitment, ReopenInput, "Open again what was complete, with a reason.")
    summary = figures(selectors.commitment_summary, CommitmentSummarySerializer, "The figures over the commitments that the filter leaves.")


API = [("commitments", CommitmentViewSet)]
