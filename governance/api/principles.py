from devo_portal.core.api import RecordViewSet
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import PrincipleLinkInput


class PrincipleLinkViewSet(RecordViewSet):
    read = selectors.principle_links
    may = Permission.COMMITMENT_EDIT
    takes = PrincipleLinkInput
    creates = staticmethod(services.create_principle_link)
    updates = staticmethod(services.update_principle_link)
    removes = staticmethod(services.remove_principle_link)


API = [("principle-links", PrincipleLinkViewSet)]  # the principles themselves answer in the pilots' room, for their pilots stand in the answer
