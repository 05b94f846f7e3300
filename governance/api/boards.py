from devo_portal.core.api import ReadViewSet

from .. import selectors


class BoardViewSet(ReadViewSet):
    read = selectors.boards


API = [("boards", BoardViewSet)]
