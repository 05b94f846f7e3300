from devo_portal.core.forms import Radios, RecordForm, formfield_callback

from .models import Action, Commitment, Milestone


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
            "conditions",
            "source",
            "illustrative",
        )
        widgets = {"theme": Radios, "strength": Radios, "status": Radios, "text_status": Radios}
        formfield_callback = formfield_callback


class MilestoneForm(RecordForm):
    class Meta:
        model = Milestone
        fields = ("name", "strand", "agreement", "owner", "planned", "forecast", "actual", "note", "source", "illustrative")
        widgets = {"strand": Radios}
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
