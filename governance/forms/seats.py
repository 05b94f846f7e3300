from typing import Any

from django import forms
from django.db.models import Prefetch, QuerySet

from devo_portal.core.fields import PartialDateFormField
from devo_portal.core.forms import Checkboxes, Radios, RecordForm, formfield_callback
from devo_portal.core.models import Membership, Organisation, User

from ..models import BoardMember, accounts


class AccountField(forms.ModelChoiceField):
    """Offers people by name and organisation; their e-mail addresses stay where they are."""

    def label_from_instance(self, person: Any) -> str:
        bodies = sorted({str(each.organisation) for each in person.acting})
        return f"{person.name} ({', '.join(bodies) or 'acts for nobody at present'})"


def _offered() -> QuerySet[User]:
    """Those who may be chosen, and those who have a seat already, which may stay theirs: the service tells which is which."""
    current = Membership.objects.current().select_related("organisation")
    seated = User.objects.filter(pk__in=BoardMember.objects.exclude(person=None).values("person"))
    return (accounts() | seated).prefetch_related(Prefetch("memberships", current, to_attr="acting"))


class SeatForm(RecordForm):
    person = AccountField(
        User.objects.none(),
        required=False,
        label="Account",
        help_text="Whose account goes with the seat: it may read the board’s restricted papers, and has its meetings in its calendar. "
        "Readers see only that there is one.",
    )
    affiliations = forms.ModelMultipleChoiceField(
        Organisation.objects.all(),
        required=False,
        label="Affiliations",
        help_text="Where they are a director or an employee, or are otherwise affiliated, as they declared.",
        widget=Checkboxes,
    )

    class Meta:
        model = BoardMember
        fields = (
            "organisation",
            "post",
            "name",
            "capacity",
            "votes",
            "joined",
            "left",
            "person",
            "independent",
            "affiliations",
            "source",
            "illustrative",
        )
        widgets = {"capacity": Radios}
        formfield_callback = formfield_callback

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.queryset = _offered()


class EndSeatForm(RecordForm):
    left = PartialDateFormField(label="Left", help_text="When they no longer sat: 16 November 2017, November 2017 or 2017.")

    field_order = ("left", "reason")

    class Meta:
        model = BoardMember
        fields = ()
