from django.db.models import Q

from devo_portal.core.filters import FilterSet, Reference, Search, YesNo

from ..models import PrincipleLink
from .shared import agreements, commitments, principles


class PrincipleFilter(FilterSet):
    q = Search("text")
    agreement = Reference("agreement_id", agreements, label="Agreement")
    served = YesNo(lambda: Q(pk__in=PrincipleLink.objects.values("principle")), label="Served by a commitment")


class PrincipleLinkFilter(FilterSet):
    q = Search("note", "principle__text", "commitment__code", "commitment__text")
    principle = Reference("principle_id", principles, label="Principle")
    commitment = Reference("commitment_id", commitments, label="Commitment")
    evidenced = YesNo(lambda: Q(evidence__isnull=False), label="With evidence")
