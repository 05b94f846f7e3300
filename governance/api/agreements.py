from devo_portal.core.api import ReadViewSet

from .. import selectors


class AgreementViewSet(ReadViewSet):
    read = selectors.agreements


class PrincipleViewSet(ReadViewSet):
    read = selectors.principles


API = [("agreements", AgreementViewSet), ("principles", PrincipleViewSet)]
