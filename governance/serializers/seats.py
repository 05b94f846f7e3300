"""Shapes of seats on boards, and what one takes in."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.models import Organisation
from devo_portal.core.policy import ALL, Permission
from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Answering, Finish, Label, Many, May, One, Part, Row, Shape, Url, extend_schema_field

from ..models import Board, BoardMember, accounts
from ..rules import seats as rule
from .boards import BoardBrief, BoardSerializer
from .kept import KEPT
from .verbs import VerbInput


def day_asked(answering: Answering) -> date:
    """The day that a question is asked for; today where it names none."""
    return answering.asked.get("on") or timezone.localdate()


class OfDates(Part):
    """Something made from the dates of a seat, for the day asked."""

    def __init__(self, make: Callable[[Any, Any, date], Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.make = make

    def paths(self) -> list[str]:
        return ["joined", "left"]

    def finisher(self, answering: Answering) -> Finish:
        make, day, joined, left = self.make, day_asked(answering), answering.at["joined"], answering.at["left"]
        return lambda row: make(row[joined], row[left], day)


@extend_schema_field({"type": "boolean"})
class OnTheDay(OfDates):
    pass


@extend_schema_field({"type": "string"})
class InWords(OfDates):
    pass


@extend_schema_field({"type": "boolean"})
class HasAccount(Part):
    def paths(self) -> list[str]:
        return ["person_id"]

    def finisher(self, answering: Answering) -> Finish:
        at = answering.at["person_id"]
        return lambda row: row[at] is not None


@extend_schema_field(
    {"type": ["object", "null"], "required": ["id", "name"], "properties": {"id": {"type": "string", "format": "uuid"}, "name": {"type": "string"}}}
)
class Account(Part):
    """Whose account it is: by name alone, and only for those who keep the boards."""

    def paths(self) -> list[str]:
        return ["person_id", "person__name"]

    def finisher(self, answering: Answering) -> Finish:
        if answering.reach(Permission.BOARD_EDIT) != ALL:
            return lambda row: None
        pk, name = answering.at["person_id"], answering.at["person__name"]

        def person(row: Row) -> Any:
            return {"id": row[pk], "name": row[name]} if row[pk] else None

        return person


def _affiliated(user: Any) -> QuerySet[Organisation]:
    return Organisation.objects.order_by("name")


class SeatSerializer(Shape):
    url = Url("board-members")
    board = One(BoardBrief, "board")
    organisation = One(OrganisationBrief, "organisation")
    capacity_label = Label("capacity", BoardMember.Capacity)
    affiliations = Many(
        OrganisationBrief,
        _affiliated,
        by="boardmemberaffiliation__member_id",
        help_text="Where they are a director or an employee, or are otherwise affiliated, as they declared.",
    )
    sits = OnTheDay(rule.sits, help_text="Held on the day asked, today where none is, as far as its dates let it be.")
    surely = OnTheDay(rule.surely_sits, help_text="Held on that day beyond doubt.")
    doubt = InWords(rule.doubt, help_text="Why that is not sure; empty where it is, or where the seat was not held.")
    has_account = HasAccount(help_text="Somebody's account goes with it.")
    person = Account(help_text="Whose account, for those who may change boards; else null.")
    may_edit = May(Permission.BOARD_EDIT, "id")

    class Meta:
        model = BoardMember
        fields = (
            "id",
            "ref",
            "url",
            "board",
            "organisation",
            "post",
            "name",
            "capacity",
            "capacity_label",
            "votes",
            "independent",
            "affiliations",
            "joined",
            "left",
            "sits",
            "surely",
            "doubt",
            "has_account",
            "person",
            *KEPT,
            "may_edit",
        )
        brief = ("post", "capacity", "organisation")


class IndependenceSerializer(serializers.Serializer):
    required = serializers.BooleanField(help_text="A co-chair of this board must be independent of every member.")
    kept = serializers.BooleanField(allow_null=True, help_text="Whether one is, on the day asked; null where that is not asked or not known.")
    said = serializers.CharField()


_PLACES = {code: place for place, code in enumerate(BoardMember.Capacity.values)}


def _members(answering: Answering) -> dict[Any, list[dict[str, Any]]]:
    """Board -> its seats on the day asked: chairs first, then by organisation and post."""
    rows = Many(SeatSerializer, lambda user: BoardMember.objects.order_by("organisation__name", "post", "id"), by="board_id")
    of_board = rows.finisher(Answering(answering.user, {"id": 0}, answering.ids, answering.asked))
    return {pk: sorted((each for each in of_board((pk,)) if each["sits"]), key=lambda each: _PLACES[each["capacity"]]) for pk in answering.ids}


@extend_schema_field(SeatSerializer(many=True))
class Members(Part):
    def paths(self) -> list[str]:
        return ["id"]

    def finisher(self, answering: Answering) -> Finish:
        members, at = answering.once(_members), answering.at["id"]
        return lambda row: members[row[at]]


@extend_schema_field(IndependenceSerializer)
class IndependencePart(Part):
    def paths(self) -> list[str]:
        return ["id", "independent_chair"]

    def finisher(self, answering: Answering) -> Finish:
        members, at, required = answering.once(_members), answering.at["id"], answering.at["independent_chair"]

        def kept(row: Row) -> dict[str, Any]:
            chairs = [
                rule.Chair(each["name"] or each["post"], each["independent"], each["surely"])
                for each in members[row[at]]
                if each["capacity"] in BoardMember.CHAIRS
            ]
            return rule.independence(row[required], chairs, day_asked(answering), timezone.localdate())._asdict()

        return kept


@extend_schema_field({"type": "string", "format": "date"})
class DayAsked(Part):
    def paths(self) -> list[str]:
        return ["id"]

    def finisher(self, answering: Answering) -> Finish:
        day = day_asked(answering)
        return lambda row: day


class BoardDetail(BoardSerializer):
    """A board with who sits on it, on the day asked."""

    reporting = Many(BoardBrief, lambda user: Board.objects.order_by("name"), by="reports_to_id")
    on = DayAsked(help_text="The day for which `members` and `independence` hold.")
    members = Members()
    independence = IndependencePart()

    class Meta(BoardSerializer.Meta):
        fields = (*BoardSerializer.Meta.fields, "membership", "terms_of_reference", "reporting", "on", "members", "independence")


class SeatInput(Input):
    affiliations = serializers.PrimaryKeyRelatedField(
        many=True, required=False, queryset=Organisation.objects.all(), help_text="Where they are a director or an employee, or otherwise affiliated."
    )
    person = serializers.PrimaryKeyRelatedField(
        required=False, allow_null=True, queryset=accounts(), help_text="The account of who holds it: of somebody who may sign in today."
    )

    def get_fields(self) -> Any:
        fields = super().get_fields()
        fields["person"].queryset = accounts()  # as of today, not of the day on which the server started
        return fields

    class Meta:
        model = BoardMember
        fields = (
            "board",
            "organisation",
            "post",
            "name",
            "person",
            "capacity",
            "votes",
            "independent",
            "affiliations",
            "joined",
            "left",
            "source",
            "illustrative",
            "reason",
        )


class EndSeatInput(VerbInput):
    class Meta:
        model = BoardMember
        fields = ("left", "reason")
