from typing import Any

from django import forms

from devo_portal.core.forms import Checkbox, DayField, Radios, RecordForm

from ..models import OptIn


class OptInMoveForm(RecordForm):
    """How a cell moves: to which state, from which day, on what terms and why. Where a period runs, its version comes with it."""

    state = forms.ChoiceField(label="New state", widget=Radios)
    on = DayField(
        label="From", help_text="The first day of the new state, such as 1 April 2018. Give the day on which the running state began to correct that."
    )
    ends_on = DayField(label="Until", required=False, help_text="Leave empty where it holds until further notice.")
    note = forms.CharField(label="Terms", required=False, help_text="Such as what is varied.", widget=forms.Textarea(attrs={"rows": 3}))
    illustrative = forms.BooleanField(
        label="Illustrative", required=False, help_text="Made up to show how a page works; no source says so.", widget=Checkbox
    )

    running = forms.UUIDField(widget=forms.HiddenInput, required=False)  # the period whose version it is

    class Meta:
        model = OptIn
        fields = ()

    def __init__(self, *args: Any, moves: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state: Any = self.fields["state"]
        state.choices = moves
        self.fields["reason"].help_text = "Needed to withdraw or to correct. Kept in the history, beside your name."
        self.order_fields(["state", "on", "ends_on", "note", "illustrative", "reason", "running", "version"])
