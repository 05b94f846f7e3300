from devo_portal.core.api import ReadViewSet, figures

from .. import selectors
from ..serializers import SignatureSummarySerializer


class SignatureViewSet(ReadViewSet):
    read = selectors.signatures
    summary = figures(
        selectors.signature_summary, SignatureSummarySerializer, "The figures over the places that the filter leaves and that are not ended."
    )


API = [("signatures", SignatureViewSet)]
