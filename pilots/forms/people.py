from devo_portal.core.forms import DayField, Radios, RecordForm, formfield_callback

from ..models import PilotRole


class PilotRoleForm(RecordForm):
    class Meta:
        model = PilotRole
        fields = ("pilot", "role", "organisation", "post", "starts_on", "ends_on", "source", "illustrative")
        widgets = {"role": Radios}
        formfield_callback = formfield_callback


class EndRoleForm(RecordForm):
    ends_on = DayField(required=False, label="Until", help_text="The first day on which it no longer holds. Today, if you leave it empty.")
    reason_needed = True
    field_order = ("ends_on", "reason", "version")

    class Meta:
        model = PilotRole
        fields = ()
