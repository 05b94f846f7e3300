from devo_portal.core.forms import RecordForm, formfield_callback

from ..models import Baseline


class BaselineForm(RecordForm):
    class Meta:
        model = Baseline
        fields = ("name", "decision", "note", "source", "illustrative")
        formfield_callback = formfield_callback
