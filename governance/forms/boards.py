from devo_portal.core.forms import Radios, RecordForm, formfield_callback

from ..models import Action, Board


class BoardForm(RecordForm):
    class Meta:
        model = Board
        fields = (
            "name",
            "short_name",
            "purpose",
            "terms_of_reference",
            "reports_to",
            "chaired_by",
            "independent_chair",
            "quorum",
            "membership",
            "formed",
            "phase",
            "source",
            "illustrative",
        )
        formfield_callback = formfield_callback


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
