"""Quarterly returns: called for, prefilled, written, submitted once and frozen, corrected, compared, listed where missing."""

import hashlib
import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import InternalError, connection, transaction
from django.utils import timezone

from devo_portal.core.models import Notice
from devo_portal.core.writes import Refused, Stale
from pilots import services
from pilots.models import BudgetMonth, Pilot, PilotReturn, ReturnSection
from tests.factories import organisation

SECTIONS = ["progress", "confidence", "benefits", "risks", "money", "asks", "decisions"]


@pytest.fixture
def pilot(people):
    fields = {"theme": "estates", "summary": "s", "starts": "2016-01-01"}
    made = services.create_pilot(by=people["officer"], name="Haringey", lead=organisation("Haringey"), **fields)
    Pilot.objects.create(name="Proposed only", theme="estates", summary="s")
    return launched(made)


def launched(pilot):
    """As seeds do: the stage itself moves by a decision."""
    from devo_portal.core.writes import recorded, under

    with under({"type": "rule", "id": "", "name": "test"}), recorded(by=pilot, event="test"):
        Pilot.objects.filter(pk=pilot.pk).update(stage="testing")
    pilot.refresh_from_db()
    return pilot


@pytest.fixture
def owed(people, pilot):
    """The return of April to June 2018, called for and due by now."""
    services.open_call(by=people["officer"], period="2018-Q1", opened_on=date(2018, 7, 2))
    return PilotReturn.objects.get(pilot=pilot)


def complete(by, record, words="As planned."):
    for section in record.sections.all():
        services.update_return_section(by=by, pk=section.pk, version=section.version, commentary=words, state="done")
    record.refresh_from_db()
    return record


def submit(by, record):
    return services.submit_return(by=by, pk=record.pk, version=record.version, declared=True)


def section_of(record, name):
    return record.sections.get(section=name)


# --- Calls -----------------------------------------------------------------------------------------------------------------
def test_a_call_asks_each_live_pilot_tells_its_editors_and_is_due_20_working_days_after_the_quarter(people, owed):
    from governance.models import BankHoliday

    assert owed.call.due_on == date(2018, 7, 27)  # 30 June is a Saturday
    assert [each.section for each in owed.sections.all()] == SECTIONS
    assert PilotReturn.objects.count() == 1  # the one that is only proposed owes nothing
    told = Notice.objects.get()
    assert (told.to, "27 July 2018" in told.subject, told.page) == (people["haringey"], True, f"/pilots/{owed.pilot_id}/returns/")
    BankHoliday.objects.create(day=date(2019, 1, 1), name="New Year’s Day")
    assert services.open_call(by=people["officer"], period="2018-Q3", opened_on=date(2019, 1, 2)).due_on == date(2019, 1, 29)


def test_a_quarter_is_called_for_once_and_a_pilot_owes_one_return_by_it(people, owed):
    with pytest.raises(Refused, match="already") as twice:
        services.open_call(by=people["officer"], period="2018-Q1")
    assert twice.value.rule == "quarter-called"
    with pytest.raises(Refused) as again:
        services.ask_pilot(by=people["officer"], call=owed.call, pilot=owed.pilot)
    assert again.value.rule == "return-used"


@pytest.mark.parametrize("period", ["2018-Q5", "2018", "", "1018-Q1", "2000-Q1"])
def test_what_is_no_quarter_is_refused_by_field(call, people, period):
    answer = call("officer").post("/api/v1/return-calls/", {"period": period})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/period"), answer.content


