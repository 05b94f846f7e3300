from devo_portal.core.api import RecordViewSet
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import AgreementInput


class AgreementViewSet(RecordViewSet):
    read = selectors.agreements
    may = Permission.AGREEMENT_DRAFT
    takes = AgreementInput
    creates = staticmethod(services.create_agreement)
    updates = staticmethod(services.update_agreement)


API = [("agreements", AgreementViewSet)]
