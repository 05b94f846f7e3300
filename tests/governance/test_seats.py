"""Who sits on a board, and sat on a day; the independence of a co-chair; whose account goes with a seat."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devo_portal.core.dates import PartialDate
from governance.filters import sits
from governance.models import BoardMember
from governance.rules import seats as rule
from tests.factories import organisation
from tests.governance.conftest import board

pytestmark = pytest.mark.django_db
TRANSPORT = "Transport for London"


def seat(on, post="Representative", **fields):
    affiliations = fields.pop("affiliations", ())
    made = BoardMember.objects.create(board=on, post=post, **fields)
    made.affiliations.set(affiliations)
    return made


# --- Days, against a slow obvious implementation -----------------------------------------------------------------------------
def every_day(known):
    """Every day that a partial date may be."""
    return [known.first + timedelta(n) for n in range((known.last - known.first).days + 1)]


def slowly(joined, left, day):
    """(may have sat, surely sat): each way in which the dates may fall, tried one by one."""
    joins = every_day(joined) if joined else [date.min, date.max]
    leaves = every_day(left) if left else [None]
    ways = [j <= day and (one is None or day < one) for j in joins for one in leaves]
    return any(ways), all(ways)


DAYS = st.dates(date(2015, 12, 1), date(2018, 2, 1)) | st.sampled_from([date(2016, 12, 31), date(2017, 1, 1), date(2016, 2, 29), date(2017, 2, 28)])
DATES = st.none() | st.builds(lambda day, length: PartialDate.kept(day.isoformat()[:length]), DAYS, st.sampled_from([4, 7, 10]))


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DATES, DATES, DAYS)
def test_who_sat_is_what_the_dates_allow(joined, left, day):
    assert (rule.sits(joined, left, day), rule.surely_sits(joined, left, day)) == slowly(joined, left, day)


def test_the_database_says_the_same(db):
    on = board("LEB")
    dates = [None, *map(PartialDate.kept, ("2016", "2016-12", "2016-12-31", "2016-12-30", "2017", "2017-01", "2017-01-01", "2017-02", "2017-02-28"))]
    seats = [BoardMember(board=on, post="Seat", joined=joined, left=left) for joined in dates for left in dates]
    BoardMember.objects.bulk_create(seats)
    for day in (
        date(2016, 1, 1),
        date(2016, 11, 30),
        date(2016, 12, 30),
        date(2016, 12, 31),
        date(2017, 1, 1),
        date(2017, 2, 28),
        date(2017, 12, 31),
    ):
        wanted = {each.pk: slowly(each.joined, each.left, day) for each in seats}
        for place, found in enumerate((sits(day), sits(day, surely=True))):
            ids = set(BoardMember.objects.filter(found).values_list("pk", flat=True))
            assert ids == {pk for pk, said in wanted.items() if said[place]}, (day, place)


@settings(max_examples=300, deadline=None)
@given(DATES, DATES, DATES, DATES)
def test_two_sit_together_where_some_day_allows_both(joined, left, joined_too, left_too):
    ends = [each.last for each in (left, left_too) if each]
    begins = [each.first for each in (joined, joined_too) if each]
    days = [*begins, *(each - timedelta(1) for each in ends), date(1990, 1, 1), date(2030, 1, 1)]
    expected = any(slowly(joined, left, day)[0] and slowly(joined_too, left_too, day)[0] for day in days)
    assert rule.together((joined, left), (joined_too, left_too)) == expected


def test_doubt_is_said_in_words():
    said = rule.doubt(PartialDate.kept("2016"), PartialDate.kept("2016-11"), date(2016, 11, 3))
    assert said == "Joined in 2016: the day is not known; left in November 2016: the day is not known."
    assert rule.doubt(None, None, date(2016, 1, 1)) == "When they joined is not known."
    assert rule.doubt(PartialDate.kept("2016"), None, date(2017, 1, 1)) == ""


# --- Page and API -----------------------------------------------------------------------------------------------------------
def test_who_sat_on_a_day_by_page_and_api(call, browse):
    leb = board("LEB")
    nhs = organisation("NHS England")
    seat(leb, "Founding member", joined="2016-12", organisation=nhs)
    seat(leb, "In the year", joined="2018")
    seat(leb, "Gone", joined="2016-12", left="2018-01-31")
    seat(leb, "On the last day", joined="2016-12", left="2018-02-02")
    found = call("reader").get(f"/api/v1/board-members/?board={leb.pk}&on=2018-02-01&order=post").json()["results"]
    assert [(each["post"], each["sits"], each["surely"]) for each in found] == [
        ("Founding member", True, True),
        ("In the year", True, False),
        ("On the last day", True, True),
    ]
    assert found[1]["doubt"] == "Joined in 2018: the day is not known."
    shown = browse("reader").get(f"/boards/{leb.pk}/members/?on=1+February+2018")
    assert {each["post"] for each in shown.context["board"]["members"]} == {each["post"] for each in found}
    assert [each["post"] for each in shown.context["others"]] == ["Gone"]
    text = shown.content.decode()
    assert "3 seats on 1 February 2018; of 1 it is not sure" in text
    assert "Joined in 2018: the day is not known." in text
    assert call("reader").get(f"/api/v1/boards/{leb.pk}/?on=2018-02-01").json()["on"] == "2018-02-01"
    assert call("reader").get("/api/v1/board-members/?on=2018-02-30").status_code == 400
    assert browse("reader").get(f"/boards/{leb.pk}/members/?on=soon").status_code == 400


def test_a_seat_is_added_changed_and_ended_by_api(call):
    leb, nhs = board("LEB"), organisation("NHS England")
    made = call("secretary").post("/api/v1/board-members/", {"board": str(leb.pk), "organisation": str(nhs.pk), "post": "Director", "joined": "2017"})
    assert made.status_code == 201, made.content
    path = f"/api/v1/board-members/{made.json()['id']}/"
    assert call("secretary").patch(path, {"capacity": "chair"}, 1).json()["capacity_label"] == "Chair"
    other = call("secretary").patch(path, {"board": str(board("LHB").pk)}, 2)
    assert (other.status_code, "stays on its board" in other.content.decode()) == (400, True)
    assert call("secretary").post(f"{path}end/", {"left": "2018-03"}, **{"If-Match": '"2"'}).json()["errors"][0]["pointer"] == "/reason"
    ended = call("secretary").post(f"{path}end/", {"left": "2018-03", "reason": "The post ended."}, **{"If-Match": '"2"'}).json()
    assert (ended["left"]["text"], ended["sits"]) == ("March 2018", False)
    again = call("secretary").post(f"{path}end/", {"left": "2018-04", "reason": "Once more."}, **{"If-Match": '"3"'})
    assert again.json()["type"] == "/problems/seat-ended"
    assert call("reader").post("/api/v1/board-members/", {}).status_code == 403
    assert any(act["reason"] == "The post ended." for act in call("reader").get("/api/v1/activity/").json()["results"])


def test_a_seat_is_added_and_ended_by_page(browse):
    leb = board("LEB")
    added = browse("officer").post(
        f"/boards/{leb.pk}/members/new/", {"post": "Director", "capacity": "member", "votes": "on", "joined": "December 2016"}
    )
    assert (added.status_code, added["Location"]) == (302, f"/boards/{leb.pk}/members/")
    one = BoardMember.objects.get()
    assert browse("officer").get(f"/board-members/{one.pk}/edit/").context["form"]["joined"].value() == "December 2016"
    assert browse("officer").post(f"/board-members/{one.pk}/end/", {"left": "2018", "version": "1"}).status_code == 422
    ended = browse("officer").post(f"/board-members/{one.pk}/end/", {"left": "2018", "reason": "Moved on.", "version": "1"})
    assert ended.status_code == 302
    assert "Moved on." in browse("reader").get(f"/boards/{leb.pk}/").content.decode()


# --- Independence -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def estates(db):
    leb = board("LEB", independent_chair=True)
    tfl = organisation(TRANSPORT)
    return leb, tfl, seat(leb, "Property director", organisation=tfl, joined="2017", left="2019-06")


def chair(leb, tfl, **dates):
    return {"board": str(leb.pk), "post": "Co-chair", "capacity": "co_chair", "independent": True, "affiliations": [str(tfl.pk)], **dates}


def test_an_independent_member_is_affiliated_to_no_member(call, estates):
    leb, tfl, _ = estates
    refused = call("officer").post("/api/v1/board-members/", chair(leb, tfl, joined="2018"))
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/independent-of-members")
    assert "Co-chair" in refused.json()["detail"]
    assert TRANSPORT in refused.json()["detail"]
    assert call("officer").post("/api/v1/board-members/", chair(leb, tfl, joined="2019")).status_code == 409  # June 2019 may hold both
    later = call("officer").post("/api/v1/board-members/", chair(leb, tfl, joined="2019-07"))
    assert later.status_code == 201, later.content
    earlier = call("officer").patch(f"/api/v1/board-members/{later.json()['id']}/", {"joined": "2018"}, 1)
    assert earlier.json()["type"] == "/problems/independent-of-members"


def test_nor_does_a_member_come_to_whom_an_independent_one_is_affiliated(call, browse, estates):
    leb, tfl, old = estates
    made = call("officer").post("/api/v1/board-members/", chair(leb, tfl, joined="2019-07", name="Co Chair"))
    assert made.status_code == 201
    refused = call("officer").post("/api/v1/board-members/", {"board": str(leb.pk), "post": "New director", "organisation": str(tfl.pk)})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/independent-of-members")
    assert "Co Chair" in refused.json()["detail"]
    longer = call("officer").patch(f"/api/v1/board-members/{old.pk}/", {"left": "2020"}, 1)
    assert longer.json()["type"] == "/problems/independent-of-members"
    page = browse("officer").post(f"/boards/{leb.pk}/members/new/", {"post": "New", "capacity": "member", "organisation": str(tfl.pk)})
    assert (page.status_code, "(Rule: independent of members.)" in page.content.decode()) == (409, True)
    fields = {"board": str(leb.pk), "post": "New", "capacity": "member", "organisation": str(tfl.pk), "reason": "Try."}
    admin = browse("administrator").post("/admin/governance/boardmember/add/", fields)
    assert (admin.status_code, "(Rule: independent of members.)" in admin.content.decode()) == (200, True)
    assert BoardMember.objects.count() == 2


def test_affiliations_that_come_later_are_held_against_the_board_too(call, estates):
    leb, tfl, _ = estates
    made = call("officer").post("/api/v1/board-members/", {**chair(leb, tfl, joined="2018"), "affiliations": []}).json()
    late = call("officer").patch(f"/api/v1/board-members/{made['id']}/", {"affiliations": [str(tfl.pk)]}, 1)
    assert late.json()["type"] == "/problems/independent-of-members"
    sits_for = call("officer").patch(f"/api/v1/board-members/{made['id']}/", {"organisation": str(tfl.pk)}, 1)
    assert sits_for.json()["type"] == "/problems/independent-of-members"


def test_whether_the_rule_is_kept_on_a_day(call, browse, estates):
    leb, _, _ = estates
    seat(leb, "Independent co-chair", name="Geoff Alltimes", capacity="co_chair", independent=True, joined="2019")

    def kept(day):
        return call("reader").get(f"/api/v1/boards/{leb.pk}/?on={day}").json()["independence"]

    assert (kept("2018-02-01")["required"], kept("2018-02-01")["kept"]) == (True, False)
    assert (kept("2019-07-10")["kept"], kept("2020-01-01")["kept"]) == (None, True)
    assert "Geoff Alltimes may sit" in kept("2019-07-10")["said"]
    assert "is kept on 1 January 2020, by Geoff Alltimes" in browse("reader").get(f"/boards/{leb.pk}/members/?on=2020-01-01").content.decode()
    assert call("reader").get(f"/api/v1/boards/{board('LHB').pk}/").json()["independence"]["kept"] is None


# --- Whose account ----------------------------------------------------------------------------------------------------------
def test_whose_account_it_is_stays_with_those_who_keep_the_boards(call, browse, people):
    leb, holder = board("LEB"), people["hackney"]
    made = call("secretary").post("/api/v1/board-members/", {"board": str(leb.pk), "post": "Director", "person": str(holder.pk)})
    assert made.json()["person"] == {"id": str(holder.pk), "name": holder.name}
    for path in ("/api/v1/board-members/", f"/api/v1/boards/{leb.pk}/"):
        said = call("reader").get(path).content.decode()
        assert ('"has_account":true' in said, '"person":null' in said, str(holder.pk) in said, holder.email in said) == (True, True, False, False)
    call("secretary").patch(f"/api/v1/board-members/{made.json()['id']}/", {"person": None}, 1)
    for path in (f"/boards/{leb.pk}/", f"/boards/{leb.pk}/members/"):
        assert holder.name not in browse("reader").get(path).content.decode()
    assert holder.name in browse("officer").get(f"/boards/{leb.pk}/").content.decode()
    form = browse("officer").get(f"/boards/{leb.pk}/members/new/").content.decode()
    assert holder.name in form
    assert "@example.test" not in form


def test_an_account_that_may_not_sign_in_is_not_given_a_seat(call, people):
    people["hackney"].memberships.update(ends_on=date(2017, 1, 1), starts_on=date(2016, 1, 1))
    refused = call("secretary").post(
        "/api/v1/board-members/", {"board": str(board("LEB").pk), "post": "Director", "person": str(people["hackney"].pk)}
    )
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/person")
