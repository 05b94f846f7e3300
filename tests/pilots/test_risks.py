"""Risks and issues, assumptions, and what pilots need from each other."""

import random
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from governance.models import Board
from pilots import services
from pilots.models import Assumption, PilotDependency, Risk
from pilots.services import create_pilot
from tests.factories import organisation

SCORES = {"inherent_likelihood": 4, "inherent_impact": 5, "current_likelihood": 3, "current_impact": 4, "target_likelihood": 1, "target_impact": 4}
WORDS = {"title": "Two boards", "cause": "approvals need two boards.", "event": "the case waits", "effect": "sites stay empty"}


@pytest.fixture
def pilots(people):
    made = {}
    for name in ("Haringey", "Hackney"):
        made[name] = create_pilot(by=people["officer"], name=name, theme="estates", summary="s", lead=organisation(name))
    return made


@pytest.fixture
def risk(people, pilots):
    return services.create_risk(by=people["officer"], pilot=pilots["Haringey"], **WORDS, **SCORES)


@pytest.fixture
def board(db):
    return Board.objects.create(name="London Estates Board", short_name="LEB", purpose="p")


def answer(call, risk):
    return call("reader").get(f"/api/v1/risks/{risk.pk}/").json()


# --- Scores ------------------------------------------------------------------------------------------------------------
def test_cause_event_and_effect_are_one_sentence(call, people, risk):
    assert answer(call, risk)["sentence"] == "Because approvals need two boards, there is a risk that the case waits, so that sites stay empty."
    services.update_risk(by=people["officer"], pk=risk.pk, version=1, kind="issue")
    assert answer(call, risk)["sentence"] == "Because approvals need two boards, the case waits, so that sites stay empty."


def test_scores_have_the_bands_of_the_nhs(call, risk):
    body = answer(call, risk)
    assert [(body[basis]["score"], body[basis]["band_label"]) for basis in ("inherent", "current", "target")] == [
        (20, "Extreme"),
        (12, "High"),
        (4, "Moderate"),
    ]
    from pilots.rules.risks import band

    bands = {"low": [1, 2, 3], "moderate": [4, 5, 6], "high": [8, 9, 10, 12], "extreme": [15, 16, 20, 25]}
    assert {name: sorted({i * j for i in range(1, 6) for j in range(1, 6) if band(i * j) == name}) for name in bands} == bands


def test_a_score_off_the_scale_is_refused(call, pilots, risk):
    assert call("officer").patch(f"/api/v1/risks/{risk.pk}/", {"current_impact": 6, "reason": "r"}, 1).status_code == 400
    with pytest.raises(IntegrityError, match="pilots_risk_scores_on_scale"), transaction.atomic():
        Risk.objects.filter(pk=risk.pk).update(target_impact=0)


def test_a_target_above_the_current_score_is_said_and_not_forced(call, browse, people, risk):
    assert answer(call, risk)["target_above_current"] is False
    services.update_risk(by=people["officer"], pk=risk.pk, version=1, target_likelihood=5)
    assert answer(call, risk)["target_above_current"] is True
    assert "The target score is above the current one" in browse("reader").get(f"/risks/{risk.pk}/").content.decode()
    assert len(call("reader").get("/api/v1/risks/?target_above_current=true").json()["results"]) == 1


def test_the_current_score_over_time_comes_from_the_kept_versions(call, browse, people, risk):
    with pytest.raises(Exception, match="Say why the current score changes"):
        services.update_risk(by=people["officer"], pk=risk.pk, version=1, current_likelihood=5)
    services.update_risk(by=people["officer"], pk=risk.pk, version=1, current_likelihood=5, reason="A second refusal.")
    services.update_risk(by=people["officer"], pk=risk.pk, version=2, countermeasures="A joint form.")
    services.update_risk(by=people["officer"], pk=risk.pk, version=3, current_impact=2, reason="The form works.")
    told = [(each["likelihood"], each["impact"], each["score"], each["band"], each["reason"]) for each in answer(call, risk)["score_history"]]
    assert told == [(5, 2, 10, "high", "The form works."), (5, 4, 20, "extreme", "A second refusal."), (3, 4, 12, "high", "")]
    page = browse("reader").get(f"/risks/{risk.pk}/").content.decode()
    assert "A second refusal." in page and "Current score over time" in page