def test_only_officers_call_and_only_the_lead_writes(call, people, owed):
    path = f"/api/v1/return-sections/{section_of(owed, 'risks').pk}/"
    assert call("haringey").post("/api/v1/return-calls/", {"period": "2018-Q2"}).status_code == 403
    assert call("officer").post("/api/v1/return-calls/", {"period": "2018-Q2", "opened_on": "2018-10-01"}).status_code == 201
    assert call("hackney").patch(path, {"commentary": "x"}, 1).status_code == 403
    assert call("reader").patch(path, {"commentary": "x"}, 1).status_code == 403
    assert call("haringey").patch(path, {"commentary": "x"}, 1).json()["state"] == "in_progress"
    assert call("hackney").post(f"/api/v1/pilot-returns/{owed.pk}/submit/", {"declared": True}, **{"If-Match": '"1"'}).status_code == 403
    assert call("haringey")("delete", f"/api/v1/pilot-returns/{owed.pk}/", {"reason": "r"}, **{"If-Match": '"1"'}).status_code == 403


def test_a_later_day_needs_its_reason(people, owed):
    with pytest.raises(Exception, match="Say why they are due on another day"):
        services.update_call(by=people["officer"], pk=owed.call_id, version=1, due_on=date(2018, 8, 3))
    services.update_call(by=people["officer"], pk=owed.call_id, version=1, due_on=date(2018, 8, 3), reason="Holidays.")
    with pytest.raises(Exception, match="after its quarter has ended"):
        services.update_call(by=people["officer"], pk=owed.call_id, version=2, due_on=date(2018, 6, 30), reason="r")


