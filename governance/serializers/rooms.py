"""A meeting with all that happens in it: its agenda, papers, decisions, who was there, interests, minutes."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from rest_framework import serializers

from devo_portal.core.shapes import Answering, Finish, Many, Part, Row, compiled, extend_schema_field

from ..models import Action, AgendaItem, Attendance, Decision, Interest, Meeting, Minutes
from ..rules.quorum import Quorum
from .agendas import ActionArising, AgendaItemOfMeeting, DecisionAtItem
from .attendance import AttendanceBrief
from .interests import InterestBrief
from .meetings import MeetingSerializer
from .minutes import MinutesBrief
from .verbs import VerbInput


@extend_schema_field(
    {
        "type": "object",
        "required": ["needed", "there", "withdrew", "met", "said"],
        "properties": {
            "needed": {"type": ["integer", "null"], "description": "Voting members who must be there; null where no quorum is set."},
            "there": {"type": "integer"},
            "withdrew": {"type": "integer", "description": "Of those there, who take no part in the meeting."},
            "met": {"type": "boolean"},
            "said": {"type": "string"},
        },
    }
)
class QuorumState(Part):
    """Whether the meeting may decide."""

    def paths(self) -> tuple[str, ...]:
        return ("quorum", "there", "withdrew")

    def finisher(self, answering: Answering) -> Finish:
        places = [answering.at[path] for path in self.paths()]

        def state(row: Row) -> dict[str, Any]:
            quorum = Quorum(*(row[place] for place in places))
            return {**quorum._asdict(), "met": quorum.met, "said": quorum.said}

        return state


@extend_schema_field(ActionArising(many=True))
class MattersArising(Part):
    """The board's actions of before this meeting that were open at it or closed since the last one, each with `offered`: due by
    the day, and not an item of its own yet."""

    def paths(self) -> tuple[str, ...]:
        return ("id", "board_id", "held_on", "last_on", "status")

    def finisher(self, answering: Answering) -> Finish:
        places = [answering.at[path] for path in self.paths()]
        inner = compiled(ActionArising)
        build = inner.builder(Answering(answering.user, inner.at))

        def arising(row: Row) -> list[dict[str, Any]]:
            pk, board, day, last, status = (row[place] for place in places)
            since = Q(closed_on__gte=last) if last else Q(closed_on__gt=day)
            rows = Action.objects.filter(Q(status__in=Action.LIVE) | since, board=board, raised_on__lt=day)
            item = AgendaItem.objects.filter(meeting=pk, about_action=OuterRef("pk"))
            answers = []
            for each in rows.annotate(item=Exists(item)).order_by("due_on", "id").values_list(*inner.paths, "item"):
                answer = build(each)
                due = answer["status"] in Action.LIVE and answer["due_on"] is not None and answer["due_on"] <= day
                answers.append({**answer, "offered": due and not each[-1] and status in Meeting.COMING})
            return answers

        return arising


@extend_schema_field(DecisionAtItem(many=True))
class Decisions(Part):
    """Decisions of this meeting, each with `item` (an id or null); or, `offered`, the board's open ones that no meeting takes up yet."""

    def __init__(self, *, offered: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.offered = offered

    def paths(self) -> tuple[str, ...]:
        return ("id", "board_id", "status")

    def finisher(self, answering: Answering) -> Finish:
        meeting, board, status = (answering.at[path] for path in self.paths())

        def decisions(row: Row) -> list[dict[str, Any]]:
            both = answering.once(_Load(row[meeting], row[board]))
            if not self.offered:
                return [answer for answer, of in both if of == row[meeting]]
            return [answer for answer, of in both if of is None] if row[status] in Meeting.COMING else []

        return decisions


@dataclass(frozen=True)
class _Load:
    """The decisions of a meeting and those that wait for one, in one query."""

    meeting: Any
    board: Any

    def __call__(self, answering: Answering) -> list[tuple[dict[str, Any], Any]]:
        inner = compiled(DecisionAtItem)
        build = inner.builder(Answering(answering.user, inner.at))
        waits = Q(board=self.board, meeting=None, status__in=Decision.OPEN)
        rows = Decision.objects.filter(Q(meeting=self.meeting) | waits).order_by("number", "id").values_list(*inner.paths, "item_id", "meeting_id")
        return [({**build(row), "item": row[-2]}, row[-1]) for row in rows]


def _seats(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by("member__capacity", "member__post", "id")


class MeetingDetail(MeetingSerializer):
    quorum_state = QuorumState()
    items = Many(AgendaItemOfMeeting, lambda user: AgendaItem.objects.timed().order_by("place"), by="meeting_id")
    decisions = Decisions(offered=False)
    matters_arising = MattersArising()
    decisions_offered = Decisions(offered=True)
    attendance = Many(AttendanceBrief, lambda user: _seats(Attendance.objects.all()), by="meeting_id")
    interests = Many(InterestBrief, lambda user: Interest.objects.order_by("item__place", "id"), by="meeting_id")
    minutes_versions = Many(MinutesBrief, lambda user: Minutes.objects.readable_by(user).order_by("number"), by="meeting_id")
    last_meeting = serializers.UUIDField(source="last_id", allow_null=True, help_text="The meeting of this board that was held before it.")

    class Meta(MeetingSerializer.Meta):
        fields = (
            *MeetingSerializer.Meta.fields,
            "quorum_state",
            "items",
            "decisions",
            "matters_arising",
            "decisions_offered",
            "attendance",
            "interests",
            "minutes_versions",
            "last_meeting",
        )


class TakeUpInput(VerbInput):
    action = serializers.PrimaryKeyRelatedField(queryset=Action.objects.all(), required=False)
    decision = serializers.PrimaryKeyRelatedField(queryset=Decision.objects.all(), required=False)

    class Meta:
        model = Meeting
        fields = ("action", "decision", "reason")
