"""What a pilot asks for: always in one state, moved by verbs that say by which rule they refuse."""

import threading
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devo_portal.core.history import history
from devo_portal.core.writes import Refused
from governance.models import AgreementVersion, Clause
from pilots import services
from pilots.models import Pilot, Proposition
from tests.factories import organisation
from tests.governance.conftest import agreement
from tests.governance.places import made_function
from tests.governance.promises import PIECE


def a_text(of, number=1, status="signed", clauses=3):
    """A text of an agreement, its clauses and then its status."""
    text = AgreementVersion.objects.create(agreement=of, number=number, title=f"Text {number}")
    for each in range(1, clauses + 1):
        Clause.objects.create(version_of=text, number=str(each), heading=f"Heading {each}", text="t", position=each)
    AgreementVersion.objects.filter(pk=text.pk).update(status=status)
    return list(Clause.objects.filter(version_of=text).order_by("position"))


@pytest.fixture
def asks(people):
    """Two pilots, four open asks of the first, clauses of a signed text and of a draft."""
    pilot = Pilot.objects.create(name="Haringey", theme="prevention", summary="s", lead=organisation("Haringey"))
    other = Pilot.objects.create(name="Hackney", theme="integration", summary="s", lead=organisation("Hackney"))
    mou = agreement(status="signed", signed="2017-11-16")
    rows = [Proposition.objects.create(pilot=pilot, title=f"Ask {letter}", kind="planning") for letter in "ABCD"]
    return SimpleNamespace(pilot=pilot, other=other, mou=mou, rows=rows, clauses=a_text(mou), drafted=a_text(mou, 2, "draft"))


def act(call, verb, ask, body, version=1, role="officer"):
    return call(role).post(f"/api/v1/propositions/{ask.pk}/{verb}/", body, **({"If-Match": f'"{version}"'} if version else {}))


def rule(answer):
    return answer.status_code, answer.json()["type"].removeprefix("/problems/")


def test_a_grant_cites_a_clause_of_a_signed_text(call, asks):
    ask = asks.rows[0]
    assert rule(act(call, "grant", ask, {})) == (409, "clause-missing")
    refused = act(call, "grant", ask, {"clause": str(asks.drafted[0].pk)})
    assert rule(refused) == (409, "clause-not-signed")
    assert refused.json()["errors"][0]["pointer"] == "/clause"
    assert act(call, "grant", ask, {"clause": str(asks.clauses[0].pk)}, None).status_code == 428
    assert act(call, "grant", ask, {"clause": str(asks.clauses[0].pk)}, 7).status_code == 412
    assert act(call, "grant", ask, {"clause": str(asks.clauses[0].pk), "decided_on": "2999"}).status_code == 400
    function = made_function("F-09")
    done = act(call, "grant", ask, {"clause": str(asks.clauses[0].pk), "decided_on": "November 2017", "function": str(function.pk)})
    assert done.status_code == 200, done.content
    said = done.json()
    assert (said["state"], said["clause"]["number"], said["function"]["code"]) == ("granted", "1", "F-09")
    assert said["decided_on"] == {"date": "2017-11", "precision": "month", "text": "November 2017"}
    assert rule(act(call, "grant", ask, {"clause": str(asks.clauses[0].pk)}, 2)) == (409, "proposition-granted")
    assert rule(act(call, "refuse", ask, {"refusal": "No."}, 2)) == (409, "proposition-granted")


def test_a_refusal_says_why_and_can_be_opened_again_with_a_reason(call, asks):
    ask = asks.rows[0]
    assert rule(act(call, "refuse", ask, {"refusal": "  "})) == (409, "refusal-missing")
    assert act(call, "refuse", ask, {"refusal": "Too dear.", "decided_on": "2017"}).json()["refusal"] == "Too dear."
    assert rule(act(call, "supersede", ask, {"by_proposition": str(asks.rows[1].pk)}, 2)) == (409, "proposition-refused")
    assert act(call, "reopen", ask, {}, 2).status_code == 400
    opened = act(call, "reopen", ask, {"reason": "The Treasury looks again."}, 2).json()
    assert (opened["state"], opened["refusal"], opened["decided_on"]) == ("open", "", None)
    assert rule(act(call, "reopen", ask, {"reason": "Again."}, 3)) == (409, "proposition-open")
    assert [each["event"] for each in history(Proposition, ask.pk)][:2] == ["proposition.reopened", "proposition.refused"]
    assert any(change["before"] == "Too dear." for change in history(Proposition, ask.pk)[0]["changes"])


