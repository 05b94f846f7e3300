"""Identifiers over the API."""

from devo_portal.core.api import RecordViewSet
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import IdentifierInput


class IdentifierViewSet(RecordViewSet):
    read = selectors.identifiers
    may = Permission.SITE_EDIT
    takes = IdentifierInput
    creates = staticmethod(services.claim_identifier)
    updates = staticmethod(services.update_identifier)
    removes = staticmethod(services.withdraw_identifier)


API = [("identifiers", IdentifierViewSet)]
