from devo_portal.core.api import ReadViewSet

from .. import selectors


class AgreementViewSet(ReadViewSet):
    read = selectors.agreements


API = [("agreements", AgreementViewSet)]
