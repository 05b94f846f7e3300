from devo_portal.core.forms import RecordForm, formfield_callback

from ..models import PrincipleLink
from .evidence import EvidenceFields


class PrincipleLinkForm(EvidenceFields, RecordForm):
    class Meta:
        model = PrincipleLink
        fields = ("principle", "commitment", "note", "source", "illustrative")
        formfield_callback = formfield_callback


class RemovePrincipleLinkForm(RecordForm):
    class Meta:
        model = PrincipleLink
        fields = ()
