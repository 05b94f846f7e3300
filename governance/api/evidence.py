from devo_portal.core.api import ReadViewSet

from .. import selectors


class EvidenceViewSet(ReadViewSet):
    read = selectors.evidence


API = [("evidence", EvidenceViewSet)]
