from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator

from devo_portal.core.forms import DayField, Radios, RecordForm, formfield_callback
from devo_portal.core.models import Organisation

from ..models import Action, AgendaItem, Commitment, Decision
from .decisions import agreed

# Social care first, then health, then those who serve both: as a board of health and care looks for partners.
_KINDS = ("authority", "ccg", "trust", "stp", "london", "national")


class KindsOfOrganisation(forms.CheckboxSelectMultiple):
    """Checkboxes in a group for each kind: a hundred organisations in one row of boxes would hide each other."""

    template_name = "governance/action_contributors.html"
    use_fieldset = True


class ByKind(ModelChoiceIterator):
    """`[(kind, [(id, name)])]`"""

    def __iter__(self) -> Iterator[Any]:
        rows = sorted(self.queryset, key=lambda each: (_KINDS.index(each.kind), each.name))
        for kind, group in groupby(rows, key=lambda each: each.get_kind_display()):
            yield kind, [self.choice(each) for each in group]


class Contributors(forms.ModelMultipleChoiceField):
    iterator = ByKind
    widget = KindsOfOrganisation

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class CommitmentChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.code}: {obj.text if len(obj.text) < 70 else obj.text[:67] + '…'}"


class ItemChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.meeting}: {obj}"


def items_of(board: Any) -> QuerySet[AgendaItem]:
    """The items of a board's meetings, the latest first."""
    items = AgendaItem.objects.select_related("meeting__board").order_by("-meeting__held_on", "place")
    try:
        return items.filter(meeting__board=getattr(board, "pk", board) or None)
    except (ValueError, forms.ValidationError):  # no id at all: the board's own field says so
        return items.none()


class ActionForm(RecordForm):
    contributors = Contributors(
        Organisation.objects.all(), required=False, label="Contributors", help_text="Those in health and social care who work on it beside the lead."
    )
    commitment = CommitmentChoice(
        Commitment.objects.order_by("code"), required=False, label="Commitment served", help_text="The promise that it serves."
    )
    raised_at = ItemChoice(
        AgendaItem.objects.none(),
        required=False,
        label="Raised at the item",
        help_text="Of a meeting of its board; add the action from the item, and it is chosen already.",
        error_messages={"invalid_choice": "Choose an item of a meeting of this board."},
    )
    closing_decision = forms.ModelChoiceField(
        Decision.objects.none(), required=False, label="Closed by the decision", help_text="Where a decision closes it, in place of evidence."
    )

    class Meta:
        model = Action
        fields = (
            "board",
            "title",
            "description",
            "theme",
            "lead",
            "contributors",
            "commitment",
            "raised_at",
            "raised_on",
            "due_on",
            "status",
            "evidence",
            "closing_decision",
            "closed_on",
            "source",
            "illustrative",
        )
        widgets = {"theme": Radios, "status": Radios}
        formfield_callback = formfield_callback

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items: Any = self.fields["raised_at"]
        items.queryset = items_of(self["board"].value())
        decisions: Any = self.fields["closing_decision"]
        decisions.queryset = agreed()


class ReportForm(RecordForm):
    """What was done, and how the action stands with it."""

    field_order = ("version", "note", "status", "due_on", "evidence", "closing_decision", "reason")

    note = forms.CharField(max_length=5000, label="What was done", widget=forms.Textarea(attrs={"rows": 3}), help_text="Kept as you say it.")
    status = forms.ChoiceField(choices=Action.Status.choices, label="Status now")
    due_on = DayField(required=False, label="Due", help_text="Such as 16 November 2017. A later day needs a reason.")
    evidence = forms.CharField(
        required=False, label="Evidence", widget=forms.Textarea(attrs={"rows": 2}), help_text="What shows that it is complete."
    )
    closing_decision = forms.ModelChoiceField(
        Decision.objects.none(), required=False, label="Closed by the decision", help_text="Where a decision closes it, in place of evidence."
    )

    class Meta:
        model = Action
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decisions: Any = self.fields["closing_decision"]
        decisions.queryset = agreed()

    @property
    def folded(self) -> list[Any]:
        """The fields that an update seldom needs."""
        return [self[name] for name in ("due_on", "evidence", "closing_decision", "reason") if name in self.fields]

    @property
    def unfolds(self) -> bool:
        return any(field.errors for field in self.folded)
