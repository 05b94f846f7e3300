"""Administration of milestones and of what the schedule is counted by. A change keeps its reason; the models refuse a cycle."""

from typing import Any

from django.contrib import admin

from devo_portal.core.administration import RecordAdmin
from devo_portal.core.policy import Permission

from ..models import BankHoliday, Dependency, Meeting, Milestone, StatutoryWindow


@admin.register(Milestone)
class MilestoneAdmin(RecordAdmin):
    may = Permission.MILESTONE_EDIT
    fields = ("name", "strand", "agreement", "owner", "needs_board", "planned", "forecast", "actual", "note", "source", "illustrative")
    list_display = ("name", "strand", "planned", "forecast", "actual", "version")
    list_filter = ("strand", "illustrative")
    search_fields = ("name", "ref", "note")


@admin.register(BankHoliday)
class BankHolidayAdmin(RecordAdmin):
    may = Permission.SCHEDULE_EDIT
    fields = ("day", "name")
    list_display = ("day", "name", "origin")
    list_filter = ("origin",)
    search_fields = ("name",)

    def settle(self, record: Any, form: Any) -> None:
        record.origin = BankHoliday.Origin.HAND


@admin.register(StatutoryWindow)
class StatutoryWindowAdmin(RecordAdmin):
    may = Permission.SCHEDULE_EDIT
    fields = ("name", "working_days", "starts_on", "follows", "note", "source", "illustrative")
    list_display = ("name", "working_days", "starts_on", "follows")
    search_fields = ("name", "ref")


@admin.register(Dependency)
class DependencyAdmin(RecordAdmin):
    may = Permission.SCHEDULE_EDIT
    fields = (
        "after",
        "before_milestone",
        "before_clearance",
        "before_window",
        "before_meeting",
        "lag_working_days",
        "note",
        "source",
        "illustrative",
    )
    list_display = ("after", "before_milestone", "before_clearance", "before_window", "before_meeting", "lag_working_days")
    list_select_related = ("after", "before_milestone", "before_clearance", "before_window", "before_meeting__board")
    search_fields = ("after__name", "before_milestone__name", "ref")

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "before_meeting":
            kwargs["queryset"] = Meeting.objects.select_related("board")  # its name says which board
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
