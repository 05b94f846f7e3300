from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from devo_portal.core.forms import RecordForm
from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission, require
from devo_portal.core.writes import Refused, Stale

from .. import selectors, services
from ..forms import AgendaItemForm, ItemReasonForm, MinuteForm, PaperForm
from .files import saved


class BeneathMeeting(FormPage):
    """Makes a record beneath a meeting, which stays on its page."""

    may = Permission.MEETING_RUN

    def meeting(self) -> Any:
        return get_object_or_404(selectors.visible_meetings(self.request.user).select_related("board"), pk=self.kwargs["pk"])

    def context(self) -> dict[str, Any]:
        return {"caption": str(self.meeting())}

    def submit(self, data: dict[str, Any]) -> str:
        made = self.service(by=self.request.user, meeting=self.meeting(), **data)
        return f"{reverse('governance:meeting', args=[self.kwargs['pk']])}#{self.anchor(made)}"

    def anchor(self, made: Any) -> str:
        return f"item-{made.pk}"


class AddItem(BeneathMeeting):
    form_class = AgendaItemForm
    title = "Add an item to the agenda"
    button = "Add the item"
    done = "The item is on the agenda."
    service = staticmethod(services.create_item)


class OfItem(FormPage):
    """A verb of an item; its meeting's page shows it."""

    may = Permission.MEETING_RUN
    read = selectors.agenda_items

    def context(self) -> dict[str, Any]:
        assert self.record
        return {"caption": f"Item {self.record['place']}: {self.record['title']}"}

    def submit(self, data: dict[str, Any]) -> str:
        self.service(by=self.request.user, pk=self.kwargs["pk"], **data)
        return self.back()

    def back(self) -> str:
        assert self.record
        return f"{reverse('governance:meeting', args=[self.record['meeting']['id']])}#item-{self.record['id']}"


class EditItem(OfItem):
    form_class = AgendaItemForm
    title = "Change the item"
    done = "The item is saved."
    service = staticmethod(services.update_item)


class RemoveItem(OfItem):
    form_class = ItemReasonForm
    title = "Take the item off the agenda"
    button = "Take it off"
    done = "The item is off the agenda. The history keeps it."
    service = staticmethod(services.remove_item)


class WriteMinute(OfItem):
    form_class = MinuteForm
    title = "Write up the item"
    done = "The minute is saved."
    service = staticmethod(services.write_minute)


class AddPaper(OfItem):
    """Beneath an item."""

    form_class = PaperForm
    title = "Add a paper"
    button = "Add the paper"
    done = "The paper is added."

    def form(self, **kwargs: Any) -> RecordForm:
        return self.form_class(creating=True, **kwargs)

    def initial(self) -> dict[str, Any]:
        return {}

    def cleaned(self, form: RecordForm) -> dict[str, Any]:
        return dict(form.cleaned_data)

    def submit(self, data: dict[str, Any]) -> str:
        item = get_object_or_404(selectors.visible_items(self.request.user), pk=self.kwargs["pk"])
        return reverse("governance:paper", args=[services.create_paper(by=self.request.user, item=item, **data).pk])


# --- Buttons of the agenda: each posts one act, and comes back to the meeting -----------------------------------------------
def _pressed(request: HttpRequest, act: Callable[[], Any], done: str) -> None:
    try:
        act()
    except Stale:
        messages.warning(request, "Somebody else changed this agenda after you opened it. Nothing was done; look at it as it is now, then try again.")
    except Refused as refused:
        messages.warning(request, f"{refused.detail} (Rule: {refused.rule.replace('-', ' ')}.)")
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, done)


def _number(data: Mapping[str, str], name: str) -> int:
    value = data.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


@require_POST
def move_item(request: HttpRequest, pk: Any) -> HttpResponse:
    require(request.user, Permission.MEETING_RUN)
    item = selectors.agenda_items.one(request.user, pk, {"fields": "meeting,title"})
    version, place = _number(request.POST, "version"), _number(request.POST, "place")
    _pressed(request, lambda: services.move_item(by=request.user, pk=pk, version=version, place=place), f"“{item['title']}” is moved.")
    return redirect(f"{reverse('governance:meeting', args=[item['meeting']['id']])}#item-{pk}")


@require_POST
def take_up(request: HttpRequest, pk: Any) -> HttpResponse:
    """Put an action or a decision that was offered on the agenda."""
    require(request.user, Permission.MEETING_RUN)
    offered: dict[str, Any] = {"action": selectors.visible_actions, "decision": selectors.visible_decisions}
    try:
        taken: dict[str, Any] = {
            name: get_object_or_404(rows(request.user), pk=request.POST[name]) for name, rows in offered.items() if request.POST.get(name)
        }
    except ValidationError:
        raise PermissionDenied("This is offered by no page.") from None
    version = _number(request.POST, "version")
    _pressed(request, lambda: services.take_up(by=request.user, pk=pk, version=version, **taken), "It is on the agenda.")
    return redirect(f"{reverse('governance:meeting', args=[pk])}#agenda")


# --- Papers ------------------------------------------------------------------------------------------------------------------
def paper_detail(request: HttpRequest, pk: Any) -> HttpResponse:
    paper = selectors.papers.one(request.user, pk)
    return page(request, "governance/paper.html", {"paper": paper, "history": selectors.paper_history(request.user, pk)})


def paper_file(request: HttpRequest, pk: Any) -> HttpResponse:
    return saved(selectors.paper_file(request.user, pk))


class EditPaper(FormPage):
    may = Permission.MEETING_RUN
    form_class: ClassVar[type[RecordForm]] = PaperForm
    read = selectors.papers
    title = "Change the paper"
    done = "The paper is saved."
    service: ClassVar[Callable[..., Any]] = staticmethod(services.update_paper)
    goes_to = "governance:paper"


class RemovePaper(EditPaper):
    form_class = ItemReasonForm
    title = "Take the paper away"
    button = "Take it away"
    done = "The paper is taken away. The history keeps its cover."
    service = staticmethod(services.remove_paper)

    def submit(self, data: dict[str, Any]) -> str:
        assert self.record
        services.remove_paper(by=self.request.user, pk=self.kwargs["pk"], **data)
        return reverse("governance:meeting", args=[self.record["item"]["meeting"]["id"]])


urlpatterns = [
    path("meetings/<uuid:pk>/item/", AddItem.as_view(), name="meeting-item"),
    path("meetings/<uuid:pk>/take-up/", take_up, name="meeting-takeup"),
    path("agenda-items/<uuid:pk>/edit/", EditItem.as_view(), name="item-edit"),
    path("agenda-items/<uuid:pk>/remove/", RemoveItem.as_view(), name="item-remove"),
    path("agenda-items/<uuid:pk>/minute/", WriteMinute.as_view(), name="item-minute"),
    path("agenda-items/<uuid:pk>/paper/", AddPaper.as_view(), name="item-paper"),
    path("agenda-items/<uuid:pk>/move/", move_item, name="item-move"),
    path("papers/<uuid:pk>/", paper_detail, name="paper"),
    path("papers/<uuid:pk>/file/", paper_file, name="paper-file"),
    path("papers/<uuid:pk>/edit/", EditPaper.as_view(), name="paper-edit"),
    path("papers/<uuid:pk>/remove/", RemovePaper.as_view(), name="paper-remove"),
]
