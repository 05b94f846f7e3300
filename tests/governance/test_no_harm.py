"""The no-harm ledger: added to by the programme, never changed; a red one holds back what it covers."""

from datetime import timedelta

import pytest
from django.db import InternalError, transaction
from django.utils import timezone

from devo_portal.core.history import history
from devo_portal.core.models import Notice
from governance.models import Commitment, Evidence, NoHarmAssessment
from tests.governance.conftest import commitment
from tests.governance.promises import PIECE, do

pytestmark = pytest.mark.usefixtures("delegated")  # completing and opening again are controlled: see test_controlled

LEDGER = "/api/v1/assessments/"


@pytest.fixture
def body(world):
    return {
        "commitments": [str(world.commitment.pk)],
        "rating": "red",
        "finding": "Patients from Kent would lose a service.",
        "reviewer": "Programme director, Programme office",
        "reviewed_on": "2018-05-21",
        "evidence": PIECE,
    }


def test_an_assessment_covers_several_and_shows_on_each(call, browse, world, body):
    other = commitment("WF-1", agreement=world.mou)
    made = call("officer").post(LEDGER, {**body, "commitments": [str(world.commitment.pk), str(other.pk)]})
    assert made.status_code == 201, made.content
    assert [each["code"] for each in made.json()["commitments"]] == ["EST-1", "WF-1"]
    assert made.json()["evidence"]["title"] == PIECE["title"]
    for covered in (world.commitment, other):
        said = call("reader").get(f"/api/v1/commitments/{covered.pk}/").json()
        assert (said["no_harm"], said["no_harm_label"]) == ("red", "Red: harm to care outside London")
        assert [each["finding"] for each in said["assessments"]] == [body["finding"]]
        assert body["finding"] in browse("reader").get(f"/commitments/{covered.pk}/").content.decode()
    assert [each["id"] for each in call("reader").get(f"{LEDGER}?commitment={other.pk}").json()["results"]] == [made.json()["id"]]


def test_the_page_adds_one_with_its_evidence(browse, world, body):
    client = browse("officer")
    page = client.get(f"/assessments/new/?commitments={world.commitment.pk}")
    assert page.context["form"]["commitments"].value() == [str(world.commitment.pk)]
    sent = {**body, "reviewed_on": "21 May 2018"}
    del sent["evidence"]
    refused = client.post("/assessments/new/", sent)
    assert (refused.status_code, "evidence_title" in refused.context["form"].errors) == (422, True)
    done = client.post("/assessments/new/", {**sent, "evidence_title": "The review"})
    assert (done.status_code, done["Location"]) == (302, f"/assessments/{NoHarmAssessment.objects.get().pk}/")
    assert "covers 1 commitment, which cannot be complete" in client.get(done["Location"]).content.decode()


def test_bad_input_is_refused_by_field(call, browse, world, body):
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    for name, value in (
        ("commitments", []),
        ("commitments", ["nonsense"]),
        ("rating", "blue"),
        ("finding", ""),
        ("reviewer", ""),
        ("reviewed_on", "2018-02-31"),
        ("reviewed_on", tomorrow),
        ("evidence", None),
        ("evidence", {"kind": "paper"}),
    ):
        answer = call("officer").post(LEDGER, {**body, name: value})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"].split("/")[1]) == (400, name), (name, answer.content)
    for name in ("commitments", "rating", "finding", "reviewer", "reviewed_on", "evidence"):
        assert call("officer").post(LEDGER, {key: value for key, value in body.items() if key != name}).status_code == 400, name
    late = browse("officer").post("/assessments/new/", {**body, "reviewed_on": "1 January 2999", "evidence_title": "T"})
    assert (late.status_code, "reviewed_on" in late.context["form"].errors) == (422, True)
    assert not NoHarmAssessment.objects.exists() and not Evidence.objects.exists()


def test_it_is_the_programmes_ledger_and_is_never_changed(call, browse, world, body):
    for role in ("reader", "secretary", "haringey"):
        assert call(role).post(LEDGER, body).status_code == 403
        assert browse(role).get("/assessments/new/").status_code == 403
    made = call("officer").post(LEDGER, body).json()
    assert call("officer").patch(made["url"], {"rating": "green"}, 1).status_code == 405
    assert call("officer")("put", made["url"], body, **{"If-Match": '"1"'}).status_code == 405
    assert call("officer")("delete", made["url"], {}, **{"If-Match": '"1"'}).status_code == 405
    for write in (lambda rows: rows.update(rating="green"), lambda rows: rows.delete()):
        with pytest.raises(InternalError), transaction.atomic():
            write(NoHarmAssessment.objects.filter(pk=made["id"]))


def test_a_red_one_opens_again_what_was_complete(call, people, world, body):
    assert do(call("haringey"), world.commitment, "complete", {"evidence": PIECE}).status_code == 200
    assert call("officer").post(LEDGER, {**body, "rating": "amber"}).status_code == 201
    world.commitment.refresh_from_db()
    assert world.commitment.status == "complete"
    assert call("officer").post(LEDGER, body).status_code == 201
    world.commitment.refresh_from_db()
    assert world.commitment.status == "at_risk"
    newest = history(Commitment, world.commitment.pk)[0]
    assert (newest["event"], "Patients from Kent" in newest["reason"]) == ("commitment.reopened", True)
    assert set(Notice.objects.values_list("to", flat=True)) == {people["haringey"].pk}
    assert do(call("officer"), world.commitment, "complete").json()["type"] == "/problems/harm-outside-london"


def test_an_older_review_found_later_does_not_speak_for_today(call, world, body):
    assert call("officer").post(LEDGER, {**body, "rating": "green", "reviewed_on": "2018-09-01"}).status_code == 201
    assert do(call("officer"), world.commitment, "complete", {"evidence": PIECE}).status_code == 200
    assert call("officer").post(LEDGER, body).status_code == 201
    said = call("reader").get(f"/api/v1/commitments/{world.commitment.pk}/").json()
    assert (said["status"], said["no_harm"]) == ("complete", "green")


def test_the_ledger_leads_with_what_is_not_assessed(call, browse, world, body):
    commitment("WF-1", agreement=world.mou)
    call("officer").post(LEDGER, body)
    assert "Of 2 commitments, 1 is not assessed; 1 red, 0 amber, 0 green" in browse("reader").get("/assessments/").content.decode()
