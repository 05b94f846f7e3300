"""Shapes of declared interests, and what one takes in."""

from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.shapes import Label, May, One, Shape, Url

from ..models import AgendaItem, Interest
from .attendance import SeatNamed
from .meetings import MeetingBrief


class ItemPlace(Shape):
    class Meta:
        model = AgendaItem
        fields = ("id", "ref", "place", "title")


class InterestBrief(Shape):
    url = Url("interests")
    member = One(SeatNamed, "member")
    item = One(ItemPlace, "item")
    kind_label = Label("kind", Interest.Kind)

    class Meta:
        model = Interest
        fields = ("id", "ref", "url", "member", "item", "kind", "kind_label", "nature", "withdrew", "version")


class InterestSerializer(InterestBrief):
    meeting = One(MeetingBrief, "meeting")
    may_edit = May(Permission.MEETING_RUN, "id")

    class Meta:
        model = Interest
        fields = ("id", "ref", "url", "meeting", "member", "item", "kind", "kind_label", "nature", "withdrew", "version", "updated_at", "may_edit")
        brief = ("nature",)


class InterestInput(Input):
    class Meta:
        model = Interest
        fields = ("meeting", "member", "item", "kind", "nature", "withdrew", "reason")