def test_what_is_superseded_shows_the_chain_and_never_a_ring(call, asks, browse):
    one, two, three, four = asks.rows
    assert rule(act(call, "supersede", one, {})) == (409, "successor-missing")
    assert rule(act(call, "supersede", one, {"by_proposition": str(one.pk)})) == (409, "supersession-cycle")
    assert act(call, "supersede", one, {"by_proposition": str(two.pk)}).status_code == 200
    assert rule(act(call, "supersede", four, {"by_proposition": str(one.pk)})) == (409, "proposition-superseded")
    assert rule(act(call, "supersede", two, {"by_proposition": str(one.pk)})) == (409, "supersession-cycle")
    assert act(call, "supersede", two, {"by_proposition": str(three.pk)}).status_code == 200
    assert rule(act(call, "supersede", three, {"by_proposition": str(one.pk)})) == (409, "supersession-cycle")
    said = call("reader").get(f"/api/v1/propositions/{one.pk}/").json()
    assert [each["title"] for each in said["succession"]] == ["Ask B", "Ask C"]
    assert [each["title"] for each in call("reader").get(f"/api/v1/propositions/{three.pk}/").json()["supersedes"]] == ["Ask B"]
    page = browse("reader").get(f"/propositions/{one.pk}/").content.decode()
    chain = page[page.index("The chain:") :]
    assert chain.index("Ask A") < chain.index("Ask B") < chain.index("Ask C")
    assert call("officer")("delete", f"/api/v1/propositions/{three.pk}/", {}, **{"If-Match": '"1"'}).status_code == 409  # others refer to it


WRONG = [
    "state = 'granted'",
    "state = 'refused'",
    "state = 'superseded'",
    "refusal = 'no'",
    "decided_on = '2017'",
    "clause_id = (SELECT id FROM governance_clause LIMIT 1)",
    "state = 'refused', refusal = 'no', clause_id = (SELECT id FROM governance_clause LIMIT 1)",
    "state = 'granted', refusal = 'no', clause_id = (SELECT id FROM governance_clause LIMIT 1)",
    "state = 'superseded', superseded_by_id = id",
]


@pytest.mark.parametrize("words", WRONG)
def test_the_table_holds_one_state_whoever_writes(asks, words):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE pilots_proposition SET {words} WHERE title = 'Ask A'")  # the words are this file's own


