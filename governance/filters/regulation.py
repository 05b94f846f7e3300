from devo_portal.core.filters import AnyOf, FilterSet, PartialDateFilter, Reference, Search

from ..models import JointArrangement
from .shared import commitments, organisations


class JointArrangementFilter(FilterSet):
    q = Search("name", "person", "summary")
    kind = AnyOf(JointArrangement.Kind, label="Kind")
    body = Reference("body_links__organisation_id", organisations, label="Shared by")
    commitment = Reference("commitment_id", lambda: commitments().filter(theme="regulation"), label="Commitment")
    starts__gte = PartialDateFilter("starts", "gte", label="From, at the earliest")
    starts__lte = PartialDateFilter("starts", "lte", label="From, at the latest")
