from devo_portal.core.forms import RecordForm, formfield_callback

from ..models import Decision


class DecisionForm(RecordForm):
    class Meta:
        model = Decision
        fields = ("board", "number", "title", "decided_on", "reasons", "source", "illustrative")
        formfield_callback = formfield_callback