# --- The grid ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def many(people, pilots):
    """Ninety risks with scores at random; every third is closed."""
    chance, rows = random.Random(5), []
    for number in range(90):
        scores = {name: chance.randint(1, 5) for name in SCORES}
        ended = {"status": "closed", "closed_on": date(2018, 1, 1), "closed_reason": "r"} if number % 3 == 0 else {}
        place = pilots["Haringey" if number % 4 else "Hackney"]
        rows.append(Risk(pilot=place, kind=chance.choice(["risk", "issue"]), **{**WORDS, "title": f"R {number}"}, **scores, **ended))
    Risk.objects.bulk_create(rows)


@pytest.mark.parametrize("basis", ["current", "inherent", "target"])
@pytest.mark.parametrize("more", ["", "&kind=issue", "&status=open&status=closed", "&band=high&q=R", "&likelihood=4"])
def test_every_count_of_the_grid_is_the_length_of_its_list(call, many, pilots, basis, more):
    caller = call("reader")
    grid = caller.get(f"/api/v1/risks/grid/?basis={basis}{more}").json()
    counted = 0
    for row in grid["rows"]:
        for cell in row["cells"]:
            if cell["count"]:
                listed = caller.get(cell["url"] + "&limit=500").json()["results"]
                pairs = {(each[f"{basis}_likelihood"], each[f"{basis}_impact"]) for each in listed}
                assert (len(listed), pairs) == (cell["count"], {(row["likelihood"], cell["impact"])})
            else:
                assert cell["url"] is None
            counted += cell["count"]
    assert counted == grid["count"] == len(caller.get(grid["url"] + "&limit=500").json()["results"]) > 0
    for each in grid["bands"]:
        assert each["count"] == (len(caller.get(each["url"] + "&limit=500").json()["results"]) if each["url"] else 0)


def test_the_grid_counts_what_sql_counts(call, many, pilots):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_likelihood, current_impact, count(*) FROM pilots_risk WHERE status = 'open' AND pilot_id = %s GROUP BY 1, 2",
            [pilots["Haringey"].pk],
        )
        expected = {(row[0], row[1]): row[2] for row in cursor.fetchall()}
    grid = call("reader").get(f"/api/v1/risks/grid/?pilot={pilots['Haringey'].pk}").json()
    assert expected == {(row["likelihood"], cell["impact"]): cell["count"] for row in grid["rows"] for cell in row["cells"] if cell["count"]}
    assert call("reader").get("/api/v1/risks/grid/?colour=red").status_code == 400
    assert call("reader").get("/api/v1/risks/grid/?limit=5").status_code == 400


def test_the_page_of_the_grid_leads_to_the_list_and_says_each_band(browse, many):
    client = browse("reader")
    shown = client.get("/risks/grid/?basis=inherent")
    html = shown.content.decode()
    for word in ("Low 1", "Moderate 4", "High 8", "Extreme 25"):
        assert word in html
    cell = next(cell for row in shown.context["grid"]["rows"] for cell in row["cells"] if cell["count"])
    listed = client.get("/risks/?" + cell["url"].split("?")[1])
    assert len(listed.context["risks"]["results"]) == cell["count"]


def test_the_list_is_sorted_by_the_current_score_and_summed_as_the_figures_say(call, many):
    rows = call("reader").get("/api/v1/risks/?limit=500").json()["results"]
    scores = [each["current"]["score"] for each in rows]
    assert scores == sorted(scores, reverse=True)
    summary = call("reader").get("/api/v1/risks/summary/").json()
    still = [each for each in rows if each["status"] == "open"]
    assert summary == {
        "risks": 90,
        "open": len(still),
        "issues": sum(each["kind"] == "issue" for each in still),
        "extreme": sum(each["current"]["band"] == "extreme" for each in still),
        "high": sum(each["current"]["band"] == "high" for each in still),
        "escalated": 0,
    }


# --- Verbs -------------------------------------------------------------------------------------------------------------
def test_closing_needs_a_reason_and_a_closed_risk_stays_as_it_was(call, browse, people, risk):
    caller, path = call("haringey"), f"/api/v1/risks/{risk.pk}/"
    assert caller.post(f"{path}close/", {}, **{"If-Match": '"1"'}).status_code == 400
    done = caller.post(f"{path}close/", {"reason": "One board now."}, **{"If-Match": '"1"'})
    assert (done.status_code, done.json()["status"], done.json()["closed_reason"]) == (200, "closed", "One board now.")
    refused = caller.patch(path, {"title": "t"}, 2)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/risk-closed")
    page = browse("haringey").post(f"/risks/{risk.pk}/close/", {"version": 2, "reason": "Again."})
    assert page.status_code == 409 and "(Rule: risk closed.)" in page.content.decode()
    assert caller.post(f"{path}reopen/", {"reason": "It is back."}, **{"If-Match": '"2"'}).json()["closed_on"] is None
    with pytest.raises(IntegrityError, match="pilots_risk_closed_has_reason"), transaction.atomic():
        Risk.objects.filter(pk=risk.pk).update(status="closed", closed_on=date(2018, 1, 1))


