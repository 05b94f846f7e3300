from devo_portal.core.forms import Radios, RecordForm, formfield_callback

from ..models import Function
from .texts import ClauseChoice


class FunctionForm(RecordForm):
    clause = ClauseChoice(help_text="The clause that brings it.")

    class Meta:
        model = Function
        fields = (
            "code",
            "name",
            "summary",
            "status",
            "rung",
            "from_body",
            "to_whom",
            "accountable_body",
            "decision_maker",
            "commitment",
            "clause",
            "budget",
            "budget_note",
            "source",
            "illustrative",
        )
        widgets = {"status": Radios, "rung": Radios}
        formfield_callback = formfield_callback
