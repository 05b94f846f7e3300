"""Administration of meetings and what belongs to them: by the services, so under the rules of pages and API."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from devo_portal.core.administration import RecordAdmin, VersionField, read_version
from devo_portal.core.policy import Permission

from .. import services
from ..models import AgendaItem, Attendance, Interest, Meeting, Minutes, Paper
from ..selectors import visible_papers


class _ByService(RecordAdmin):
    """Created, changed and removed by these; None where that is no act of the administration."""

    may = Permission.MEETING_RUN
    creates: Any = None
    updates: Any = None
    removes: Any = None

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.creates is not None and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.updates is not None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.removes is not None and super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        reason = form.cleaned_data.get("reason", "")
        if change:
            self.updates(by=request.user, pk=obj.pk, version=read_version(form), reason=reason, **form.typed())
            return
        typed = {str(name): form.cleaned_data[name] for name in self.fields or () if name in form.cleaned_data}
        made = self.creates(by=request.user, reason=reason, **typed)
        obj.pk = made.pk

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        reason = request.POST.get("reason", "").replace("\0", "").strip()
        version = VersionField(required=False).clean(request.POST.get("version")) or 0
        self.removes(by=request.user, pk=obj.pk, version=version, reason=reason)


@admin.register(Meeting)
class MeetingAdmin(_ByService):
    fields = ("board", "title", "held_on", "starts_at", "ends_at", "place", "quorum", "note", "source", "illustrative")
    list_display = ("board", "held_on", "status", "place", "version")
    list_filter = ("status", "board")
    list_select_related = ("board",)
    search_fields = ("ref", "title", "place", "board__name")
    creates = staticmethod(services.create_meeting)
    updates = staticmethod(services.update_meeting)


@admin.register(AgendaItem)
class AgendaItemAdmin(_ByService):
    fields = ("meeting", "title", "purpose", "presenter", "minutes", "action_required", "minute")
    list_display = ("title", "meeting", "place", "purpose", "version")
    list_select_related = ("meeting__board",)
    search_fields = ("ref", "title")
    creates = staticmethod(services.create_item)
    updates = staticmethod(services.update_item)
    removes = staticmethod(services.remove_item)


@admin.register(Paper)
class PaperAdmin(_ByService):
    """Only those that the administrator may read. Files are added on the portal's own pages."""

    fields = ("item", "title", "author", "purpose", "action_required", "considerations", "restricted", "grounds", "source", "illustrative")
    list_display = ("title", "item", "restricted", "file_name", "version")
    list_select_related = ("item",)
    search_fields = ("ref", "title", "author")
    creates = staticmethod(services.create_paper)
    updates = staticmethod(services.update_paper)
    removes = staticmethod(services.remove_paper)

    def get_queryset(self, request: HttpRequest) -> Any:
        return visible_papers(request.user)


@admin.register(Attendance)
class AttendanceAdmin(_ByService):
    """Read here; recorded on the meeting's page, for all its seats at once."""

    fields = ("meeting", "member", "state", "deputy")
    list_display = ("member", "meeting", "state", "deputy")
    list_filter = ("state",)
    list_select_related = ("member__organisation", "meeting__board")


@admin.register(Interest)
class InterestAdmin(_ByService):
    fields = ("meeting", "member", "item", "kind", "nature", "withdrew")
    list_display = ("member", "meeting", "kind", "withdrew", "version")
    list_select_related = ("member__organisation", "meeting__board")
    creates = staticmethod(services.declare_interest)
    updates = staticmethod(services.update_interest)
    removes = staticmethod(services.remove_interest)


@admin.register(Minutes)
class MinutesAdmin(_ByService):
    """Read here; started, circulated and agreed on their own pages."""

    fields = ("meeting", "number", "status", "corrects", "circulated_on", "agreed_on", "agreed_at", "sha256")
    readonly_fields = fields
    list_display = ("meeting", "number", "status", "circulated_on", "agreed_on")
    list_filter = ("status",)
    list_select_related = ("meeting__board",)
