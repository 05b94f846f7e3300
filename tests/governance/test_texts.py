"""Texts of agreements: numbered clauses, versions compared word by word, fixed once signed, ended only by a decision."""

import threading
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import InternalError
from hypothesis import given
from hypothesis import strategies as st

from devo_portal.core.writes import Refused
from governance import services
from governance.models import Agreement, AgreementVersion, Clause, Decision
from governance.rules.comparing import ADDED, REMOVED, SAME, ClauseText, compare_clauses, compare_words
from tests.governance.conftest import agreement, board, signature

WORDS = st.lists(st.sampled_from(["the", "Mayor", "board", "decides", "on", "receipts", ",", ".", "\n", "NHS’s", "50%", "–"]), max_size=25).map(
    " ".join
)
CLAUSES = st.lists(
    st.builds(ClauseText, st.sampled_from("123456789"), st.sampled_from(["", "Money", "Boards"]), WORDS), max_size=7, unique_by=lambda c: c.number
)


# --- Word by word ------------------------------------------------------------------------------------------------------
@given(WORDS, WORDS)
def test_a_comparison_holds_both_texts_to_the_letter(old, new):
    pieces = compare_words(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.kind != REMOVED) == new


@given(WORDS)
def test_a_text_is_the_same_as_itself(text):
    assert all(piece.kind == SAME for piece in compare_words(text, text))


def test_words_are_compared_and_not_letters():
    pieces = compare_words("The Mayor may decide.", "The Mayor will decide.")
    assert [tuple(piece) for piece in pieces] == [("same", "The Mayor "), ("removed", "may"), ("added", "will"), ("same", " decide.")]


@given(CLAUSES, CLAUSES)
def test_every_clause_of_both_texts_is_told_once(old, new):
    compared = compare_clauses(old, new)
    assert [each.number for each in compared if each.number] == [clause.number for clause in new]
    assert sorted(each.was for each in compared if each.was) == sorted(clause.number for clause in old)
    by_old, by_new = {clause.number: clause for clause in old}, {clause.number: clause for clause in new}
    for each in compared:
        assert "".join(piece.text for piece in each.text if piece.kind != ADDED) == (by_old[each.was].text if each.was else "")
        assert "".join(piece.text for piece in each.text if piece.kind != REMOVED) == (by_new[each.number].text if each.number else "")
        identical = each.was and each.number and by_old[each.was][1:] == by_new[each.number][1:]
        assert (each.change in ("same", "renumbered")) == bool(identical)


def test_a_clause_that_moved_is_known_by_its_words():
    compared = compare_clauses([ClauseText("1", "Money", "Receipts stay."), ClauseText("2", "", "x")], [ClauseText("3", "Money", "Receipts stay.")])
    assert [(each.change, each.was, each.number) for each in compared] == [("renumbered", "1", "3"), ("removed", "2", "")]
    compared = compare_clauses([ClauseText("3", "Prevention", "Powers serve health.")], [ClauseText("7.3", "Planning", "Powers serve health.")])
    assert [(each.change, each.was, each.number) for each in compared] == [("changed", "3", "7.3")]


# --- A draft and what fixes it -------------------------------------------------------------------------------------------
@pytest.fixture
def mou(people: Any) -> Any:
    return agreement(status="draft")


@pytest.fixture
def text(people: Any, mou: Any) -> Any:
    made = services.create_version(by=people["officer"], agreement=mou, title="First draft")
    services.create_clause(by=people["officer"], version_of=made, number="1", heading="Money", text="Receipts stay in London.")
    made.refresh_from_db()
    return made


def signed(text: Any, people: Any) -> Any:
    place = signature(text.agreement, "London Councils", 1)
    for to in ("asked", "signed"):
        place.refresh_from_db()
        services.move_signature(by=people["officer"], pk=place.pk, version=place.version, to=to, on=date(2017, 11, 16))
    text.refresh_from_db()
    return place


