"""Holdings over the API."""

from devo_portal.core.api import ReadViewSet

from .. import selectors


class HoldingViewSet(ReadViewSet):
    read = selectors.holdings


API = [("holdings", HoldingViewSet)]
