"""Commitments, milestones and actions are written by API and by page under the same rules."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from governance.models import Action, Commitment, Milestone
from tests.factories import organisation

NOUNS = ("commitment", "milestone", "action")


@pytest.fixture
def bodies(world):
    """What it takes to create one of each."""
    return {
        "commitment": {
            "agreement": str(world.mou.pk),
            "code": "WF-1",
            "theme": "workforce",
            "text": "One board.",
            "strength": "will",
            "owner": str(world.haringey.pk),
        },
        "milestone": {"name": "Board meets", "strand": "boards", "planned": "2030-04", "owner": str(world.haringey.pk)},
        "action": {
            "board": str(world.lwb.pk),
            "title": "Ask trusts",
            "theme": "retention",
            "lead": str(world.haringey.pk),
            "raised_on": "2026-01-05",
            "due_on": "2026-02-01",
        },
    }


def as_form(page, **changed):
    """What a browser would post from a form page, with some fields typed over."""
    form = page.context["form"]
    sent = {}
    for name in form.fields:
        value = form[name].value()
        if value not in (None, "", False):
            sent[name] = form.fields[name].prepare_value(value)
    return {**sent, **changed}


@pytest.mark.parametrize("noun", NOUNS)
def test_created_by_api_answers_201_where_it_stands(call, bodies, noun):
    answer = call("officer").post(f"/api/v1/{noun}s/", bodies[noun])
    assert answer.status_code == 201, answer.content
    assert answer["Location"].endswith(answer.json()["url"])
    assert answer["ETag"].startswith('"1.')


@pytest.mark.parametrize("noun", NOUNS)
def test_created_by_page_leads_to_its_page(browse, bodies, noun):
    done = browse("officer").post(
        f"/{noun}s/new/", {"text_status": "paraphrase", "status": "open" if noun == "action" else "not_started", **bodies[noun]}
    )
    assert done.status_code == 302, done.context["form"].errors
    assert browse("reader").get(done["Location"]).status_code == 200


@pytest.mark.parametrize("noun", NOUNS)
def test_change_needs_the_version_that_was_read(call, world, noun):
    record = vars(world)[noun]
    path, body = f"/api/v1/{noun}s/{record.pk}/", {"source": "Minutes"}
    assert call("officer").patch(path, body).status_code == 428
    assert call("officer").patch(path, body, version=9).status_code == 412
    assert call("officer").patch(path, body, version=1).status_code == 200
    stale = call("officer").patch(path, {"source": "Other"}, version=1)
    assert stale.status_code == 412
    assert stale["ETag"].startswith('"2.')
    record.refresh_from_db()
    assert record.source == "Minutes"


@pytest.mark.parametrize("noun", NOUNS)
def test_change_is_for_those_who_may(call, world, bodies, noun):
    path = f"/api/v1/{noun}s/{vars(world)[noun].pk}/"
    assert call("reader").patch(path, {"source": "x"}, version=1).status_code == 403
    assert call("hackney").patch(path, {"source": "x"}, version=1).status_code == 403
    assert call("hackney").post(f"/api/v1/{noun}s/", bodies[noun]).status_code == 403
    assert call("secretary").patch(path, {"source": "x"}, version=1).status_code == (200 if noun == "action" else 403)
    assert call("haringey").patch(path, {"source": "y"}, version=2 if noun == "action" else 1).status_code == 200
    gone = path.replace(str(vars(world)[noun].pk), str(world.lhb.pk))
    assert call("officer").patch(gone, {"source": "x"}, version=1).status_code == 404


@pytest.mark.parametrize("noun", NOUNS)
def test_partner_editor_cannot_give_a_record_away(call, world, noun):
    owner = "lead" if noun == "action" else "owner"
    path, other = f"/api/v1/{noun}s/{vars(world)[noun].pk}/", organisation("Hackney")
    assert call("haringey").patch(path, {owner: str(other.pk)}, version=1).status_code == 403
    assert call("haringey").patch(path, {owner: None}, version=1).status_code == 403


@pytest.mark.parametrize("noun", NOUNS)
def test_put_takes_the_whole_record(call, world, bodies, noun):
    path = f"/api/v1/{noun}s/{vars(world)[noun].pk}/"
    part = call("officer")("put", path, {"source": "x"}, **{"If-Match": '"1"'})
    assert part.status_code == 400
    whole = call("officer")("put", path, {**bodies[noun], "reason": "The board said so."}, **{"If-Match": '"1"'})
    assert whole.status_code == 200, whole.content


@pytest.mark.parametrize("noun", NOUNS)
def test_unknown_field_is_refused(call, world, bodies, noun):
    answer = call("officer").post(f"/api/v1/{noun}s/", {**bodies[noun], "colour": "red"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/colour"


def test_code_is_used_once(call, world, bodies):
    answer = call("officer").post("/api/v1/commitments/", {**bodies["commitment"], "code": "EST-1"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/code"


@pytest.mark.parametrize("day", ["2018-02-31", "31 February 2018", "soon"])
def test_day_that_is_not_in_the_calendar_is_refused(call, browse, world, day):
    answer = call("officer").patch(f"/api/v1/milestones/{world.milestone.pk}/", {"forecast": day, "reason": "x"}, version=1)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/forecast")
    edit = browse("officer")
    page = edit.get(f"/milestones/{world.milestone.pk}/edit/")
    again = edit.post(f"/milestones/{world.milestone.pk}/edit/", as_form(page, forecast=day))
    assert again.status_code == 422
    assert again.context["form"]["forecast"].value() == day


def needs_reason(call, browse, noun, record, field, api_value, typed=None):
    """The rule by API and by page: refused on `reason` without one, saved and told in the history with one."""
    path = f"/{noun}s/{record.pk}/"
    bare = call("officer").patch(f"/api/v1{path}", {field: api_value}, version=record.version)
    assert bare.status_code == 400
    assert bare.json()["errors"][0]["pointer"] == "/reason"
    client = browse("officer")
    page = client.get(f"{path}edit/")
    again = client.post(f"{path}edit/", as_form(page, **{field: typed or api_value, "reason": "  "}))
    assert again.status_code == 422
    assert "reason" in again.context["form"].errors
    done = client.post(f"{path}edit/", as_form(page, **{field: typed or api_value, "reason": "Treasury asked for more."}))
    assert done.status_code == 302, done.context["form"].errors
    assert client.get(path).context["history"][0]["reason"] == "Treasury asked for more."


def test_later_forecast_needs_a_reason(call, browse, world):
    needs_reason(call, browse, "milestone", world.milestone, "forecast", "2017-11-16", "16 November 2017")
    world.milestone.refresh_from_db()
    assert str(world.milestone.forecast) == "16 November 2017"
    # held against the forecast before it, no longer against the plan
    assert call("officer").patch(f"/api/v1/milestones/{world.milestone.pk}/", {"forecast": "2017-11-01"}, version=2).status_code == 200
    assert call("officer").patch(f"/api/v1/milestones/{world.milestone.pk}/", {"forecast": "2017-11-16"}, version=3).status_code == 400
    assert call("officer").patch(f"/api/v1/milestones/{world.milestone.pk}/", {"note": "No move"}, version=3).status_code == 200


def test_later_plan_needs_a_reason(call, browse, world):
    needs_reason(call, browse, "milestone", world.milestone, "planned", "2017-04-15", "15 April 2017")


def test_earlier_forecast_needs_none(call, world):
    assert call("officer").patch(f"/api/v1/milestones/{world.milestone.pk}/", {"forecast": "2017-03-01"}, version=1).status_code == 200


def test_change_of_a_commitments_status_needs_a_reason(call, browse, world):
    needs_reason(call, browse, "commitment", world.commitment, "status", "delayed")


def test_later_due_date_of_an_action_needs_a_reason(call, browse, world):
    later = timezone.localdate() + timedelta(days=30)
    needs_reason(call, browse, "action", world.action, "due_on", later.isoformat())


def test_reopening_an_action_needs_a_reason(call, browse, world):
    Action.objects.filter(pk=world.action.pk).update(status="complete", closed_on=date(2026, 1, 9), evidence="Minutes")
    path = f"/api/v1/actions/{world.action.pk}/"
    answer = call("officer").patch(path, {"status": "open", "closed_on": None}, version=2)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/reason")
    assert call("officer").patch(path, {"status": "open", "closed_on": None, "reason": "Not done after all."}, version=2).status_code == 200


def test_milestone_is_not_reached_in_the_future(call, world):
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    answer = call("officer").patch(f"/api/v1/milestones/{world.milestone.pk}/", {"actual": tomorrow}, version=1)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/actual")


def test_milestone_keeps_at_least_one_date(call, world):
    assert call("officer").patch(f"/api/v1/milestones/{world.milestone.pk}/", {"planned": None}, version=1).status_code == 400
    assert str(Milestone.objects.get().planned) == "15 March 2017"


def test_complete_action_needs_evidence_and_no_day_to_come(call, browse, world):
    path = f"/api/v1/actions/{world.action.pk}/"
    answer = call("secretary").patch(path, {"status": "complete"}, version=1)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/evidence-missing")
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/evidence"]
    future = (timezone.localdate() + timedelta(days=1)).isoformat()
    late = call("secretary").patch(path, {"status": "complete", "evidence": "Minutes", "closed_on": future}, version=1)
    assert late.json()["errors"][0]["pointer"] == "/closed_on"
    client = browse("secretary")
    page = client.get(f"/actions/{world.action.pk}/edit/")
    assert client.post(f"/actions/{world.action.pk}/edit/", as_form(page, status="complete")).status_code == 409
    done = client.post(f"/actions/{world.action.pk}/edit/", as_form(page, status="complete", evidence="Minutes", closed_on="10 November 2025"))
    assert done.status_code == 302, done.context["form"].errors


def test_partner_editor_is_offered_only_their_own(browse, world, bodies):
    client = browse("haringey")
    for noun, owner in (("commitment", "owner"), ("milestone", "owner"), ("action", "lead")):
        page = client.get(f"/{noun}s/new/")
        assert [str(each) for each in page.context["form"].fields[owner].queryset] == ["Haringey"]
        other = client.post(
            f"/{noun}s/new/",
            {
                "text_status": "paraphrase",
                "status": "open" if noun == "action" else "not_started",
                **bodies[noun],
                owner: str(organisation("Hackney").pk),
            },
        )
        assert other.status_code == 422
        assert owner in other.context["form"].errors
    assert Commitment.objects.count() == 1


def test_new_page_starts_with_what_the_address_says(browse, world):
    page = browse("officer").get(f"/actions/new/?board={world.lhb.pk}&title=Write")
    assert page.context["form"]["board"].value() == str(world.lhb.pk)
    assert page.context["form"]["title"].value() == "Write"


def test_forms_are_for_those_who_may(browse, world):
    for noun in NOUNS:
        assert browse("reader").get(f"/{noun}s/new/").status_code == 403
        assert browse("hackney").get(f"/{noun}s/{vars(world)[noun].pk}/edit/").status_code == 403


def test_second_to_save_chooses_between_both_versions(browse, call, world):
    path = f"/milestones/{world.milestone.pk}/edit/"
    client = browse("officer")
    page = client.get(path)
    assert call("haringey").patch(f"/api/v1/milestones/{world.milestone.pk}/", {"note": "Theirs"}, version=1).status_code == 200
    both = client.post(path, as_form(page, note="Mine"))
    assert both.status_code == 409
    assert "Theirs" in both.content.decode() and "Mine" in both.content.decode()
    world.milestone.refresh_from_db()
    assert world.milestone.note == "Theirs"