def test_a_new_version_begins_with_the_clauses_of_another(call, text, mou):
    caller = call("officer")
    body = {"agreement": str(mou.pk), "title": "Second", "starts_from": str(text.pk)}
    made = caller.post("/api/v1/agreement-versions/", body).json()
    assert (made["number"], [clause["number"] for clause in made["clauses"]], made["status"]) == (2, ["1"], "draft")
    clause = Clause.objects.get(pk=made["clauses"][0]["id"])
    caller.patch(f"/api/v1/clauses/{clause.pk}/", {"text": "Receipts stay in London, in principle."}, 1)
    compared = caller.get(f"/api/v1/agreement-versions/{made['id']}/compare/").json()
    assert (compared["changed"], compared["words_added"], compared["words_removed"]) == (1, 2, 0)
    assert Clause.objects.get(version_of=text).text == "Receipts stay in London."


def test_the_first_signature_fixes_the_text(call, browse, text, people):
    place = signed(text, people)
    assert text.status == "signed"
    assert place.steps.get(state="signed").text == text
    clause = text.clauses.get()
    caller = call("officer")
    tries = [
        caller.post("/api/v1/clauses/", {"version_of": str(text.pk), "number": "2", "text": "More."}),
        caller.patch(f"/api/v1/clauses/{clause.pk}/", {"text": "Other."}, clause.version),
        caller("delete", f"/api/v1/clauses/{clause.pk}/", **{"If-Match": f'"{clause.version}"'}),
        caller.patch(f"/api/v1/agreement-versions/{text.pk}/", {"title": "Other"}, text.version),
    ]
    assert [(answer.status_code, answer.json()["type"]) for answer in tries] == [(409, "/problems/version-signed")] * 4
    page = browse("officer").post(
        f"/clauses/{clause.pk}/edit/", {"number": "1", "text": "Other.", "text_status": "paraphrase", "version": clause.version}
    )
    assert page.status_code == 409 and "Rule: version signed." in page.content.decode()
    clause.refresh_from_db()
    assert clause.text == "Receipts stay in London."


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE governance_clause SET text = 'Other'",
        "DELETE FROM governance_clause",
        """INSERT INTO governance_clause (version_of_id, number, heading, text, text_status, position, source, illustrative)
        SELECT id, '9', '', 'New', 'paraphrase', 9, '', false FROM governance_agreementversion""",
        "UPDATE governance_agreementversion SET title = 'Other'",
        "DELETE FROM governance_agreementversion",
    ],
)
def test_the_database_itself_keeps_a_signed_text(text, people, sql):
    from django.db import connection

    signed(text, people)
    with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_clause_number_is_used_once(call, browse, text):
    again = call("officer").post("/api/v1/clauses/", {"version_of": str(text.pk), "number": "1", "text": "Twice."})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/clause-number-used")
    assert again.json()["errors"][0]["pointer"] == "/number"
    page = browse("officer").post(f"/agreement-versions/{text.pk}/clause/", {"number": "1", "text": "Twice.", "text_status": "paraphrase"})
    assert page.status_code == 409 and "Rule: clause number used." in page.content.decode() and "Twice." in page.content.decode()
    assert text.clauses.count() == 1


# --- The end of a text ---------------------------------------------------------------------------------------------------
@pytest.fixture
def decision(people: Any) -> Any:
    return services.create_decision(
        by=people["officer"], board=board("SPB"), number="2017/9", title="A new text", decided_on=date(2017, 12, 1), authority="Its own"
    )


def version(of: Any, people: Any, title: str = "Next") -> Any:
    return services.create_version(by=people["officer"], agreement=of, title=title)


def test_who_records_a_signature_reads_which_text_it_is_put_to(browse, text, people):
    place = signature(text.agreement, "NHS England", 2)
    services.move_signature(by=people["officer"], pk=place.pk, version=1, to="asked", on=date(2017, 11, 1))
    assert str(text) in browse("officer").get(f"/signatures/{place.pk}/sign/").content.decode()
    other = signature(agreement(name="An agreement whose text is kept elsewhere", status="draft"), "NHS England", 1)
    assert "No text of this agreement is held here" in browse("officer").get(f"/signatures/{other.pk}/sign/").content.decode()


