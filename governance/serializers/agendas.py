"""Shapes of agenda items, and what one takes in."""

import json
from datetime import date, datetime, timedelta
from typing import Any

from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission, can
from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Answering, Finish, Label, Many, May, One, Part, Row, Shape, Url, extend_schema_field

from ..models import Action, AgendaItem, Decision, Paper
from .meetings import MeetingBrief
from .papers import PaperBrief
from .verbs import VerbInput


class ActionNamed(Shape):
    url = Url("actions")

    class Meta:
        model = Action
        fields = ("id", "ref", "url", "title")


class ActionArising(ActionNamed):
    """An action as a meeting takes it up."""

    lead = One(OrganisationBrief, "lead")
    status_label = Label("status", Action.Status)

    class Meta:
        model = Action
        fields = ("id", "ref", "url", "title", "lead", "raised_on", "due_on", "status", "status_label", "closed_on")


class DecisionAtItem(Shape):
    url = Url("decisions")
    status_label = Label("status", Decision.Status)

    class Meta:
        model = Decision
        fields = ("id", "ref", "url", "number", "title", "status", "status_label", "decided_on", "version")


@extend_schema_field({"type": ["string", "null"], "format": "time"})
class Starts(Part):
    """When the clock reaches an item, if each before it takes as long as it may; null where the meeting has no start."""

    def paths(self) -> tuple[str, ...]:
        return ("elapsed", "meeting__starts_at")

    def finisher(self, answering: Answering) -> Finish:
        elapsed, starts = (answering.at[path] for path in self.paths())

        def starts_at(row: Row) -> Any:
            return (datetime.combine(date.min, row[starts]) + timedelta(minutes=row[elapsed])).time() if row[starts] else None

        return starts_at


@extend_schema_field({"type": "string"})
class MinuteSaid(Part):
    """What the minutes say of an item. While agreed minutes are corrected, those who do not write minutes read what was agreed."""

    def paths(self) -> tuple[str, ...]:
        return ("id", "minute", "agreed_before")

    def finisher(self, answering: Answering) -> Finish:
        pk, minute, agreed = (answering.at[path] for path in self.paths())
        writes = can(answering.user, Permission.MEETING_RUN)

        def said(row: Row) -> Any:
            if writes or row[agreed] is None:
                return row[minute]
            return next((item["minute"] for item in json.loads(row[agreed])["items"] if item["id"] == str(row[pk])), "")

        return said


class AgendaItemOfMeeting(Shape):
    """An item as its meeting shows it."""

    url = Url("agenda-items")
    kind_label = Label("kind", AgendaItem.Kind)
    purpose_label = Label("purpose", AgendaItem.Purpose)
    starts_at = Starts()
    minute = MinuteSaid()
    about_action = One(ActionNamed, "about_action")
    papers = Many(PaperBrief, lambda user: Paper.objects.readable_by(user).order_by("id"), by="item_id")

    class Meta:
        model = AgendaItem
        fields = (
            "id",
            "ref",
            "url",
            "kind",
            "kind_label",
            "place",
            "title",
            "purpose",
            "purpose_label",
            "presenter",
            "minutes",
            "starts_at",
            "action_required",
            "about_action",
            "minute",
            "papers",
            "version",
        )


class AgendaItemSerializer(AgendaItemOfMeeting):
    meeting = One(MeetingBrief, "meeting")
    may_edit = May(Permission.MEETING_RUN, "id")

    class Meta:
        model = AgendaItem
        fields = (*AgendaItemOfMeeting.Meta.fields[:3], "meeting", *AgendaItemOfMeeting.Meta.fields[3:], "updated_at", "may_edit")
        brief = ("place", "title")


class AgendaItemInput(Input):
    class Meta:
        model = AgendaItem
        fields = ("meeting", "title", "purpose", "presenter", "minutes", "action_required", "reason")


class MoveItemInput(VerbInput):
    place = serializers.IntegerField(min_value=1, help_text="Its new place, from 1; any other business stays last.")

    class Meta:
        model = AgendaItem
        fields = ("place", "reason")


class MinuteInput(VerbInput):
    class Meta:
        model = AgendaItem
        fields = ("minute", "reason")
        extra_kwargs = {"minute": {"required": True}}
