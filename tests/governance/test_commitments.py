"""Commitments are complete only where nothing stands in the way; what they rest on may go, and then they are open again."""

import base64
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from devo_portal.core.history import history
from devo_portal.core.writes import Refused
from governance import services
from governance.models import Commitment, Condition
from governance.rules.commitments import MOVES, blocks, said_in
from tests.factories import organisation
from tests.governance.conftest import commitment
from tests.governance.promises import PIECE, assessment, condition, do, path, piece
from tests.governance.test_admin import at, typed, words
from tests.governance.test_writes import as_form

pytestmark = pytest.mark.usefixtures("delegated")  # completing and opening again are controlled: see test_controlled


# --- The answer ------------------------------------------------------------------------------------------------------
def test_answer_says_what_it_hangs_on_and_what_stands_in_the_way(call, world):
    held = world.commitment
    condition(held)
    condition(held, "A plan is agreed.", state="failed", decided_on=timezone.localdate())
    held.co_owners.add(organisation("London Councils"))
    body = call("reader").get(path(held)).json()
    assert [(each["text"], each["state"], each["state_label"]) for each in body["conditions"]] == [
        ("The treasury agrees.", "open", "Open"),
        ("A plan is agreed.", "failed", "Failed"),
    ]
    assert [each["name"] for each in body["co_owners"]] == ["London Councils"]
    assert (body["clause"], body["evidence"], body["no_harm"]) == (None, [], None)
    assert [(each["rule"], each["detail"]) for each in body["blocked_by"]] == [
        ("condition-open", "A condition is open: The treasury agrees."),
        ("condition-open", "A condition has failed: A plan is agreed."),
        ("evidence-missing", "No evidence is given for it."),
    ]
    listed = call("reader").get("/api/v1/commitments/").json()["results"][0]
    assert listed["blocked_by"] == body["blocked_by"]


def test_the_clause_is_of_the_same_agreement(call, world):
    from governance.models import AgreementVersion, Clause
    from tests.governance.conftest import agreement

    mine, other = (
        Clause.objects.create(version_of=AgreementVersion.objects.create(agreement=of, number=1, title="Text"), number="3.2", text="We shall.")
        for of in (world.mou, agreement(name="Another", short_name="A"))
    )
    assert call("officer").patch(path(world.commitment), {"clause": str(other.pk)}, 1).json()["errors"][0]["pointer"] == "/clause"
    assert call("officer").patch(path(world.commitment), {"clause": str(mine.pk)}, 1).json()["clause"]["number"] == "3.2"


# --- Completion ------------------------------------------------------------------------------------------------------
def model_of_completion(states: list[str], pieces: int, ratings: list[tuple[int, str]]) -> bool:
    """The rule as slowly as it can be said: look at each thing in turn."""
    for state in states:
        if state in ("open", "failed"):
            return False
    if pieces == 0:
        return False
    newest = None
    for order, (day, rating) in enumerate(ratings):
        if newest is None or (day, order) > newest[0]:
            newest = ((day, order), rating)
    return newest is None or newest[1] != "red"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(["open", "met", "failed"]), max_size=4),
    st.integers(0, 2),
    st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["green", "amber", "red"])), max_size=3),
)
@example(["met"], 1, [(1, "red"), (0, "green")])
@example([], 1, [(1, "red"), (1, "green")])
def test_completion_agrees_with_the_obvious(people, world, states, pieces, ratings):
    """A new commitment each time; by service, so that it is the one check which every channel goes through."""
    number = Commitment.objects.count()
    held = commitment(f"X-{number}", agreement=world.mou)
    today = timezone.localdate()
    for state in states:
        condition(held, state=state, decided_on=None if state == "open" else today)
    for _ in range(pieces):
        held.evidence.add(piece())
    for day, rating in ratings:
        assessment(held, rating, today - timedelta(days=9 - day))
    may = model_of_completion(states, pieces, ratings)
    with nullcontext() if may else pytest.raises(Refused, match="cannot be complete"):
        services.complete_commitment(by=people["officer"], pk=held.pk, version=held.version)
    held.refresh_from_db()
    assert (held.status == "complete") == may


@given(st.lists(st.tuples(st.text(min_size=1, max_size=5), st.sampled_from(list(MOVES)))), st.integers(0, 3), st.sampled_from([None, "green", "red"]))
def test_each_block_names_one_thing(conditions, pieces, rating):
    held = blocks(conditions, pieces, rating)
    assert len(held) == sum(state != "met" for _, state in conditions) + (pieces == 0) + (rating == "red")


CHANNELS = ["verb", "patch", "complete page", "edit page", "admin"]


