"""A decision is proposed, and then taken, put off or withdrawn: by page and API, under the rules of the board that takes it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from devo_portal.core.writes import Refused
from governance import services
from governance.models import AgendaItem, Decision, Interest
from governance.rules.effects import number_of
from tests.factories import decided
from tests.governance.conftest import milestone
from tests.governance.deciding import YESTERDAY, act, board_of, fresh, meeting_of, proposed
from tests.governance.test_admin import at, typed
from tests.governance.test_writes import as_form

TODAY = timezone.localdate()


def test_one_without_a_day_is_proposed_and_numbered_by_itself(call):
    board = board_of()
    body = {"board": str(board.pk), "title": "The board moves on", "recommendation": "That it does."}
    first, second = (call("secretary").post("/api/v1/decisions/", body).json() for _ in range(2))
    stem = f"LEB-{TODAY:%Y%m}-"
    assert [first["number"], second["number"]] == [f"{stem}01", f"{stem}02"]
    assert (first["status"], first["status_label"], first["decided_on"], first["effects"]) == ("proposed", "Proposed", None, [])
    taken = call("secretary").post("/api/v1/decisions/", {**body, "decided_on": "2018-02-05", "authority": "Terms of reference"}).json()
    assert (taken["number"], taken["status"]) == ("LEB-201802-01", "agreed")
    twice = call("secretary").post("/api/v1/decisions/", {**body, "number": "LEB-201802-01"})
    assert (twice.status_code, twice.json()["type"]) == (409, "/problems/decision-number-used")
    assert call("haringey").post("/api/v1/decisions/", body).status_code == 403


def test_a_number_is_the_next_of_its_board_and_month():
    day = YESTERDAY.replace(year=2018, month=2, day=5)
    assert number_of("LEB", day, []) == "LEB-201802-01"
    assert number_of("LEB", day, ["LEB-201802-01", "LEB-201802-09", "LEB-201801-30", "2018/3", "LEB-201802-x"]) == "LEB-201802-10"


def test_it_is_proposed_and_agreed_by_page(browse, people):
    board = board_of(quorum=2)
    meeting = meeting_of(board, there=2)
    client = browse("secretary")
    made = client.post("/decisions/propose/", {"board": board.pk, "title": "That it be so", "meeting": meeting.pk})
    decision = Decision.objects.get()
    assert (made.status_code, made["Location"], decision.status) == (302, f"/decisions/{decision.pk}/", "proposed")
    assert decision.number == f"LEB-{meeting.held_on:%Y%m}-01"
    page = client.get(f"/decisions/{decision.pk}/agree/")
    done = client.post(f"/decisions/{decision.pk}/agree/", as_form(page, text="It was so resolved.", dissent="One member, for want of time."))
    assert done.status_code == 302
    decision.refresh_from_db()
    assert (decision.status, decision.decided_on, decision.dissent) == ("agreed", meeting.held_on, "One member, for want of time.")
    assert f"#decision-{decision.pk}" not in client.get(f"/decisions/{decision.pk}/").content.decode()
    minutes = services.start_minutes(by=people["secretary"], meeting=meeting)
    assert f"/minutes/{minutes.pk}/#decision-{decision.pk}" in client.get(f"/decisions/{decision.pk}/").content.decode()


@pytest.mark.parametrize(
    ("there", "withdrew", "needed", "may"),
    [(3, 0, 3, True), (2, 0, 3, False), (3, 1, 3, False), (3, 1, 2, True), (0, 0, None, False), (1, 0, None, True)],
)
def test_a_meeting_decides_with_its_quorum_alone(call, people, there, withdrew, needed, may):
    board = board_of(quorum=needed)
    decision = proposed(people["secretary"], board, meeting=meeting_of(board, there, withdrew))
    answer = act(call("secretary"), decision, "agree")
    if may:
        assert (answer.status_code, answer.json()["status"]) == (200, "agreed")
        return
    said = answer.json()
    assert (answer.status_code, said["type"]) == (409, "/problems/no-quorum")
    assert f"{there} voting members there" in said["detail"] and (f"{needed} needed" if needed else "no quorum is set") in said["detail"]
    assert (f"{withdrew} of whom" in said["detail"]) == bool(withdrew)
    assert act(call("secretary"), decision, "not-agree").json()["type"] == "/problems/no-quorum"
    assert fresh(decision).status == "proposed"


def test_a_quorum_is_not_lowered_from_the_day_of_the_meeting_on(call, people):
    board = board_of(quorum=2)
    meeting = meeting_of(board)
    fewer = call("secretary").patch(f"/api/v1/meetings/{meeting.pk}/", {"quorum": 0, "reason": "To pass it."}, meeting.version)
    assert (fewer.status_code, fewer.json()["type"]) == (409, "/problems/quorum-fixed")
    later = {"held_on": str(TODAY + timedelta(days=9)), "reason": "Mistyped."}
    assert call("secretary").patch(f"/api/v1/meetings/{meeting.pk}/", later, meeting.version).json()["type"] == "/problems/meeting-held"
    coming = meeting_of(board, status="planned", held_on=TODAY + timedelta(days=9))
    assert call("secretary").patch(f"/api/v1/meetings/{coming.pk}/", {"quorum": 1}, coming.version).status_code == 400  # no reason
    assert call("secretary").patch(f"/api/v1/meetings/{coming.pk}/", {"quorum": 1, "reason": "Holidays."}, coming.version).status_code == 200


def test_a_decision_is_of_the_day_of_its_meeting(call, people):
    board = board_of(quorum=1)
    decision = proposed(people["secretary"], board, meeting=meeting_of(board, there=1))
    early = act(call("secretary"), decision, "agree", {"on": "2010-01-01"})
    assert (early.status_code, early.json()["errors"][0]["pointer"]) == (400, "/on")
    assert act(call("secretary"), decision, "agree", {"on": str(YESTERDAY)}).status_code == 200


def test_one_that_was_taken_names_its_power_or_its_meeting(call, people):
    body = {"board": str(board_of().pk), "title": "Taken", "decided_on": "2016-01-01"}
    refused = call("officer").post("/api/v1/decisions/", body)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/authority-missing")
    made = call("officer").post("/api/v1/decisions/", {**body, "authority": "Terms of reference"}).json()
    blank = call("officer").patch(f"/api/v1/decisions/{made['id']}/", {"authority": "", "reason": "Tidying."}, made["version"])
    assert blank.json()["type"] == "/problems/authority-missing"


def test_who_withdrew_from_the_item_does_not_count_for_it(call, people):
    board = board_of(quorum=2)
    meeting = meeting_of(board, there=2)
    item, other = (AgendaItem.objects.create(meeting=meeting, place=place, title=f"Item {place}") for place in (1, 2))
    Interest.objects.create(meeting=meeting, item=item, member=board.members.first(), kind="financial", nature="Owns it.", withdrew=True)
    lacking, whole = (proposed(people["secretary"], board, meeting=meeting, item=each) for each in (item, other))
    assert act(call("secretary"), lacking, "agree").json()["type"] == "/problems/no-quorum"
    assert act(call("secretary"), whole, "agree").status_code == 200


def test_no_meeting_that_was_cancelled_or_is_to_come_decides(call, people):
    board = board_of()
    for rule, fields in (
        ("meeting-cancelled", {"status": "cancelled"}),
        ("meeting-not-held", {"status": "called", "held_on": TODAY + timedelta(days=1)}),
    ):
        decision = proposed(people["secretary"], board, meeting=meeting_of(board, **fields))
        answer = act(call("secretary"), decision, "agree")
        assert (answer.status_code, answer.json()["type"]) == (409, f"/problems/{rule}")
        with pytest.raises(Refused, match=r"cancelled|to come"):
            services.create_decision(by=people["secretary"], board=board, title="Taken", decided_on=YESTERDAY, meeting=decision.meeting)


def test_without_a_meeting_it_needs_its_authority(call, browse, people):
    decision = proposed(people["secretary"], authority="")
    refused = act(call("secretary"), decision, "agree")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/authority-missing")
    client = browse("secretary")
    page = client.get(f"/decisions/{decision.pk}/agree/")
    shown = client.post(f"/decisions/{decision.pk}/agree/", as_form(page))
    assert shown.status_code == 409 and "authority missing" in shown.content.decode()
    assert act(call("secretary"), decision, "agree", {"on": str(TODAY + timedelta(days=1)), "authority": "Powers"}).status_code == 400
    agreed = act(call("secretary"), decision, "agree", {"authority": "Terms of reference, paragraph 4", "on": "2018-02-05"}).json()
    assert (agreed["decided_on"], agreed["authority"]) == ("2018-02-05", "Terms of reference, paragraph 4")


def test_put_off_it_stays_open_and_may_still_be_agreed(call, people):
    decision = proposed(people["secretary"])
    assert act(call("secretary"), decision, "defer").status_code == 400  # no reason
    assert act(call("secretary"), decision, "defer", {"reason": "The paper was late."}).json()["status"] == "deferred"
    assert call("secretary").get("/api/v1/decisions/?open=true&count=true").json()["count"] == 1
    assert act(call("secretary"), decision, "agree").json()["status"] == "agreed"
    assert call("secretary").get("/api/v1/decisions/?open=true&count=true").json()["count"] == 0


@pytest.mark.parametrize("end", ["agree", "not-agree", "withdraw"])
def test_what_was_settled_is_never_opened_again(call, people, end):
    decision = proposed(people["secretary"])
    assert act(call("secretary"), decision, end, {"reason": "Because."}).status_code == 200
    for verb in ("agree", "not-agree", "defer", "withdraw", "refresh"):
        answer = act(call("secretary"), decision, verb, {"reason": "Again."})
        assert (answer.status_code, answer.json()["type"]) == (409, "/problems/decision-closed"), verb
    other = board_of("LHB")
    moved = call("secretary").patch(f"/api/v1/decisions/{decision.pk}/", {"board": str(other.pk)}, fresh(decision).version)
    assert (moved.status_code, moved.json()["type"]) == (409, "/problems/decision-closed")


def test_an_open_one_is_changed_but_takes_its_day_from_a_verb(call, browse, people):
    decision = proposed(people["secretary"])
    path = f"/api/v1/decisions/{decision.pk}/"
    assert call("secretary").patch(path, {"title": "Otherwise", "recommendation": "That it be."}, 1).json()["title"] == "Otherwise"
    assert call("secretary").patch(path, {"decided_on": "2018-01-01"}, 2).status_code == 400
    client = browse("secretary")
    page = client.get(f"/decisions/{decision.pk}/edit/")
    assert "decided_on" not in page.context["form"].fields
    assert client.post(f"/decisions/{decision.pk}/edit/", as_form(page, title="Once more")).status_code == 302
    assert fresh(decision).title == "Once more"


def test_only_what_was_agreed_is_cited_whatever_the_channel(call, browse, people):
    milestone()
    waiting, given = proposed(people["secretary"]), decided()
    for decision, status in ((waiting, 409), (given, 201)):
        answer = call("officer").post("/api/v1/baselines/", {"name": f"Plan {decision.number}", "decision": str(decision.pk)})
        assert answer.status_code == status
        body = {"decision": str(decision.pk), "organisation": str(people["officer"].current_memberships[0].organisation_id), "post": "Director"}
        answer = call("secretary").post("/api/v1/delegations/", {**body, "kinds": ["pilot.stage"]})
        assert answer.status_code == status, answer.content
    for path in ("/baselines/new/", "/delegations/new/"):
        offered = browse("officer").get(path).context["form"].fields["decision"].queryset
        assert given in offered and waiting not in offered
    page = browse("administrator").get("/admin/governance/delegation/add/")
    assert waiting not in page.context["adminform"].form.fields["decision"].queryset


def test_administrators_keep_decisions_under_the_same_rules(browse, people):
    decision = proposed(people["secretary"])
    client = browse("administrator")
    page = client.get(at(decision))
    assert "status" not in page.context["adminform"].form.fields
    assert client.post(at(decision), typed(page, title="As the minutes say", reason="Misheard.")).status_code == 302
    given = decided()
    assert client.get(at(given).replace("change", "delete")).status_code == 403
    assert client.get(at(decision).replace("change", "delete")).status_code == 200


def test_the_list_is_filtered_by_what_people_ask(call, people):
    board, other = board_of(), board_of("LHB")
    meeting = meeting_of(board)
    waiting = proposed(people["secretary"], board, meeting=meeting, title="Sell the depot", number="D-1")
    taken = decided("LHB", number="D-2", title="Keep the depot")

    def numbers(query):
        return [each["number"] for each in call("reader").get(f"/api/v1/decisions/?order=number&{query}").json()["results"]]

    assert numbers("") == [waiting.number, taken.number]
    for query in ("status=proposed", f"board={board.pk}", f"meeting={meeting.pk}", "open=true", "q=sell"):
        assert numbers(query) == ["D-1"], query
    for query in ("status=agreed", f"board={other.pk}", "open=false", "decided_on__gte=2017-01-01", "decided_on__lte=2017-12-31"):
        assert numbers(query) == ["D-2"], query


@pytest.mark.parametrize("day", ["0001-01-01", "1947-12-31", "2101-01-01", "9999-12-31"])
def test_no_day_is_beyond_all_years(call, world, day):
    """A year that is a slip of the pen is refused beside its field: of actions, decisions, delegations and series."""
    said = "Give a day between 1948 and 2100."
    officer, lwb = call("officer"), str(world.lwb.pk)
    sent = [("decisions", {"board": lwb, "title": "x", "text": "x", "authority": "x"}, "decided_on")]
    sent += [("actions", {"board": lwb, "title": "x"}, name) for name in ("raised_on", "due_on")]
    series = {"board": lwb, "name": "x", "every": "month", "first_on": day, "until": day}
    for plural, body, name in [*sent, ("meeting-series", series, "first_on")]:
        answer = officer.post(f"/api/v1/{plural}/", {**body, name: day})
        errors = {each["pointer"]: each["detail"] for each in answer.json().get("errors", [])}
        assert (answer.status_code, errors.get(f"/{name}")) == (400, said), (plural, name, answer.content)
    kept = officer.patch(f"/api/v1/actions/{world.action.pk}/", {"due_on": "2100-12-31", "reason": "x"}, world.action.version)
    assert kept.status_code == 200, kept.content