def test_superseding_cites_a_decision_and_keeps_the_text_readable(call, browse, text, people, decision):
    signed(text, people)
    later = version(agreement(name="The next memorandum", status="draft"), people)
    caller = call("officer")
    path = f"/api/v1/agreement-versions/{text.pk}/supersede/"
    refused = caller.post(path, {"by_text": str(later.pk)}, **{"If-Match": f'"{text.version}"'})
    assert refused.status_code == 400 and refused.json()["errors"][0]["pointer"] == "/decision"
    early = caller.post(path, {"by_text": str(later.pk), "decision": str(decision.pk)}, **{"If-Match": f'"{text.version}"'})
    assert (early.status_code, early.json()["type"]) == (409, "/problems/successor-unsigned")
    signed(later, people)
    answer = caller.post(path, {"by_text": str(later.pk), "decision": str(decision.pk)}, **{"If-Match": f'"{text.version}"'}).json()
    assert (answer["status"], answer["ended_on"], answer["ended_by"]["number"]) == ("superseded", "2017-12-01", "2017/9")
    page = browse("reader").get(f"/agreement-versions/{text.pk}/").content.decode()
    assert "superseded since 1 December 2017" in page and "Receipts stay in London." in page and "2017/9" in page
    text.agreement.refresh_from_db()
    assert text.agreement.status == "superseded"
    again = caller.post(path, {"by_text": str(later.pk), "decision": str(decision.pk)}, **{"If-Match": f'"{answer["version"]}"'})
    assert again.json()["type"] == "/problems/text-ended"


