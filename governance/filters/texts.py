from devo_portal.core.filters import AnyOf, FilterSet, Reference, Search

from ..models import AgreementVersion, Clause, TextStatus
from .shared import agreements, versions


class VersionFilter(FilterSet):
    q = Search("title", "note")
    agreement = Reference("agreement_id", agreements, label="Agreement")
    status = AnyOf(AgreementVersion.Status, label="Status")


class ClauseFilter(FilterSet):
    q = Search("number", "heading", "text")
    of = Reference("version_of_id", versions, label="Text")
    agreement = Reference("version_of__agreement_id", agreements, label="Agreement")
    text_status = AnyOf(TextStatus, label="Text status")

    class Meta:
        model = Clause
        fields: list[str] = []
