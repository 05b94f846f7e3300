from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from ..models import Milestone

_EITHER = [("", "Either"), ("true", "Yes"), ("false", "No")]


class TimelineFilterForm(forms.Form):
    """The questions that the timeline takes, as its page draws them; what is offered comes with the answer. The selector reads them."""

    q = forms.CharField(label="Search", required=False)
    baseline = forms.ChoiceField(required=False, label="Against the baseline")
    owner = forms.ChoiceField(required=False)
    agreement = forms.ChoiceField(required=False)
    needs_board = forms.ChoiceField(required=False, label="Falls on a meeting of")
    late = forms.ChoiceField(choices=_EITHER, required=False)
    reached = forms.ChoiceField(choices=_EITHER, required=False)
    unowned = forms.ChoiceField(choices=_EITHER, required=False, label="Without an owner")
    critical = forms.ChoiceField(choices=_EITHER, required=False, label="On the critical path")
    strand = forms.MultipleChoiceField(choices=Milestone.Strand.choices, required=False)
    falls__gte = forms.CharField(label="Falls from", required=False)
    falls__lte = forms.CharField(label="Falls to", required=False)

    def __init__(self, asked: Any, *, offered: Mapping[str, Sequence[tuple[str, str]]], baselines: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(asked)
        chosen: dict[str, Any] = {name: [("", "Any"), *choices] for name, choices in offered.items()}
        chosen["baseline"] = [("", "The newest"), *((str(each["id"]), each["name"]) for each in baselines)]
        for name, choices in chosen.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # each is a choice
