"""The forms of what hangs on a site: identifiers, buildings, occupations, holdings, plots."""

from django import forms

from devo_portal.core.forms import Checkbox, RecordForm, formfield_callback

from ..models import Building, Holding, Identifier, Occupation, Plot


class IdentifierForm(RecordForm):
    dispute = forms.BooleanField(
        required=False, label="Keep the claim although another site has it", help_text="Both are then listed as a conflict.", widget=Checkbox
    )

    class Meta:
        model = Identifier
        fields = ("scheme", "value", "organisation", "source", "illustrative")
        formfield_callback = formfield_callback

    field_order = ("scheme", "value", "organisation", "dispute")


class WithdrawForm(RecordForm):
    reason_needed = True

    class Meta:
        model = Identifier
        fields = ()


class BuildingForm(RecordForm):
    class Meta:
        model = Building
        fields = ("name", "use", "gross_internal_m2", "storeys", "built", "condition", "demolished_on", "source", "illustrative")
        formfield_callback = formfield_callback


class OccupationForm(RecordForm):
    class Meta:
        model = Occupation
        fields = ("building", "holding", "occupier", "occupier_name", "vacant", "area_m2", "starts_on", "ends_on", "source", "illustrative")
        formfield_callback = formfield_callback


class HoldingForm(RecordForm):
    class Meta:
        model = Holding
        fields = (
            "organisation",
            "tenure",
            "tenure_category",
            "part",
            "building",
            "superior",
            "floor_m2",
            "land_ha",
            "area_source",
            "landlord",
            "landlord_name",
            "starts_on",
            "ends_on",
            "break_on",
            "review_on",
            "source",
            "illustrative",
        )
        formfield_callback = formfield_callback


class PlotForm(RecordForm):
    class Meta:
        model = Plot
        fields = (
            "name",
            "land_ha",
            "gross_internal_m2",
            "surplus_status",
            "stage",
            "disposal_status",
            "planned_year",
            "proposed_use",
            "homes_from",
            "homes_to",
            "planning_status",
            "market_value",
            "sensitive",
            "source",
            "illustrative",
        )
        formfield_callback = formfield_callback