def test_a_risk_goes_to_a_board_and_comes_back_with_reasons(call, browse, board, risk):
    caller, path = call("haringey"), f"/api/v1/risks/{risk.pk}/"
    assert caller.post(f"{path}escalate/", {"board": str(board.pk)}, **{"If-Match": '"1"'}).status_code == 400
    done = caller.post(f"{path}escalate/", {"board": str(board.pk), "reason": "Only it can."}, **{"If-Match": '"1"'})
    assert (done.json()["escalated_to"]["short_name"], done.json()["escalated_reason"]) == ("LEB", "Only it can.")
    again = caller.post(f"{path}escalate/", {"board": str(board.pk), "reason": "r"}, **{"If-Match": '"2"'})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/already-escalated")
    assert len(caller.get(f"/api/v1/risks/?escalated_to={board.pk}").json()["results"]) == 1
    back = browse("haringey").post(f"/risks/{risk.pk}/deescalate/", {"version": 2, "reason": "It has acted."})
    assert back.status_code == 302
    assert answer(call, risk)["escalated_to"] is None
    twice = caller.post(f"{path}deescalate/", {"reason": "r"}, **{"If-Match": '"3"'})
    assert twice.json()["type"] == "/problems/not-escalated"


def test_a_partner_keeps_only_the_risks_of_its_own_pilot(call, browse, board, pilots, risk):
    other = call("hackney")
    assert other.patch(f"/api/v1/risks/{risk.pk}/", {"title": "t"}, 1).status_code == 403
    for verb, body in (("close", {"reason": "r"}), ("escalate", {"board": str(board.pk), "reason": "r"})):
        assert other.post(f"/api/v1/risks/{risk.pk}/{verb}/", body, **{"If-Match": '"1"'}).status_code == 403
        assert browse("hackney").get(f"/risks/{risk.pk}/{verb}/").status_code == 403
    given = {"pilot": str(pilots["Haringey"].pk), **WORDS, **SCORES}
    assert other.post("/api/v1/risks/", given).status_code == 403
    assert other.post("/api/v1/risks/", {**given, "pilot": str(pilots["Hackney"].pk)}).status_code == 201
    moved = call("haringey").patch(f"/api/v1/risks/{risk.pk}/", {"pilot": str(pilots["Hackney"].pk)}, 1)
    assert moved.status_code == 403  # a record cannot be given away


def test_two_who_score_at_once_choose_field_by_field(browse, risk):
    client, path = browse("haringey"), f"/risks/{risk.pk}/edit/"
    form = client.get(path).context["form"]
    sent = {name: str(form[name].value()) for name in form.fields if form[name].value() not in (None, False, "")}
    sent["identified_on"] = f"{risk.identified_on:%-d %B %Y}"
    assert browse("officer").post(path, {**sent, "current_impact": "5", "reason": "Worse."}).status_code == 302
    stale = client.post(path, {**sent, "current_likelihood": "1", "reason": "Better."})
    assert stale.status_code == 409
    assert {row["name"]: row["chosen"] for row in stale.context["rows"]} == {"current_likelihood": "mine", "current_impact": "theirs"}


def test_a_verb_that_comes_late_keeps_what_was_typed(browse, people, risk):
    services.update_risk(by=people["officer"], pk=risk.pk, version=1, title="Two boards, one case")
    late = browse("haringey").post(f"/risks/{risk.pk}/close/", {"version": 1, "reason": "One board now."})
    assert late.status_code == 409 and "One board now." in late.content.decode()
    risk.refresh_from_db()
    assert risk.status == "open"


# --- Assumptions and dependencies --------------------------------------------------------------------------------------
def test_an_assumption_is_tested_and_then_not_reworded(call, browse, people, pilots):
    made = services.create_assumption(by=people["officer"], pilot=pilots["Haringey"], text="Councils agree on a host.")
    caller, path = call("haringey"), f"/api/v1/assumptions/{made.pk}/"
    assert caller.post(f"{path}test/", {"state": "broken"}, **{"If-Match": '"1"'}).status_code == 400
    done = caller.post(f"{path}test/", {"state": "broken", "on": "2018-01-02", "note": "One will not."}, **{"If-Match": '"1"'}).json()
    assert (done["state_label"], done["tested_on"], done["note"]) == ("Broken", "2018-01-02", "One will not.")
    refused = caller.patch(path, {"text": "Councils agree."}, 2)
    assert refused.json()["type"] == "/problems/assumption-tested"
    page = browse("haringey").post(f"/assumptions/{made.pk}/test/", {"version": 2, "state": "untested", "note": "Asked again."})
    assert page.status_code == 302
    made.refresh_from_db()
    assert (made.state, made.tested_on) == ("untested", None)
    assert call("hackney").post(f"{path}test/", {"state": "holds", "note": "n"}, **{"If-Match": '"3"'}).status_code == 403
    with pytest.raises(IntegrityError, match="pilots_assumption_tested_has_day"), transaction.atomic():
        Assumption.objects.filter(pk=made.pk).update(state="holds")