def completes(channel: str, call: Any, browse: Any, held: Commitment) -> tuple[int, str]:
    """Try to complete it by a channel: the status of the answer (302 is done), and the words of a refusal."""
    held.refresh_from_db()
    if channel == "verb":
        answer = do(call("officer"), held, "complete")
    elif channel == "patch":
        answer = call("officer").patch(path(held), {"status": "complete", "reason": "Done."}, held.version)
    if channel in ("verb", "patch"):
        said = answer.json()
        return (302 if answer.status_code == 200 else answer.status_code), f"{said.get('type', '')} {said.get('detail', '')}".replace("-", " ")
    client = browse("administrator" if channel == "admin" else "officer")
    if channel == "admin":
        answer = client.post(at(held), typed(client.get(at(held)), status="complete", reason="Done."))
        return (answer.status_code if answer.status_code == 302 else 409), "" if answer.status_code == 302 else words(answer)
    where = f"/commitments/{held.pk}/{'complete' if channel == 'complete page' else 'edit'}/"
    page = client.get(where)
    answer = client.post(where, as_form(page, **({"status": "complete", "reason": "Done."} if channel == "edit page" else {})))
    return answer.status_code, "" if answer.status_code == 302 else answer.content.decode()


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_channel_asks_the_same_three_questions(call, browse, world, channel):
    held = world.commitment
    waits = condition(held)
    status, said = completes(channel, call, browse, held)
    assert (status, "condition open" in said, "The treasury agrees" in said) == (409, True, True)
    Condition.objects.filter(pk=waits.pk).update(state="failed", decided_on=timezone.localdate())
    status, said = completes(channel, call, browse, held)
    assert (status, "condition open" in said, "has failed" in said) == (409, True, True)
    Condition.objects.filter(pk=waits.pk).update(state="met")
    status, said = completes(channel, call, browse, held)
    assert (status, "evidence missing" in said) == (409, True)
    held.evidence.add(piece())
    assessment(held, "red")
    status, said = completes(channel, call, browse, held)
    assert (status, "harm outside london" in said) == (409, True)
    assessment(held, "amber")
    assert completes(channel, call, browse, held)[0] == 302
    held.refresh_from_db()
    assert held.status == "complete"


@pytest.mark.parametrize("channel", ["api", "page", "admin"])
def test_none_is_made_complete_without_evidence(call, browse, world, channel):
    values = {"agreement": str(world.mou.pk), "code": "NEW-1", "text": "T", "theme": "estates", "strength": "will", "status": "complete"}
    if channel == "api":
        answer = call("officer").post("/api/v1/commitments/", values)
        assert (answer.status_code, answer.json()["type"]) == (409, "/problems/evidence-missing")
        assert call("officer").post("/api/v1/commitments/", {**values, "evidence": PIECE}).json()["status"] == "complete"
        return
    client = browse("administrator" if channel == "admin" else "officer")
    where = "/admin/governance/commitment/add/" if channel == "admin" else "/commitments/new/"
    sent = {"text_status": "paraphrase", **values}
    refused = client.post(where, sent)
    assert refused.status_code == (200 if channel == "admin" else 409)
    assert "evidence missing" in refused.content.decode()
    assert not Commitment.objects.filter(code="NEW-1").exists()
    given = {"evidence": str(piece().pk)} if channel == "admin" else {"evidence_title": "Minutes"}
    assert client.post(where, {**sent, **given}).status_code == 302
    assert Commitment.objects.get(code="NEW-1").evidence.count() == 1


def test_completing_takes_its_evidence_and_is_told_as_such(call, world):
    file = base64.b64encode(b"We agreed.").decode()
    done = do(call("haringey"), world.commitment, "complete", {"reason": "The board said so.", "evidence": {**PIECE, "file": file}})
    assert (done.status_code, done.json()["status"], done.json()["blocked_by"]) == (200, "complete", [])
    assert done.json()["evidence"][0]["sha256"]
    newest = history(Commitment, world.commitment.pk)[0]
    assert (newest["event"], newest["reason"], newest["by"]) == ("commitment.completed", "The board said so.", "Partner editor, Haringey")
    again = do(call("haringey"), world.commitment, "complete")
    assert (again.status_code, again.json()["type"]) == (409, "/problems/commitment-complete")


def test_reopening_needs_a_reason_and_something_to_open(call, browse, world):
    held, officer = world.commitment, call("officer")
    assert do(officer, held, "reopen", {"reason": "x"}).json()["type"] == "/problems/commitment-not-complete"
    assert do(officer, held, "complete", {"evidence": PIECE}).status_code == 200
    bare = do(officer, held, "reopen")
    assert (bare.status_code, bare.json()["errors"][0]["pointer"]) == (400, "/reason")
    assert do(officer, held, "reopen", {"reason": "x", "status": "complete"}).status_code == 400
    client = browse("officer")
    where = f"/commitments/{held.pk}/reopen/"
    page = client.get(where)
    assert client.post(where, as_form(page)).status_code == 422
    assert client.post(where, as_form(page, reason="Found wanting.", status="delayed")).status_code == 302
    held.refresh_from_db()
    assert held.status == "delayed"


