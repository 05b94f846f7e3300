from devo_portal.core.forms import Radios, RecordForm, formfield_callback

from ..models import Action


class ActionForm(RecordForm):
    class Meta:
        model = Action
        fields = (
            "board",
            "title",
            "description",
            "theme",
            "lead",
            "raised_on",
            "due_on",
            "status",
            "progress",
            "evidence",
            "closed_on",
            "source",
            "illustrative",
        )
        widgets = {"theme": Radios, "status": Radios}
        formfield_callback = formfield_callback
