"""Business cases and the posts that answer for a pilot: by API, by page, and what each refuses."""

from typing import Any

import pytest
from django.utils import timezone

from governance.models import Evidence
from pilots.models import BusinessCase, Pilot, PilotRole
from tests.factories import decided, organisation
from tests.governance.test_writes import as_form

EVIDENCE = {"evidence": {"kind": "document", "title": "The case, signed off"}}


@pytest.fixture
def pilot(people: Any) -> Pilot:
    return Pilot.objects.create(name="Haringey", theme="prevention", summary="s", lead=organisation("Haringey"))


@pytest.fixture
def case(call: Any, pilot: Pilot) -> BusinessCase:
    body = {"pilot": str(pilot.pk), "title": "Full case", "level": "full", "strategic": True, "edition": "0.4"}
    made = call("haringey").post("/api/v1/business-cases/", body)
    assert made.status_code == 201, made.content
    return BusinessCase.objects.get()


def do(caller: Any, case: BusinessCase, verb: str, body: Any = None) -> Any:
    case.refresh_from_db()
    return caller.post(f"/api/v1/business-cases/{case.pk}/{verb}/", body or {}, **{"If-Match": f'"{case.version}"'})


def rule(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].removeprefix("/problems/")


def test_a_case_is_written_submitted_sent_back_and_approved(call, people, case):
    own, officer = call("haringey"), call("officer")
    assert rule(do(own, case, "submit")) == (409, "evidence-missing")
    assert do(own, case, "submit", {**EVIDENCE, "submitted_on": "2999"}).status_code == 400
    assert not Evidence.objects.exists()  # what was refused left nothing behind
    sent = do(own, case, "submit", {**EVIDENCE, "submitted_on": "2016-07"}).json()
    assert (sent["status"], sent["submitted_on"]["text"], sent["evidence"]["title"]) == ("submitted", "July 2016", "The case, signed off")
    changed = own.patch(f"/api/v1/business-cases/{case.pk}/", {"economic": True}, sent["version"])
    assert rule(changed) == (409, "case-submitted")  # what was submitted stays as it was
    assert do(own, case, "send-back", {"reason": "x"}).status_code == 403
    assert do(officer, case, "send-back").status_code == 400
    assert do(officer, case, "send-back", {"reason": "No management case."}).json()["status"] == "sent_back"
    five = dict.fromkeys(("economic", "commercial", "financial", "management"), True)
    case.refresh_from_db()
    assert own.patch(f"/api/v1/business-cases/{case.pk}/", five, case.version).json()["whole"] is True
    assert do(own, case, "submit", {**EVIDENCE, "submitted_on": "2016-12"}).json()["status"] == "submitted"
    assert rule(do(officer, case, "approve")) == (409, "decision-missing")
    assert rule(do(officer, case, "approve", {"decision": str(decided(status="not_agreed").pk)})) == (409, "decision-not-agreed")
    assert rule(do(officer, case, "approve", {"decision": str(decided(decided_on="2016-11-30").pk)})) == (409, "decision-too-early")
    assert do(own, case, "approve", {"decision": str(decided().pk)}).status_code == 403  # its own pilot's lead does not approve it
    done = do(call("secretary"), case, "approve", {"decision": str(decided().pk)})
    assert (done.status_code, done.json()["status"]) == (200, "approved"), done.content
    for verb in ("withdraw", "send-back", "submit"):
        assert rule(do(officer, case, verb, {"reason": "x", **(EVIDENCE if verb == "submit" else {})})) == (409, "case-approved")


def test_a_level_that_is_not_known_is_not_submitted(call, pilot):
    made = call("haringey").post("/api/v1/business-cases/", {"pilot": str(pilot.pk), "title": "A case"})
    assert rule(do(call("haringey"), BusinessCase.objects.get(), "submit", EVIDENCE)) == (409, "level-missing"), made.content


def test_another_pilots_lead_may_not_write_it(call, case):
    assert do(call("hackney"), case, "submit", EVIDENCE).status_code == 403
    assert call("hackney").post("/api/v1/business-cases/", {"pilot": str(case.pilot_id), "title": "X"}).status_code == 403
    assert call("reader").post("/api/v1/business-cases/", {}).status_code == 403


