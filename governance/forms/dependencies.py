from typing import Any

from devo_portal.core.forms import RecordForm, formfield_callback

from ..models import Dependency, Meeting, StatutoryWindow


class DependencyForm(RecordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["before_meeting"].queryset = Meeting.objects.select_related("board")  # type: ignore[attr-defined]  # a choice of rows

    class Meta:
        model = Dependency
        fields = ("before_milestone", "before_clearance", "before_window", "before_meeting", "lag_working_days", "note", "source", "illustrative")
        formfield_callback = formfield_callback


class RemoveDependencyForm(RecordForm):
    reason_needed = True

    class Meta:
        model = Dependency
        fields = ()


class WindowForm(RecordForm):
    class Meta:
        model = StatutoryWindow
        fields = ("name", "working_days", "starts_on", "follows", "note", "source", "illustrative")
        formfield_callback = formfield_callback


class RemoveWindowForm(RecordForm):
    reason_needed = True

    class Meta:
        model = StatutoryWindow
        fields = ()
