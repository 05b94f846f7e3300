from typing import Any

from django import forms

from devo_portal.core.forms import DayField, Radios, RecordForm, formfield_callback

from ..models import AgendaItem, Attendance, BoardMember, Interest, Meeting, Minutes, Paper


class AgendaItemForm(RecordForm):
    class Meta:
        model = AgendaItem
        fields = ("title", "purpose", "presenter", "minutes", "action_required")
        widgets = {"purpose": Radios}
        formfield_callback = formfield_callback


class MinuteForm(RecordForm):
    class Meta:
        model = AgendaItem
        fields = ("minute",)
        formfield_callback = formfield_callback

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minute"].widget.attrs["rows"] = 12


class ItemReasonForm(RecordForm):
    """Nothing but the version that was seen and the reason."""

    class Meta:
        model = AgendaItem
        fields = ()


class PaperForm(RecordForm):
    file = forms.FileField(
        required=False,
        label="File",
        help_text="Up to 20 MB: PDF, Word, Excel, PowerPoint, OpenDocument, CSV, plain text, PNG or JPEG. It takes the place of the one before it.",
    )

    class Meta:
        model = Paper
        fields = ("title", "author", "purpose", "action_required", "considerations", "restricted", "grounds", "source", "illustrative")
        formfield_callback = formfield_callback

    field_order = ("title", "author", "purpose", "action_required", "considerations", "file", "restricted", "grounds", "source", "illustrative")

    def clean(self) -> dict[str, Any]:
        """`file` as `(name, bytes)`, or left out."""
        cleaned = super().clean() or self.cleaned_data
        file = cleaned.pop("file", None)
        if file:
            cleaned["file"] = (file.name, file.read())
        return cleaned


class InterestForm(RecordForm):
    """The seats and items to choose from are those of the meeting: its page names them."""

    class Meta:
        model = Interest
        fields = ("member", "item", "kind", "nature", "withdrew")
        widgets = {"kind": Radios}
        formfield_callback = formfield_callback

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        item: Any = self.fields["item"]
        item.empty_label = "All of the meeting"


class MeetingVerbForm(RecordForm):
    """Nothing but the version that was seen and the reason."""

    class Meta:
        model = Meeting
        fields = ()


class StartMinutesForm(RecordForm):
    corrects = forms.CharField(
        required=False,
        label="What is corrected",
        help_text="What was wrong in the minutes that were agreed.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    class Meta:
        model = Meeting
        fields = ()


class CirculateForm(RecordForm):
    on = DayField(label="Day", help_text="When they were or are sent out, such as 16 November 2017.")

    class Meta:
        model = Minutes
        fields = ()

    field_order = ("on",)


class AgreeForm(RecordForm):
    """By a later meeting, or on a day."""

    agreed_at = forms.ModelChoiceField(
        Meeting.objects.none(), required=False, label="Agreed at the meeting", empty_label="None of these: the day below"
    )
    on = DayField(required=False, label="Or agreed on the day", help_text="Where no meeting is chosen, such as 16 November 2017.")

    class Meta:
        model = Minutes
        fields = ()

    field_order = ("agreed_at", "on")


class RowsForm(RecordForm):
    """A form with some fields for each of the rows that it is given; `cleaned_data["rows"]` is the list of them."""

    class Meta:
        model = Meeting
        fields = ()

    def __init__(self, *args: Any, rows: list[Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows or []
        for row in self.rows:
            for name, field in self.of(row).items():
                self.fields[f"{name}_{row.pk}"] = field
        self.order_fields([name for name in self.fields if name not in ("version", "reason")])

    def of(self, row: Any) -> dict[str, forms.Field]:
        raise NotImplementedError

    def value(self, name: str, row: Any) -> Any:
        return self.cleaned_data.get(f"{name}_{row.pk}")


class AttendanceForm(RowsForm):
    """A row a seat, of which those that are answered are saved."""

    def of(self, row: BoardMember) -> dict[str, forms.Field]:
        states = forms.ChoiceField(choices=Attendance.State.choices, required=False, label=str(row), widget=Radios)
        deputy = forms.CharField(max_length=200, required=False, label="Post of the deputy")
        return {"state": states, "deputy": deputy, "read": forms.IntegerField(required=False, widget=forms.HiddenInput)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        rows = []
        for seat in self.rows:
            state, deputy = self.value("state", seat), self.value("deputy", seat)
            if deputy and state != Attendance.State.DEPUTY:
                self.add_error(f"deputy_{seat.pk}", "Choose “Sent a deputy”, or leave the deputy empty.")
            elif state == Attendance.State.DEPUTY and not deputy:
                self.add_error(f"deputy_{seat.pk}", "Enter the post of the deputy.")
            elif state:
                rows.append({"member": seat, "state": state, "deputy": deputy, "version": self.value("read", seat)})
        return {"version": cleaned.get("version"), "reason": cleaned.get("reason", ""), "rows": rows}


class WriteUpForm(RowsForm):
    """The minute of each item."""

    def of(self, row: AgendaItem) -> dict[str, forms.Field]:
        words = forms.CharField(required=False, label=str(row), widget=forms.Textarea(attrs={"rows": 5}))
        return {"minute": words, "read": forms.IntegerField(required=False, widget=forms.HiddenInput)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        rows = [{"item": each, "minute": self.value("minute", each) or "", "version": self.value("read", each) or 0} for each in self.rows]
        return {"version": cleaned.get("version"), "reason": cleaned.get("reason", ""), "rows": rows}
