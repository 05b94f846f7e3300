"""Boards: made and changed by page, API and admin; nobody reports to itself."""

import pytest

from governance.models import Board
from tests.governance.conftest import board

pytestmark = pytest.mark.django_db


def test_a_board_is_made_and_changed_by_api(call):
    made = call("secretary").post("/api/v1/boards/", {"name": "Digital Board", "short_name": "DB", "quorum": 4, "independent_chair": True})
    assert made.status_code == 201, made.content
    saved = made.json()
    assert (saved["quorum"], saved["independent_chair"], saved["terms_of_reference"]) == (4, True, "")
    over = board("LHB")
    changed = call("officer").patch(f"/api/v1/boards/{saved['id']}/", {"terms_of_reference": "As agreed.", "reports_to": str(over.pk)}, 1)
    assert (changed.json()["terms_of_reference"], changed.json()["reports_to"]["short_name"]) == ("As agreed.", "LHB")
    for role in ("reader", "haringey"):
        assert call(role).patch(f"/api/v1/boards/{saved['id']}/", {"quorum": 1}, 2).status_code == 403


def test_a_board_is_made_and_changed_by_page(browse):
    typed = {"name": "Digital Board", "short_name": "DB", "quorum": "4"}
    refused = browse("secretary").post("/boards/new/", {**typed, "phase": "Advisory"})
    assert refused.status_code == 409 and "(Rule: needs decision.)" in refused.content.decode()
    made = browse("secretary").post("/boards/new/", typed)
    record = Board.objects.get(short_name="DB")
    assert (made.status_code, made["Location"]) == (302, f"/boards/{record.pk}/")
    fields = {"name": record.name, "short_name": "DB", "quorum": "", "independent_chair": "on", "version": "1"}
    assert browse("officer").post(f"/boards/{record.pk}/edit/", fields).status_code == 302
    record.refresh_from_db()
    assert (record.quorum, record.independent_chair, record.phase) == (None, True, "")
    assert browse("reader").get(f"/boards/{record.pk}/edit/").status_code == 403


def test_a_cycle_of_reporting_is_refused_and_printed(call, browse):
    top, middle = board("A"), board("B")
    middle.reports_to = top
    middle.save()
    low = board("C", reports_to=middle)
    refused = call("officer").patch(f"/api/v1/boards/{top.pk}/", {"reports_to": str(low.pk)}, 1)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/reporting-cycle")
    assert "“Board A”, which reports to “Board C”, which reports to “Board B”, which reports to “Board A”" in refused.json()["detail"]
    alone = call("officer").patch(f"/api/v1/boards/{low.pk}/", {"reports_to": str(low.pk)}, 1)
    assert alone.json()["type"] == "/problems/reporting-cycle"
    shown = browse("officer").post(f"/boards/{top.pk}/edit/", {"name": "Board A", "short_name": "A", "reports_to": str(low.pk), "version": "1"})
    assert shown.status_code == 409
    assert "(Rule: reporting cycle.)" in shown.content.decode()
    admin = browse("administrator").post(
        f"/admin/governance/board/{top.pk}/change/",
        {"name": "Board A", "short_name": "A", "reports_to": str(low.pk), "version": "1", "reason": "Try."},
    )
    assert "(Rule: reporting cycle.)" in admin.content.decode()
    assert not Board.objects.filter(pk=top.pk).exclude(reports_to=None).exists()


def test_the_tree_holds_every_board_once(browse):
    top = board("A")
    under = board("B", reports_to=top)
    board("C", reports_to=under)
    board("D")
    tree = browse("reader").get("/boards/").context["tree"]
    assert [(node["board"]["short_name"], node["depth"]) for node in tree] == [("A", 0), ("B", 1), ("C", 2), ("D", 0)]
