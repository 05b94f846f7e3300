"""Principle to commitment to pilot to evidence: what is covered, and the holes, held to set differences in SQL."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.models import Commitment, Evidence, Principle, PrincipleLink
from pilots.models import Pilot, PilotCommitment
from tests.factories import organisation
from tests.governance.conftest import agreement, commitment
from tests.governance.promises import PIECE, piece

PAIRS = st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.booleans(), max_size=12)


@pytest.fixture
def all_of_them(people):
    """Five principles, five commitments, five pilots."""
    mou = agreement()
    return (
        [Principle.objects.create(agreement=mou, number=number, text=f"Principle {number}") for number in range(1, 6)],
        [commitment(f"C-{number}", agreement=mou) for number in range(5)],
        [Pilot.objects.create(name=f"Pilot {number}", theme="estates", summary="s") for number in range(5)],
        piece(),
    )


def ids(sql: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {str(pk) for (pk,) in cursor.fetchall()}


def in_answer(rows: list, what: str = "id") -> set[str]:
    found = [each["url"].split("/")[-2] if what == "url" else each["id"] for each in rows]
    assert len(found) == len(set(found))
    return set(found)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PAIRS, PAIRS)
def test_the_holes_are_set_differences(all_of_them, call, served, tested):
    principles, commitments, pilots, shown = all_of_them
    PrincipleLink.objects.all().delete()
    PilotCommitment.objects.all().delete()
    for (one, two), evidenced in served.items():
        PrincipleLink.objects.create(principle=principles[one], commitment=commitments[two], evidence=shown if evidenced else None)
    for (one, two), evidenced in tested.items():
        PilotCommitment.objects.create(pilot=pilots[one], commitment=commitments[two], evidence=shown if evidenced else None)
    said = call("reader").get("/api/v1/coverage/").json()
    assert in_answer(said["unserved_principles"]) == ids(
        "SELECT id FROM governance_principle EXCEPT SELECT principle_id FROM governance_principlelink"
    )
    assert in_answer(said["unlinked_commitments"]) == ids(
        "SELECT id FROM governance_commitment EXCEPT SELECT commitment_id FROM governance_principlelink"
    )
    for name, table in (("unevidenced_principle_links", "governance_principlelink"), ("unevidenced_pilot_links", "pilots_pilotcommitment")):
        difference = f"SELECT id FROM {table} EXCEPT SELECT link.id FROM {table} link JOIN governance_evidence held ON held.id = link.evidence_id"
        assert in_answer(said[name], "url") == ids(difference), name
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT principle.id, link.commitment_id, link.evidence_id, test.pilot_id, test.evidence_id FROM governance_principle principle
            LEFT JOIN governance_principlelink link ON link.principle_id = principle.id
            LEFT JOIN pilots_pilotcommitment test ON test.commitment_id = link.commitment_id
        """)
        rows = sorted(tuple(str(each) if each else "" for each in row) for row in cursor.fetchall())
    parts = ("principle", "commitment", "evidence", "pilot", "pilot_evidence")
    assert sorted(tuple(row[part]["id"] if row[part] else "" for part in parts) for row in said["rows"]) == rows
    assert (said["principles"], said["served"]) == (5, 5 - len(said["unserved_principles"]))
    for principle in call("reader").get("/api/v1/principles/").json()["results"]:
        number = principle["number"] - 1
        assert principle["served_by"] == sum(one == number for one, _ in served)
        tests = sum((number, two) in served for _, two in tested)
        assert len(call("reader").get(principle["url"]).json()["pilots"]) == tests


def test_the_page_names_the_holes(all_of_them, browse):
    principles, commitments, _, _ = all_of_them
    PrincipleLink.objects.create(principle=principles[0], commitment=commitments[0])
    page = browse("reader").get("/coverage/").content.decode()
    assert "1 of 5 principles are served by a commitment; 4 commitments serve none; 1 link has no evidence." in page
    assert "C-0 serves principle 1" in page
    assert browse("reader").get("/coverage/?colour=red").status_code == 400


def linked(noun, all_of_them):
    principles, commitments, pilots, _ = all_of_them
    one = {"principle": str(principles[0].pk)} if noun == "principle" else {"pilot": str(pilots[0].pk)}
    return {**one, "commitment": str(commitments[0].pk), "note": "It does."}


NOUNS = {"principle": PrincipleLink, "pilot": PilotCommitment}