# --- Prefilled, and frozen once submitted --------------------------------------------------------------------------------
def test_a_draft_reads_the_live_records_and_what_is_submitted_stays(call, people, pilot, owed):
    budget = services.create_budget(by=people["officer"], pilot=pilot, name="Pool", year=2018, rule="equal")
    for month, actual in (("2018-04", 11), ("2018-05", None), ("2018-07", 99)):
        BudgetMonth.objects.create(budget=budget, month=month, plan=10, forecast=12, actual=actual)
    path = f"/api/v1/pilot-returns/{owed.pk}/content/"

    def money():
        return next(iter(call("reader").get(path).json()["money"]["budgets"].values()))

    assert (money()["plan"], money()["actual"], money()["over_plan"], money()["actual_months"]) == (None, "11.00", "1.00", 1)
    BudgetMonth.objects.create(budget=budget, month="2018-06", plan=10)
    assert (money()["plan"], money()["forecast"]) == ("30.00", "33.00")  # July is no part of the quarter
    frozen = submit(people["haringey"], complete(people["haringey"], owed))
    BudgetMonth.objects.filter(month="2018-05").update(actual=50)
    assert money()["actual"] == "11.00"
    answer = call("reader").get(path)
    assert hashlib.sha256(answer.content).hexdigest() == frozen.sha256 == call("reader").get(f"/api/v1/pilot-returns/{owed.pk}/").json()["sha256"]
    assert answer.content.decode() == json.dumps(answer.json(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def test_ratings_and_readings_after_their_day_are_left_out(call, people, pilot, owed):
    from governance.models import Evidence

    for day, rating in ((date(2018, 7, 20), "green"), (date(2018, 8, 20), "red")):
        services.rate_confidence(by=people["officer"], pilot=pilot, kind="owner", rating=rating, rated_on=day, commentary="c")
    fields = {"kind": "quantifiable", "unit": "homes", "method": "m", "baseline": Decimal(0), "baseline_on": date(2018, 4, 1)}
    benefit = services.create_benefit(by=people["officer"], pilot=pilot, name="Homes", **fields)
    for day, value in ((date(2018, 6, 30), 5), (date(2018, 7, 15), 9)):
        evidence = Evidence(kind="document", title="Count")
        services.create_benefit_reading(by=people["officer"], benefit=benefit, kind="actual", on=day, value=Decimal(value), evidence=evidence)
    said = call("reader").get(f"/api/v1/pilot-returns/{owed.pk}/content/").json()
    assert (said["confidence"]["owner"]["rating"], said["confidence"]["assurance"]) == ("green", None)
    assert [each["actual"] for each in said["benefits"]["benefits"].values()] == ["5.00"]


def test_submitting_needs_every_section_and_the_declaration_and_happens_once(call, people, owed):
    by = people["haringey"]
    with pytest.raises(Refused) as incomplete:
        submit(by, owed)
    assert (incomplete.value.rule, "7 sections" in incomplete.value.detail, "Decisions needed" in incomplete.value.detail) == (
        "return-incomplete",
        True,
        True,
    )
    money = section_of(owed, "money")
    with pytest.raises(Refused) as wordless:
        services.update_return_section(by=by, pk=money.pk, version=money.version, commentary="  ", state="done")
    assert wordless.value.rule == "commentary-missing"
    complete(by, owed)
    with pytest.raises(Exception, match="Tick the declaration"):
        services.submit_return(by=by, pk=owed.pk, version=owed.version)
    done = submit(by, owed)
    assert (done.state, done.submitted_by, done.version) == ("submitted", by, 2)
    answer = call("haringey").post(f"/api/v1/pilot-returns/{owed.pk}/submit/", {"declared": True}, **{"If-Match": '"2"'})
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/return-submitted")
    progress = section_of(owed, "progress")
    with pytest.raises(Refused) as late:
        services.update_return_section(by=by, pk=progress.pk, version=progress.version, commentary="Another story.")
    assert late.value.rule == "return-submitted"


def test_what_changed_after_the_check_is_seen_before_it_is_submitted(people, pilot, owed):
    complete(people["haringey"], owed)
    from governance.rules.minutes import sha256
    from pilots.selectors import return_content

    seen = sha256(return_content(people["haringey"], owed.pk))
    services.create_proposition(by=people["officer"], pilot=pilot, title="Keep receipts", kind="estates")
    with pytest.raises(Refused) as changed:
        services.submit_return(by=people["haringey"], pk=owed.pk, version=owed.version, declared=True, content_sha256=seen)
    assert changed.value.rule == "return-changed"


def test_no_sql_alters_a_submitted_return_or_its_sections(people, owed):
    submit(people["haringey"], complete(people["haringey"], owed))
    for statement in (
        "UPDATE pilots_pilotreturn SET illustrative = NOT illustrative",
        "UPDATE pilots_pilotreturn SET state = 'draft', content = '', sha256 = '', submitted_at = NULL, submitted_by_id = NULL",
        "DELETE FROM pilots_pilotreturn",
        "UPDATE pilots_returnsection SET commentary = 'x'",
        "DELETE FROM pilots_returnsection",
    ):
        with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(InternalError), transaction.atomic():
        ReturnSection.objects.create(pilot_return=owed, section="progress")


def test_a_correction_keeps_the_words_and_what_was_submitted(call, people, owed):
    by = people["haringey"]
    first = submit(by, complete(by, owed, "Two sites."))
    with pytest.raises(Exception, match="Say what was wrong"):
        services.correct_return(by=by, pk=first.pk, version=first.version, corrects=" ")
    second = services.correct_return(by=by, pk=first.pk, version=first.version, corrects="It was three sites.")
    assert (second.number, {each.commentary for each in second.sections.all()}) == (2, {"Two sites."})
    with pytest.raises(Refused) as open_already:
        services.correct_return(by=by, pk=first.pk, version=first.version, corrects="Again.")
    assert open_already.value.rule == "return-used"
    submit(by, complete(by, second, "Three sites."))
    answers = {each["number"]: each for each in call("reader").get("/api/v1/pilot-returns/").json()["results"]}
    assert {number: (each["superseded"], each["timing"]) for number, each in answers.items()} == {1: (True, "late"), 2: (False, "correction")}
    changes = call("reader").get(f"/api/v1/pilot-returns/{second.pk}/changes/").json()
    assert (changes["since"]["id"], len(changes["changes"])) == (str(first.pk), 7)
    assert {"label": "Progress: summary", "path": "/progress/summary", "act": "replace", "before": "Two sites.", "after": "Three sites."} in changes[
        "changes"
    ]
    with pytest.raises(Refused) as superseded:
        services.correct_return(by=by, pk=first.pk, version=first.version, corrects="Once more.")
    assert superseded.value.rule == "return-superseded"


def test_what_changed_since_the_last_quarter_leads_from_the_one_content_to_the_other(call, people, pilot, owed):
    from pilots.rules.returns import applied, differences

    by = people["haringey"]
    assert call("reader").get(f"/api/v1/pilot-returns/{owed.pk}/changes/").json() == {"since": None, "changes": []}
    before = json.loads(submit(by, complete(by, owed)).content)
    services.create_proposition(by=people["officer"], pilot=pilot, title="Keep receipts", kind="estates")
    services.open_call(by=people["officer"], period="2018-Q2", opened_on=date(2018, 10, 1))
    later = PilotReturn.objects.get(call__period="2018-Q2")
    told = call("reader").get(f"/api/v1/pilot-returns/{later.pk}/changes/").json()
    assert {each["path"].split("/")[1] for each in told["changes"]} == {"asks"}  # the words are not begun yet
    after = call("reader").get(f"/api/v1/pilot-returns/{later.pk}/content/").json()
    assert applied(differences(before, after), before) == after


# --- Who owes one ----------------------------------------------------------------------------------------------------------
def test_missing_late_and_due_by_their_own_days(call, people, pilot, owed):
    hackney = launched(services.create_pilot(by=people["officer"], name="Hackney", theme="estates", summary="s", starts="2016", lead=None))
    services.ask_pilot(by=people["officer"], call=owed.call, pilot=hackney)
    services.open_call(by=people["officer"], period="2018-Q2", pilots=[hackney])  # called for today: due in 20 working days
    missing = call("reader").get("/api/v1/pilot-returns/missing/").json()
    assert (missing["count"], missing["words"]) == (2, "2 returns are missing, of 2 pilots over one quarter.")
    assert missing["rows"][0]["days_late"] == (timezone.localdate() - owed.call.due_on).days
    submit(people["haringey"], complete(people["haringey"], owed))
    summary = call("reader").get("/api/v1/pilot-returns/summary/").json()
    assert {name: summary[name] for name in ("owed", "submitted", "on_time", "late", "missing", "due")} == {
        "owed": 3,
        "submitted": 1,
        "on_time": 0,
        "late": 1,
        "missing": 1,
        "due": 1,
    }
    assert call("reader").get("/api/v1/pilot-returns/missing/").json()["words"] == "1 return is missing, of 1 pilot over one quarter."
    listed = call("reader").get(f"/api/v1/pilot-returns/?late=true&call={owed.call_id}").json()["results"]
    assert {each["timing"] for each in listed} == {"late", "missing"}


def test_a_return_is_asked_for_no_longer_with_a_reason_and_only_while_a_draft(people, owed):
    with pytest.raises(Exception, match="Say why it is not asked for"):
        services.withdraw_return(by=people["officer"], pk=owed.pk, version=1)
    keep = services.open_call(by=people["officer"], period="2018-Q2", opened_on=date(2018, 10, 1))
    services.withdraw_return(by=people["officer"], pk=owed.pk, version=1, reason="Asked by mistake.")
    assert not PilotReturn.objects.filter(pk=owed.pk).exists()
    other = PilotReturn.objects.get(call=keep)
    submit(people["haringey"], complete(people["haringey"], other))
    with pytest.raises(Refused) as kept:
        services.withdraw_return(by=people["officer"], pk=other.pk, version=2, reason="r")
    assert kept.value.rule == "return-submitted"


# --- Two at once, and pages ------------------------------------------------------------------------------------------------
def test_two_officers_in_one_section_meet_and_in_two_sections_do_not(browse, people, owed):
    by, other = people["haringey"], people["officer"]
    risks, money = section_of(owed, "risks"), section_of(owed, "money")
    services.update_return_section(by=by, pk=risks.pk, version=1, commentary="Mine.")
    services.update_return_section(by=other, pk=money.pk, version=1, commentary="None")
    with pytest.raises(Stale):
        services.update_return_section(by=other, pk=risks.pk, version=1, commentary="Theirs.")
    answer = browse("officer").post(f"/returns/{owed.pk}/risks/", {"commentary": "Typed at length.", "state": "done", "version": "1"})
    assert (answer.status_code, "Typed at length." in answer.content.decode(), "Mine." in answer.content.decode()) == (409, True, True)
    assert section_of(owed, "risks").commentary == "Mine."


def test_a_page_keeps_what_was_typed_when_the_return_was_submitted_meanwhile(browse, people, owed):
    submit(people["haringey"], complete(people["haringey"], owed))
    answer = browse("haringey").post(f"/returns/{owed.pk}/progress/", {"commentary": "Late words.", "version": "2"})
    text = answer.content.decode()
    assert (answer.status_code, "Late words." in text, "Rule: return submitted." in text) == (409, True, True)
    assert browse("haringey").get(f"/returns/{owed.pk}/progress/")["Location"] == f"/returns/{owed.pk}/"


def test_a_section_may_be_saved_and_come_back_to(browse, owed):
    browser = browse("haringey")
    answer = browser.post(f"/returns/{owed.pk}/asks/", {"commentary": "Half of it", "version": "1"})
    assert (answer.status_code, answer["Location"]) == (302, f"/returns/{owed.pk}/")
    assert section_of(owed, "asks").state == "in_progress"
    assert "Half of it" in browser.get(f"/returns/{owed.pk}/asks/").content.decode()
    refused = browser.post(f"/returns/{owed.pk}/submit/", {"declared": "on", "version": "1"})
    assert (refused.status_code, "Rule: return incomplete." in refused.content.decode()) == (409, True)


def test_a_reader_reads_and_is_offered_no_change(browse, owed):
    text = browse("reader").get(f"/returns/{owed.pk}/").content.decode()
    assert ("You can read it" in text, f"/returns/{owed.pk}/progress/" in text) == (True, False)
    check = browse("reader").get(f"/returns/{owed.pk}/check/").content.decode()
    assert ("Continue to submit" in check, "/progress/" in check) == (False, False)
    assert browse("reader").get(f"/returns/{owed.pk}/progress/").status_code == 403


def test_the_history_of_a_pilot_tells_its_ratings_and_returns(people, call, browse, owed):
    by, pilot = people["officer"], owed.pilot
    services.rate_confidence(by=by, pilot=pilot, kind="assurance", rating="amber_red", rated_on=date(2018, 7, 2), commentary="Late.")
    submit(by, complete(by, owed))
    told = browse("reader").get(f"/pilots/{pilot.pk}/history/")
    changes = [(each["label"], each["before"], each["after"]) for act in told.context["history"] for each in act["changes"]]
    assert ("Rating", "", "Amber/Red") in changes
    assert ("Return", "", "Returns for Quarter 1 of 2018-19 (April to June 2018)") in changes
    assert any(label.endswith(": state") and (before, after) == ("Draft", "Submitted") for label, before, after in changes)
    assert not any("content" in label or "sha" in label.lower() for label, _, _ in changes), "what it says stands on its own page"


def test_the_history_of_a_return_tells_when_its_day_moved_and_why(people, browse, owed):
    services.update_call(by=people["officer"], pk=owed.call.pk, version=1, note="Mind the totals.")
    services.update_call(by=people["officer"], pk=owed.call.pk, version=2, due_on=date(2018, 8, 10), reason="August is quiet.")
    acts = browse("reader").get(f"/returns/{owed.pk}/").context["history"]
    moved = [act for act in acts if any(each["field"] == "due_on" for each in act["changes"])]
    assert [(act["reason"], act["by"], act["version"]) for act in moved] == [("August is quiet.", str(people["officer"]), None)]
    assert (str(moved[0]["changes"][0]["before"]), str(moved[0]["changes"][0]["after"])) == ("2018-07-27", "2018-08-10")
    assert len(moved[0]["changes"]) == 1, "the note of a call is no part of a return"
