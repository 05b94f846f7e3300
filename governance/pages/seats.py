from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse

from devo_portal.core.pages import FormPage, page
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..forms import EndSeatForm, SeatForm


def board_members(request: HttpRequest, pk: Any) -> HttpResponse:
    """Who sits on a board, or sat on the day asked; and its other seats."""
    board = selectors.boards.one(request.user, pk, request.GET)
    listed = selectors.seats.list(request.user, {"board": str(pk), "order": "-joined", "limit": "500"})["results"]
    there = {each["id"] for each in board["members"]}
    return page(
        request,
        "governance/members.html",
        {
            "board": board,
            "unsure": [each for each in board["members"] if not each["surely"]],
            "others": [each for each in listed if each["id"] not in there],
            "asked": request.GET.get("on", ""),
        },
    )


class OfBoard(FormPage):
    """Each leads back to who sits on the board."""

    may = Permission.BOARD_EDIT

    def board(self) -> Any:
        return self.record["board"]["id"] if self.record else self.kwargs["pk"]

    def context(self) -> dict[str, Any]:
        if self.record:
            return {"caption": f"{self.record['board']['short_name']}: {self.record['name'] or self.record['post']}"}
        return {"caption": selectors.boards.one(self.request.user, self.kwargs["pk"], {"fields": "name"})["name"]}

    def submit(self, data: dict[str, Any]) -> str:
        if self.record:
            self.service(by=self.request.user, pk=self.kwargs["pk"], **data)
        else:
            board = get_object_or_404(selectors.visible_boards(self.request.user), pk=self.kwargs["pk"])
            self.service(by=self.request.user, board=board, **data)
        return self.back()

    def back(self) -> str:
        return reverse("governance:board-members", args=[self.board()])


class CreateSeat(OfBoard):
    form_class = SeatForm
    title = "Add a seat"
    done = "The seat is added."
    service = staticmethod(services.create_seat)


class EditSeat(OfBoard):
    form_class = SeatForm
    read = selectors.seats
    title = "Change the seat"
    done = "The seat is saved."
    service = staticmethod(services.update_seat)


class EndSeat(OfBoard):
    form_class = EndSeatForm
    read = selectors.seats
    title = "They left the board"
    button = "End the seat"
    done = "The seat has ended. It stays on record."
    service = staticmethod(services.end_seat)


urlpatterns = [
    path("boards/<uuid:pk>/members/", board_members, name="board-members"),
    path("boards/<uuid:pk>/members/new/", CreateSeat.as_view(), name="seat-create"),
    path("board-members/<uuid:pk>/edit/", EditSeat.as_view(), name="seat-edit"),
    path("board-members/<uuid:pk>/end/", EndSeat.as_view(), name="seat-end"),
]
