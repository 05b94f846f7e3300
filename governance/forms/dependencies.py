from devo_portal.core.forms import RecordForm, formfield_callback

from ..models import Dependency, StatutoryWindow


class DependencyForm(RecordForm):
    class Meta:
        model = Dependency
        fields = ("before_milestone", "before_clearance", "before_window", "lag_working_days", "note", "source", "illustrative")
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
