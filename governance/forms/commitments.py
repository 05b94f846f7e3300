from devo_portal.core.forms import Radios, RecordForm, formfield_callback

from ..models import Commitment


class CommitmentForm(RecordForm):
    class Meta:
        model = Commitment
        fields = (
            "agreement",
            "code",
            "text",
            "text_status",
            "theme",
            "strength",
            "in_principle",
            "status",
            "progress",
            "owner",
            "owners_text",
            "forum",
            "due",
            "due_text",
            "source",
            "illustrative",
        )
        widgets = {"theme": Radios, "strength": Radios, "status": Radios, "text_status": Radios}
        formfield_callback = formfield_callback
