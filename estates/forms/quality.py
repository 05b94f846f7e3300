"""The forms of quality: confirm sites, waive a finding, withdraw a waiver."""

from django import forms

from devo_portal.core.forms import Checkboxes, RecordForm, formfield_callback

from ..models import QualityWaiver, Site
from ..rules.quality import CHOICES


class ConfirmSiteForm(RecordForm):
    note = forms.CharField(
        max_length=500, required=False, label="Note", help_text="What you looked at, such as: measured survey of May 2017.", widget=forms.TextInput
    )

    class Meta:
        model = Site
        fields = ()

    field_order = ("note",)


class ConfirmSitesForm(RecordForm):
    sites = forms.MultipleChoiceField(choices=(), label="Sites that are still correct", widget=Checkboxes)
    note = forms.CharField(max_length=500, required=False, label="Note", help_text="Kept with each of them.", widget=forms.TextInput)

    class Meta:
        model = Site
        fields = ()

    field_order = ("sites", "note")


class WaiverForm(RecordForm):
    rule = forms.ChoiceField(choices=[("", "Choose"), *CHOICES], label="Finding")

    class Meta:
        model = QualityWaiver
        fields = ("why", "evidence", "until")
        formfield_callback = formfield_callback

    field_order = ("rule", "why", "evidence", "until")


class WithdrawWaiverForm(RecordForm):
    reason_needed = True

    class Meta:
        model = QualityWaiver
        fields = ()
