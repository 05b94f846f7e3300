from devo_portal.core.api import RecordViewSet, figures
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import CommitmentInput, CommitmentSummarySerializer


class CommitmentViewSet(RecordViewSet):
    read = selectors.commitments
    may = Permission.COMMITMENT_EDIT
    takes = CommitmentInput
    creates = staticmethod(services.create_commitment)
    updates = staticmethod(services.update_commitment)
    summary = figures(selectors.commitment_summary, CommitmentSummarySerializer, "The figures over the commitments that the filter leaves.")


API = [("commitments", CommitmentViewSet)]
