"""Returns of trusts about themselves over the API."""

from devo_portal.core.api import ReadViewSet

from .. import selectors


class TrustReturnViewSet(ReadViewSet):
    """The trust sheet of the ERIC return: one return of each trust and year, as its own file gave it."""

    read = selectors.trust_returns


API = [("trust-returns", TrustReturnViewSet)]