def test_the_pages_of_a_case(browse, people, pilot):
    client = browse("haringey")
    new = f"/business-cases/new/?pilot={pilot.pk}"
    page = client.get(new)
    assert page.context["back"] == f"/pilots/{pilot.pk}/business-cases/"
    made = client.post(new, as_form(page, title="Outline case", level="outline", pilot=str(pilot.pk)))
    case = BusinessCase.objects.get()
    assert (made.status_code, made["Location"]) == (302, f"/business-cases/{case.pk}/")
    path = f"/business-cases/{case.pk}/submit/"
    page = client.get(path)
    refused = client.post(path, as_form(page, submitted_on="July 2016"))
    assert refused.status_code == 409 and "evidence missing" in refused.content.decode() and "July 2016" in refused.content.decode()
    done = client.post(path, as_form(page, submitted_on="July 2016", evidence_title="The case"))
    assert done.status_code == 302, done.context["form"].errors
    shown = client.get(f"/business-cases/{case.pk}/").content.decode()
    assert "Submitted July 2016" in shown and "Record that it is approved" not in shown
    assert client.get(f"/business-cases/{case.pk}/approve/").status_code == 403
    decision = decided()
    secretary, path = browse("secretary"), f"/business-cases/{case.pk}/approve/"
    assert secretary.post(path, as_form(secretary.get(path), decision=str(decision.pk))).status_code == 302
    assert "Outline case" in browse("reader").get(f"/pilots/{pilot.pk}/business-cases/").content.decode()


# --- People ------------------------------------------------------------------------------------------------------------------
def test_one_senior_owner_at_a_time(call, pilot):
    body = {"pilot": str(pilot.pk), "organisation": str(pilot.lead_id), "post": "Chief Executive", "role": "senior_responsible_owner"}
    first = call("haringey").post("/api/v1/pilot-roles/", {**body, "starts_on": "2015-12-15"})
    assert (first.status_code, first.json()["in_post"]) == (201, True), first.content
    assert rule(call("haringey").post("/api/v1/pilot-roles/", body)) == (409, "senior-owner-in-post")
    assert call("haringey").post("/api/v1/pilot-roles/", {**body, "role": "programme_lead"}).status_code == 201
    backwards = call("haringey").post("/api/v1/pilot-roles/", {**body, "starts_on": "2016-01-01", "ends_on": "2015-01-01"})
    assert rule(backwards) == (409, "role-dates")
    ended = call("haringey").post(f"{first.json()['url']}end/", {"reason": "Moved on."}, **{"If-Match": first["ETag"]})
    assert (ended.json()["ends_on"], ended.json()["in_post"]) == (str(timezone.localdate()), False)
    assert rule(call("haringey").post(f"{first.json()['url']}end/", {"reason": "x"}, **{"If-Match": ended["ETag"]})) == (409, "role-ended")
    assert call("haringey").post("/api/v1/pilot-roles/", {**body, "starts_on": str(timezone.localdate())}).status_code == 201
    held = call("reader").get(f"/api/v1/pilot-roles/?pilot={pilot.pk}&in_post=true&role=senior_responsible_owner").json()["results"]
    assert [each["starts_on"] for each in held] == [str(timezone.localdate())]


def test_a_post_is_added_changed_and_ended_on_its_pages(browse, pilot):
    client, new = browse("haringey"), f"/pilot-roles/new/?pilot={pilot.pk}"
    page = client.get(new)
    sent = as_form(page, pilot=str(pilot.pk), organisation=str(pilot.lead_id), role="board_contact", post="Director of Public Health")
    done = client.post(new, sent)
    assert (done.status_code, done["Location"]) == (302, f"/pilots/{pilot.pk}/people/")
    role = PilotRole.objects.get()
    for verb, fields in (("edit", {"post": "Deputy Director"}), ("end", {"reason": "The post is gone."})):
        path = f"/pilot-roles/{role.pk}/{verb}/"
        assert browse("hackney").get(path).status_code == 403
        assert client.post(path, as_form(client.get(path), **fields)).status_code == 302
    role.refresh_from_db()
    assert (role.post, role.ends_on) == ("Deputy Director", timezone.localdate())
    assert "Deputy Director" in browse("reader").get(f"/pilots/{pilot.pk}/people/").content.decode()
    assert client.get("/pilot-roles/new/?pilot=nonsense").status_code == 200


def test_a_decision_of_another_board_approves_nothing(call, browse, case):
    theirs, other = decided(), decided("LWB")
    sent = do(call("haringey"), case, "submit", {**EVIDENCE, "submitted_on": "2016-07", "board": str(theirs.board_id)})
    assert sent.status_code == 200, sent.content
    refused = do(call("officer"), case, "approve", {"decision": str(other.pk)})
    assert rule(refused) == (409, "decision-of-another-board")
    assert refused.json()["errors"][0]["pointer"] == "/decision" and "Board DEL" in refused.json()["detail"]
    offered = browse("secretary").get(f"/business-cases/{case.pk}/approve/").context["form"].fields["decision"].queryset
    assert list(offered) == [theirs]
    assert do(call("officer"), case, "approve", {"decision": str(theirs.pk)}).json()["status"] == "approved"
