"""Yearly returns over the API."""

from devo_portal.core.api import ReadViewSet

from .. import selectors


class ReturnViewSet(ReadViewSet):
    read = selectors.returns


API = [("estate-returns", ReturnViewSet)]