def test_a_dependency_is_on_a_pilot_or_an_organisation(call, people, pilots):
    haringey, hackney, nhs = pilots["Haringey"], pilots["Hackney"], organisation("NHS England", "national")
    given = {"pilot": str(haringey.pk), "what": "A list of sites."}
    caller = call("haringey")
    for wrong in ({}, {"on_pilot": str(hackney.pk), "on_organisation": str(nhs.pk)}):
        refused = caller.post("/api/v1/pilot-dependencies/", {**given, **wrong})
        assert (refused.status_code, refused.json()["type"]) == (409, "/problems/one-giver")
    itself = caller.post("/api/v1/pilot-dependencies/", {**given, "on_pilot": str(haringey.pk)})
    assert itself.json()["type"] == "/problems/needs-itself"
    made = caller.post("/api/v1/pilot-dependencies/", {**given, "on_pilot": str(hackney.pk), "needed_by": "2017-06"}).json()
    assert (made["said"], made["said_by_giver"]) == ("Haringey needs from Hackney: A list of sites.", "Hackney is to give Haringey: A list of sites.")
    assert (made["needed_by"]["text"], made["overdue"]) == ("June 2017", True)
    assert call("hackney").patch(f"/api/v1/pilot-dependencies/{made['id']}/", {"state": "met"}, 1).status_code == 403
    with pytest.raises(IntegrityError, match="one_giver"), transaction.atomic():
        PilotDependency.objects.update(on_organisation=nhs)


def test_a_dependency_is_seen_from_both_ends(call, browse, people, pilots):
    haringey, hackney, nhs = pilots["Haringey"], pilots["Hackney"], organisation("NHS England", "national")
    by = people["officer"]
    services.create_pilot_dependency(by=by, pilot=haringey, on_pilot=hackney, what="A list")
    services.create_pilot_dependency(by=by, pilot=haringey, on_organisation=nhs, what="Consent")
    for pilot, both, needs, needed in ((haringey, 2, 2, 0), (hackney, 1, 0, 1)):
        assert len(call("reader").get(f"/api/v1/pilot-dependencies/?either={pilot.pk}").json()["results"]) == both
        body = call("reader").get(f"/api/v1/pilots/{pilot.pk}/").json()
        assert (body["needs_count"], body["needed_count"]) == (needs, needed)
        page = browse("reader").get(f"/pilots/{pilot.pk}/risks/").content.decode()
        assert "A list" in page and ("Consent" in page) == (pilot == haringey)
    html = browse("reader").get(f"/pilot-dependencies/?either={hackney.pk}").content.decode()
    assert "Haringey needs from Hackney: A list." in html and "Hackney is to give Haringey: A list." in html


def test_a_dependency_changes_state_with_a_reason(people, pilots):
    made = services.create_pilot_dependency(by=people["officer"], pilot=pilots["Haringey"], on_pilot=pilots["Hackney"], what="A list")
    with pytest.raises(Exception, match="Say why its state changes"):
        services.update_pilot_dependency(by=people["officer"], pk=made.pk, version=1, state="met")
    services.update_pilot_dependency(by=people["officer"], pk=made.pk, version=1, state="met", reason="It came.")
    services.remove_pilot_dependency(by=people["officer"], pk=made.pk, version=2, reason="Done with.")
    assert not PilotDependency.objects.exists()


def test_the_pilot_counts_what_is_on_its_record(call, browse, people, pilots, risk):
    services.close_risk(by=people["officer"], pk=risk.pk, version=1, reason="r")
    services.create_risk(by=people["officer"], pilot=pilots["Haringey"], **WORDS, **SCORES)
    services.create_assumption(by=people["officer"], pilot=pilots["Haringey"], text="t")
    body = call("reader").get(f"/api/v1/pilots/{pilots['Haringey'].pk}/").json()
    assert (body["benefit_count"], body["open_risk_count"], body["assumption_count"]) == (0, 1, 1)