VERBS = st.lists(st.tuples(st.sampled_from(["grant", "refuse", "supersede", "reopen"]), st.integers(0, 3), st.integers(0, 3)), max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(VERBS)
def test_any_run_of_verbs_leaves_each_in_one_state_and_no_ring(people, asks, verbs):
    """Against a dictionary of states and one of successors, kept by hand."""
    by, state, after = people["officer"], dict.fromkeys(range(4), "open"), {}

    def line(one):
        while one in after:
            one = after[one]
            yield one

    with transaction.atomic():
        for verb, one, two in verbs:
            ring = one == two or one in line(two)
            expected = {
                "reopen": "proposition-open" if state[one] == "open" else "",
                "supersede": "supersession-cycle" if ring else "proposition-superseded" if state[two] == "superseded" else "",
            }.get(verb, "")
            if verb != "reopen" and state[one] != "open":
                expected = f"proposition-{state[one]}"
            fields = {
                "grant": {"clause": asks.clauses[0]},
                "refuse": {"refusal": "No."},
                "supersede": {"by_proposition": asks.rows[two]},
                "reopen": {"reason": "Again."},
            }[verb]
            ask = Proposition.objects.get(pk=asks.rows[one].pk)
            service = getattr(services, f"{verb}_proposition")
            if expected:
                with pytest.raises(Refused) as refused:
                    service(by=by, pk=ask.pk, version=ask.version, **fields)
                assert refused.value.rule == expected
                continue
            service(by=by, pk=ask.pk, version=ask.version, **fields)
            after.pop(one, None)
            state[one] = {"grant": "granted", "refuse": "refused", "supersede": "superseded", "reopen": "open"}[verb]
            if verb == "supersede":
                after[one] = two
        kept = [Proposition.objects.get(pk=each.pk) for each in asks.rows]
        assert [each.state for each in kept] == list(state.values())
        for place, each in enumerate(kept):
            filled = {"granted": bool(each.clause_id), "refused": bool(each.refusal), "superseded": bool(each.superseded_by_id)}
            assert [name for name, there in filled.items() if there] == ([] if each.state == "open" else [each.state])
            assert len(list(line(place))) < 4
        transaction.set_rollback(True)


def test_who_may_write_is_who_leads_the_pilot(call, browse, asks):
    body = {"pilot": str(asks.pilot.pk), "title": "Ask E", "kind": "data", "pursued_by": str(organisation("Hackney").pk)}
    assert call("reader").post("/api/v1/propositions/", body).status_code == 403
    assert call("hackney").post("/api/v1/propositions/", body).status_code == 403  # it pursues it, and another leads
    made = call("haringey").post("/api/v1/propositions/", body)
    assert made.status_code == 201, made.content
    ask = Proposition.objects.get(title="Ask E")
    assert (made.json()["state"], made.json()["may_edit"]) == ("open", True)
    for verb, fields in (("grant", {"clause": str(asks.clauses[0].pk)}), ("refuse", {"refusal": "x"}), ("reopen", {"reason": "x"})):
        assert act(call, verb, ask, fields, role="hackney").status_code == 403
        assert browse("hackney").get(f"/propositions/{ask.pk}/{verb}/").status_code == 403
    assert call("haringey").patch(made.json()["url"], {"pilot": str(asks.other.pk)}, 1).status_code == 403  # not to be given away
    offered = browse("haringey").get("/propositions/new/").context["form"].fields["pilot"].queryset
    assert [each.name for each in offered] == ["Haringey"]
    assert call("haringey").post("/api/v1/propositions/", body).status_code == 400  # once is enough


def test_a_change_says_what_it_asks_and_never_how_it_stands(call, asks):
    url = f"/api/v1/propositions/{asks.rows[0].pk}/"
    assert call("officer").patch(url, {"state": "granted"}, 1).status_code == 400
    refused = call("officer").patch(url, {"effect_evidence": PIECE}, 1)
    assert refused.status_code == 400  # evidence of nothing
    done = call("officer").patch(url, {"effect": "12 fewer visits a day.", "effect_evidence": PIECE}, 1).json()
    assert (done["effect"], done["effect_evidence"]["title"]) == ("12 fewer visits a day.", PIECE["title"])
    assert call("officer").patch(url, {"detail": "More."}, 2).json()["effect_evidence"]["title"] == PIECE["title"]
    assert call("officer").patch(url, {"detail": "x"}, 2).status_code == 412


def test_a_pilot_does_not_say_itself_that_its_ask_is_granted(call, browse, asks):
    ask, clause = asks.rows[0], {"clause": str(asks.clauses[0].pk)}
    refused = act(call, "grant", ask, clause, role="haringey")
    assert refused.status_code == 403 and "decisions" in refused.json()["detail"]
    assert browse("haringey").get(f"/propositions/{ask.pk}/grant/").status_code == 403
    assert "It is granted" not in browse("haringey").get(f"/propositions/{ask.pk}/").content.decode()
    told = call("haringey").get(f"/api/v1/propositions/{ask.pk}/").json()
    assert (told["may_edit"], told["may_grant"]) == (True, False)
    assert "It is granted" in browse("secretary").get(f"/propositions/{ask.pk}/").content.decode()
    assert act(call, "grant", ask, clause, role="secretary").status_code == 200


def test_who_could_grant_it_has_signed_what_grants_it(call, browse, asks):
    from governance.models import Mandate, Signature

    ask, clause, health = asks.rows[0], {"clause": str(asks.clauses[0].pk)}, organisation("Department of Health")
    Proposition.objects.filter(pk=ask.pk).update(could_grant=health)
    ask.refresh_from_db()
    refused = act(call, "grant", ask, clause, ask.version)
    assert rule(refused) == (409, "grantor-not-signed") and refused.json()["errors"][0]["pointer"] == "/clause"
    page = browse("officer").post(f"/propositions/{ask.pk}/grant/", {"version": ask.version, **clause})
    assert page.status_code == 409 and "Department of Health could grant it, and has not signed" in page.content.decode()
    party = Signature.objects.create(agreement=asks.mou, organisation=organisation("NHS England"), role="Chair", side="national", order=1)
    Mandate.objects.create(signature=party, organisation=health)
    assert rule(act(call, "grant", ask, clause, ask.version)) == (409, "grantor-not-signed"), "asked to sign is not signed"
    for status in ("asked", "viewed"):
        Signature.objects.filter(pk=party.pk).update(status=status)
    Signature.objects.filter(pk=party.pk).update(status="signed", signed_on="2017-11-16")
    assert act(call, "grant", ask, clause, ask.version).status_code == 200, "signed for it"


def test_the_pages_keep_what_was_typed_and_name_the_rule(browse, asks):
    ask, client = asks.rows[0], browse("officer")
    page = client.post(f"/propositions/{ask.pk}/grant/", {"version": 1, "decided_on": "November 2017", "clause": ""})
    assert (page.status_code, "Rule: clause missing." in str(page.context["form"].errors["clause"])) == (409, True)
    assert "November 2017" in page.content.decode()
    offered = [each.version_of.status for each in page.context["form"].fields["clause"].queryset]
    assert offered == ["signed"] * 3
    done = client.post(f"/propositions/{ask.pk}/grant/", {"version": 1, "decided_on": "16 November 2017", "clause": str(asks.clauses[1].pk)})
    assert done["Location"] == f"/propositions/{ask.pk}/"
    shown = client.get(done["Location"]).content.decode()
    assert "Granted on 16 November 2017 by clause 2" in shown and "Granted by clause" in shown
    stale = client.post(f"/propositions/{ask.pk}/reopen/", {"version": 1, "reason": "Typed."})
    assert (stale.status_code, "Typed." in stale.content.decode()) == (409, True)
    listed = client.get(f"/pilots/{asks.pilot.pk}/asks/").content.decode()
    assert "Ask A" in listed and "Ask D" in listed


def test_an_edit_by_page_keeps_evidence_and_takes_it_with_its_effect(browse, asks):
    client, path = browse("officer"), f"/propositions/{asks.rows[0].pk}/edit/"
    body = {"pilot": str(asks.pilot.pk), "title": "Ask A", "kind": "planning"}
    assert client.post(path, {**body, "version": 1, "effect": "Shorter waits.", "evidence_title": "The count"}).status_code == 302
    assert client.post(path, {**body, "version": 2, "effect": "Shorter waits, twice."}).status_code == 302
    ask = Proposition.objects.get(title="Ask A")
    assert (ask.effect, ask.effect_evidence.title) == ("Shorter waits, twice.", "The count")
    assert client.post(path, {**body, "version": 3, "effect": ""}).status_code == 302
    ask.refresh_from_db()
    assert (ask.effect, ask.effect_evidence) == ("", None)


def test_one_entered_by_mistake_is_deleted(browse, call, asks):
    client, ask = browse("officer"), asks.rows[0]
    assert client.post(f"/propositions/{ask.pk}/delete/", {"version": 1, "reason": "Twice."})["Location"] == "/propositions/"
    assert not Proposition.objects.filter(pk=ask.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_no_ring(asks, people):
    """Each would take the other's place: one is done, the other is refused by the rule."""
    one, two = asks.rows[:2]
    said: list[str] = []
    gate = threading.Barrier(2)

    def supersede(ask, by):
        gate.wait()
        try:
            services.supersede_proposition(by=people["officer"], pk=ask.pk, version=1, by_proposition=by)
            said.append("done")
        except Refused as refused:
            said.append(refused.rule)
        finally:
            connection.close()

    threads = [threading.Thread(target=supersede, args=pair) for pair in ((one, two), (two, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(said) == ["done", "supersession-cycle"]
