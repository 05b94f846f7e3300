from django.db.models import Q, QuerySet

from devo_portal.core.filters import AnyOf, FilterSet, Reference, Search, YesNo, django_filters

from ..models import Signature, SignatureGroup
from ..rules import signing
from .shared import agreements, organisations


def groups() -> QuerySet[SignatureGroup]:
    return SignatureGroup.objects.order_by("name")


def signatures() -> QuerySet[Signature]:
    return Signature.objects.select_related("organisation").order_by("organisation__name")


class SignatureFilter(FilterSet):
    q = Search("organisation__name", "person", "role")
    agreement = Reference("agreement_id", agreements, label="Agreement")
    organisation = Reference("organisation_id", organisations, label="Organisation")
    on_behalf_of = Reference("mandates__organisation_id", organisations, label="On behalf of")
    group = Reference("group_id", groups, label="Group")
    status = AnyOf(Signature.Status, label="Status")
    side = AnyOf(Signature.Side, label="Side")
    waiting = YesNo(lambda: Q(status__in=signing.WAITS), label="Waiting for the signature")
    outstanding = YesNo(lambda: ~Q(status=signing.SIGNED), label="Outstanding")
    signed_on = django_filters.DateFilter("signed_on", label="Signed on")
    current = YesNo(lambda: Q(ended_on=None), label="Current")


class GroupFilter(FilterSet):
    q = Search("name")
    agreement = Reference("agreement_id", agreements, label="Agreement")


class MandateFilter(FilterSet):
    q = Search("organisation__name")
    agreement = Reference("signature__agreement_id", agreements, label="Agreement")
    signature = Reference("signature_id", signatures, label="Signatory")
    organisation = Reference("organisation_id", organisations, label="On behalf of")
    shown = YesNo(lambda: Q(evidence__isnull=False), label="With evidence")
