from django.db.models import Q

from devo_portal.core.filters import AnyOf, FilterSet, Reference, YesNo

from ..models import Signature
from .shared import agreements, organisations


class SignatureFilter(FilterSet):
    agreement = Reference("agreement_id", agreements, label="Agreement")
    organisation = Reference("organisation_id", organisations, label="Organisation")
    status = AnyOf(Signature.Status, label="Status")
    side = AnyOf(Signature.Side, label="Side")
    current = YesNo(lambda: Q(ended_on=None), label="Current")