@pytest.mark.parametrize("noun", NOUNS)
def test_a_link_is_made_changed_and_taken_away_by_api(call, all_of_them, noun):
    officer, body = call("officer"), linked(noun, all_of_them)
    made = officer.post(f"/api/v1/{noun}-links/", body)
    assert (made.status_code, made.json()["evidence"]) == (201, None)
    assert officer.post(f"/api/v1/{noun}-links/", body).status_code == 400  # once is enough
    where = made.json()["url"]
    shown = officer.patch(where, {"evidence": PIECE}, 1).json()
    assert (shown["evidence"]["title"], shown["note"], shown["version"]) == (PIECE["title"], "It does.", 2)
    assert officer.patch(where, {"note": "Otherwise."}, 2).json()["evidence"]["title"] == PIECE["title"]
    assert officer.patch(where, {"evidence": None}, 3).json()["evidence"] is None
    assert officer.patch(where, {"note": "x"}, 2).status_code == 412
    assert officer("delete", where, {}).status_code == 428
    assert officer("delete", where, {"reason": "Not so."}, **{"If-Match": '"4"'}).status_code == 204
    assert not NOUNS[noun].objects.exists()


@pytest.mark.parametrize("noun", NOUNS)
def test_a_link_is_made_changed_and_taken_away_by_page(browse, all_of_them, noun):
    client, body = browse("officer"), linked(noun, all_of_them)
    done = client.post(f"/{noun}-links/new/", {**body, "evidence_title": "The paper"})
    assert done.status_code == 302, done.context["form"].errors
    assert client.get(done["Location"]).status_code == 200
    link = NOUNS[noun].objects.get()
    assert link.evidence.title == "The paper"
    twice = client.post(f"/{noun}-links/new/", body)
    assert (twice.status_code, "already" in twice.content.decode()) == (422, True)
    changed = client.post(f"/{noun}-links/{link.pk}/edit/", {**body, "note": "Otherwise.", "version": 1})
    assert changed.status_code == 302, changed.context["form"].errors
    link.refresh_from_db()
    assert (link.note, link.evidence.title) == ("Otherwise.", "The paper")
    assert client.post(f"/{noun}-links/{link.pk}/delete/", {"version": 1}).status_code == 409
    assert client.post(f"/{noun}-links/{link.pk}/delete/", {"version": 2, "reason": "x"}).status_code == 302
    assert not NOUNS[noun].objects.exists()


def test_a_link_is_its_owners(call, browse, all_of_them):
    """A commitment's owner says what it serves; a pilot's lead, what it tests."""
    _, commitments, pilots, _ = all_of_them
    Commitment.objects.filter(pk=commitments[0].pk).update(owner=organisation("Haringey"))
    Pilot.objects.filter(pk=pilots[0].pk).update(lead=organisation("Haringey"))
    for noun in NOUNS:
        body = linked(noun, all_of_them)
        assert call("reader").post(f"/api/v1/{noun}-links/", body).status_code == 403
        assert call("hackney").post(f"/api/v1/{noun}-links/", body).status_code == 403
        made = call("haringey").post(f"/api/v1/{noun}-links/", {**body, "evidence": PIECE})
        assert made.status_code == 201, made.content
        assert call("hackney").get(made.json()["url"]).json()["may_edit"] is False
        assert call("hackney").patch(made.json()["url"], {"note": "x"}, 1).status_code == 403
        assert browse("hackney").get(f"/{noun}-links/{made.json()['id']}/delete/").status_code == 403
        assert browse("haringey").get(f"/{noun}-links/{made.json()['id']}/edit/").status_code == 200
    assert Evidence.objects.filter(title=PIECE["title"]).count() == 2
    offered = browse("haringey").get("/principle-links/new/").context["form"].fields["commitment"].queryset
    assert [each.code for each in offered] == ["C-0"]


def test_a_principle_shows_its_commitments_and_their_pilots(browse, call, all_of_them):
    principles, commitments, pilots, shown = all_of_them
    PrincipleLink.objects.create(principle=principles[0], commitment=commitments[0], evidence=shown, note="Directly.")
    PilotCommitment.objects.create(pilot=pilots[2], commitment=commitments[0])
    PilotCommitment.objects.create(pilot=pilots[3], commitment=commitments[1])
    page = browse("officer").get(f"/principles/{principles[0].pk}/")
    text = page.content.decode()
    assert "1 commitment serves it, tested 1 time by pilots." in text
    assert "Directly." in text and "Pilot 2" in text and "Pilot 3" not in text
    assert "No commitment that is recorded serves it." in browse("officer").get(f"/principles/{principles[1].pk}/").content.decode()
    assert [each["code"] for each in call("reader").get(f"/api/v1/commitments/?principle={principles[0].pk}").json()["results"]] == ["C-0"]
    unserved = [each["number"] for each in call("reader").get("/api/v1/principles/?served=false").json()["results"]]
    assert unserved == [2, 3, 4, 5]
