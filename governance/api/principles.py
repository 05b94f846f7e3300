from devo_portal.core.api import ReadViewSet

from .. import selectors


class PrincipleViewSet(ReadViewSet):
    read = selectors.principles


API = [("principles", PrincipleViewSet)]
