from typing import Any

from devo_portal.core.forms import RecordForm, formfield_callback

from ..models import Baseline
from .decisions import agreed


class BaselineForm(RecordForm):
    class Meta:
        model = Baseline
        fields = ("name", "decision", "note", "source", "illustrative")
        formfield_callback = formfield_callback

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decision: Any = self.fields["decision"]
        decision.queryset = agreed()
