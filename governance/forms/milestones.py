from devo_portal.core.forms import Radios, RecordForm, formfield_callback

from ..models import Milestone


class MilestoneForm(RecordForm):
    class Meta:
        model = Milestone
        fields = ("name", "strand", "agreement", "owner", "needs_board", "planned", "forecast", "actual", "note", "source", "illustrative")
        widgets = {"strand": Radios}
        formfield_callback = formfield_callback


class RemoveMilestoneForm(RecordForm):
    class Meta:
        model = Milestone
        fields = ()