@pytest.mark.django_db(transaction=True)
def test_two_who_supersede_each_others_texts_at_once_are_both_answered(people):
    one, other = (version(agreement(name=f"Memorandum {number}", status="draft"), people) for number in range(2))
    made = services.create_decision(
        by=people["officer"], board=board("SPB"), number="2017/9", title="A new text", decided_on=date(2017, 12, 1), authority="Its own"
    )
    ready, said = threading.Barrier(2), []

    def supersede(text: Any, by_text: Any) -> None:
        try:
            ready.wait()
            services.supersede_version(by=people["officer"], pk=text.pk, version=text.version, by_text=by_text, decision=made)
            said.append("superseded")
        except Refused as refused:
            said.append(refused.rule)
        finally:
            connection.close()

    threads = [threading.Thread(target=supersede, args=pair) for pair in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["superseded", "supersession-cycle"]


def test_voiding_cites_a_decision_and_nobody_signs_what_is_void(call, text, people, decision):
    place = signature(text.agreement, "London Councils", 1)
    path = f"/api/v1/agreement-versions/{text.pk}/void/"
    assert call("officer").post(path, {"decision": str(decision.pk)}, **{"If-Match": f'"{text.version}"'}).json()["status"] == "void"
    assert Agreement.objects.get(pk=text.agreement.pk).status == "void"
    with pytest.raises(Refused, match="nobody can sign it"):
        services.move_signature(by=people["officer"], pk=place.pk, version=1, to="asked")
    with pytest.raises(Refused, match="begin another agreement"):
        version(text.agreement, people)


def test_no_text_supersedes_itself_by_any_way(call, browse, people, decision):
    texts = [version(agreement(name=f"Memorandum {number}", status="draft"), people) for number in range(3)]
    for earlier, later in ((0, 1), (1, 2)):
        services.supersede_version(by=people["officer"], pk=texts[earlier].pk, version=1, by_text=texts[later], decision=decision)
    caller = call("officer")
    for by in (texts[0], texts[2]):
        body = {"by_text": str(by.pk), "decision": str(decision.pk)}
        answer = caller.post(f"/api/v1/agreement-versions/{texts[2].pk}/supersede/", body, **{"If-Match": '"1"'})
        assert (answer.status_code, answer.json()["type"]) == (409, "/problems/supersession-cycle"), answer.json()
    page = browse("officer").post(f"/agreement-versions/{texts[2].pk}/supersede/", {"by_text": texts[0].pk, "decision": decision.pk, "version": 1})
    assert page.status_code == 409 and "Rule: supersession cycle." in page.content.decode()
    assert AgreementVersion.objects.get(pk=texts[2].pk).status == "draft"


def test_a_decision_that_a_text_cites_changes_only_with_a_reason(call, text, people, decision):
    services.void_version(by=people["officer"], pk=text.pk, version=text.version, decision=decision)
    caller = call("secretary")
    assert caller.patch(f"/api/v1/decisions/{decision.pk}/", {"title": "Other"}, 1).status_code == 400
    assert caller.patch(f"/api/v1/decisions/{decision.pk}/", {"title": "Other", "reason": "Misheard."}, 1).status_code == 200
    future = caller.post("/api/v1/decisions/", {"board": str(decision.board_id), "number": "3", "title": "x", "decided_on": "2999-01-01"})
    assert future.status_code == 400
    twice = caller.post("/api/v1/decisions/", {"board": str(decision.board_id), "number": "2017/9", "title": "x", "decided_on": "2017-12-02"})
    assert (twice.status_code, twice.json()["type"]) == (409, "/problems/decision-number-used")
    assert Decision.objects.count() == 1


def test_who_may_draft(call, text):
    for role in ("reader", "haringey", "secretary"):
        assert call(role).patch(f"/api/v1/agreement-versions/{text.pk}/", {"title": "Mine"}, text.version).status_code == 403, role
    stale = call("officer").patch(f"/api/v1/agreement-versions/{text.pk}/", {"title": "Mine"}, text.version + 5)
    assert stale.status_code == 412


def test_comparison_says_what_is_wrong_with_the_question(call, text):
    caller = call("reader")
    for query, status in (("", 400), ("?with=x", 400), (f"?with={text.agreement_id}", 404), ("?colour=red", 400)):
        assert caller.get(f"/api/v1/agreement-versions/{text.pk}/compare/{query}").status_code == status, query


def test_a_verb_sent_late_is_shown_again_as_typed_with_who_came_first(call, browse, text, people, decision):
    caller = call("officer")
    caller.patch(f"/api/v1/agreement-versions/{text.pk}/", {"title": "First"}, text.version)
    page = browse("officer")
    sent = {"decision": decision.pk, "version": text.version, "reason": "The board said so."}
    late = page.post(f"/agreement-versions/{text.pk}/void/", sent)
    body = late.content.decode()
    assert (late.status_code, "What you typed is kept" in body, "The board said so." in body, str(people["officer"]) in body) == (
        409,
        True,
        True,
        True,
    )
    again = page.post(f"/agreement-versions/{text.pk}/void/", {**sent, "version": late.context["form"]["version"].value()})
    assert again.status_code == 302
    assert AgreementVersion.objects.get(pk=text.pk).status == "void"


def test_all_sign_the_text_that_the_first_signed(people, text, mou):
    first, second = signature(mou, "London Councils", 1), signature(mou, "HM Treasury", 2)
    for place in (first, second):
        services.move_signature(by=people["officer"], pk=place.pk, version=1, to="asked")
    services.move_signature(by=people["officer"], pk=first.pk, version=2, to="signed")
    version(mou, people, "Another wording")
    services.move_signature(by=people["officer"], pk=second.pk, version=2, to="signed")
    assert {place.steps.get(state="signed").text for place in (first, second)} == {text}


def test_a_cited_clause_and_a_long_text_are_refused_and_not_fallen_over(call, text, mou):
    from tests.governance.conftest import commitment

    caller, clause = call("officer"), text.clauses.get()
    commitment(agreement=mou, clause=clause)
    cited = caller("delete", f"/api/v1/clauses/{clause.pk}/", {}, **{"If-Match": '"1"'})
    assert (cited.status_code, cited.json()["type"]) == (409, "/problems/still-referred-to")
    long = caller.post("/api/v1/clauses/", {"version_of": str(text.pk), "number": "2", "text": "x " * 20_000})
    assert (long.status_code, long.json()["errors"][0]["pointer"]) == (400, "/text")
    moved = caller.patch(f"/api/v1/agreement-versions/{text.pk}/", {"agreement": str(agreement(name="Other").pk)}, text.version)
    assert (moved.status_code, moved.json()["errors"][0]["pointer"]) == (400, "/agreement")


def test_a_long_comparison_ends(call):
    old = " ".join(f"word{number % 7}" for number in range(6_000))
    pieces = compare_words(old, old.replace("word3 word4", "word4 word3"))
    assert "".join(piece.text for piece in pieces if piece.kind != ADDED) == old