@pytest.mark.parametrize(
    ("verb", "body"), [("complete", {"colour": "red"}), ("complete", {"evidence": {"kind": "minute"}}), ("reopen", {"status": "x"})]
)
def test_verb_refuses_what_it_cannot_read(call, world, verb, body):
    assert do(call("officer"), world.commitment, verb, body).status_code == 400


def test_verbs_are_for_those_who_may_and_of_the_version_read(call, world):
    held = condition(world.commitment)
    for record, verbs in ((world.commitment, ("complete", "reopen")), (held, ("meet", "fail", "reopen"))):
        for verb in verbs:
            assert do(call("reader"), record, verb).status_code == 403
            assert (
                do(call("hackney"), record, verb, {"note": "n"} if verb == "fail" else {"reason": "r"} if verb == "reopen" else {}).status_code == 403
            )
            assert call("officer").post(f"{path(record)}{verb}/", {}).status_code == 428
            said = {"note": "n"} if verb == "fail" else {"reason": "r"} if verb == "reopen" else {}
            assert do(call("officer"), record, verb, said, version=9).status_code == 412


def test_an_owner_is_not_named_twice(call, world):
    own, other = str(world.haringey.pk), str(organisation("London Councils").pk)
    refused = call("officer").patch(path(world.commitment), {"co_owners": [other, own]}, 1)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/co_owners")
    assert call("officer").patch(path(world.commitment), {"co_owners": [other]}, 1).json()["version"] == 2
    assert [each["name"] for each in call("officer").patch(path(world.commitment), {"source": "x"}, 2).json()["co_owners"]] == ["London Councils"]


# --- Figures ---------------------------------------------------------------------------------------------------------
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(Commitment.Strength.values), st.sampled_from(Commitment.Status.values)), max_size=12))
def test_a_figure_of_strength_and_status_is_its_list_and_its_rows(call, people, world, drawn):
    from django.db import connection

    Commitment.objects.all().delete()
    for number, (strength, status) in enumerate(drawn):
        commitment(f"C-{number}", agreement=world.mou, strength=strength, status=status)
    ask = call("reader").get
    rows = {row["code"]: row for row in ask("/api/v1/commitments/summary/").json()["by_strength"]}
    shown = ask("/api/v1/programme/").json()["by_strength"]
    assert [each["code"] for each in shown] == list(rows) == Commitment.Strength.values
    for strength in shown:
        for cell, status in zip(strength["cells"], [*Commitment.Status.values, None], strict=True):
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM governance_commitment WHERE strength = %s AND (%s::text IS NULL OR status = %s)",
                    [strength["code"], status, status],
                )
                counted = cursor.fetchone()[0]
            assert int(float(cell["value"])) == counted
            assert cell["api"].startswith(f"/api/v1/commitments/?strength={strength['code']}")
            if (strength["code"], status) in drawn or not status:
                assert ask(cell["api"]).json()["count"] == counted
        assert sum(each["count"] for each in rows[strength["code"]]["by_status"]) == rows[strength["code"]]["count"]


def test_unmet_and_no_harm_figures_are_their_lists(call, world):
    other = commitment("WF-1", agreement=world.mou)
    commitment("WF-2", agreement=world.mou)
    condition(other)
    condition(world.commitment, state="met", decided_on=timezone.localdate())
    assessment(other, "red", timezone.localdate() - timedelta(days=1))
    assessment(other, "amber")
    assessment(world.commitment, "red")
    figures, ask = call("reader").get("/api/v1/commitments/summary/").json(), call("reader").get
    assert (figures["unmet"], figures["no_harm"]) == (1, {"not_assessed": 1, "green": 0, "amber": 1, "red": 1})
    for question, codes in (
        ("unmet=true", ["WF-1"]),
        ("no_harm=red", ["EST-1"]),
        ("no_harm=amber", ["WF-1"]),
        ("assessed=false", ["WF-2"]),
        ("unmet=false", ["EST-1", "WF-2"]),
    ):
        assert [each["code"] for each in ask(f"/api/v1/commitments/?{question}").json()["results"]] == codes, question


def test_the_seed_keeps_the_rule(db):
    from django.core.management import call_command

    from devo_portal.seed import commitments as facts

    call_command("load_programme", verbosity=0)
    for held in Commitment.objects.filter(status="complete"):
        latest = held.assessments.order_by("-reviewed_on", "-id").values_list("rating", flat=True).first()
        assert not blocks(held.conditions.values_list("text", "state"), held.evidence.count(), latest), held.code
    for fact in facts.FACTS:
        read = said_in(fact.due_text)
        assert read is None or fact.due == read.date or fact.due.startswith(read.date), fact.code
