from devo_portal.core.forms import RecordForm, formfield_callback

from ..models import Board


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
