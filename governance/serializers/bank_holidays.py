"""Shapes of bank holidays, and what one takes in."""

from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.shapes import Label, May, Shape, Url

from ..models import BankHoliday


class BankHolidaySerializer(Shape):
    url = Url("bank-holidays")
    origin_label = Label("origin", BankHoliday.Origin)
    may_edit = May(Permission.SCHEDULE_EDIT, "id")

    class Meta:
        model = BankHoliday
        fields = ("id", "ref", "url", "day", "name", "origin", "origin_label", "version", "updated_at", "may_edit")
        brief = ("day",)


class BankHolidayInput(Input):
    class Meta:
        model = BankHoliday
        fields = ("day", "name", "reason")


class NextBankHoliday(serializers.Serializer):
    day = serializers.DateField()
    name = serializers.CharField()


class CalendarSummarySerializer(serializers.Serializer):
    bank_holidays = serializers.IntegerField()
    by_hand = serializers.IntegerField(help_text="Of these, added or changed by hand.")
    first = serializers.DateField(allow_null=True)
    last = serializers.DateField(allow_null=True, help_text="After it, only weekends are left out of working days.")
    next = NextBankHoliday(allow_null=True)
