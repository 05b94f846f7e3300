"""The administration of texts: the same services, and so the same rules, as on the page and by the API."""

from datetime import date
from typing import Any

import pytest

from governance import services
from governance.models import AgreementVersion, Clause
from tests.governance.conftest import agreement, board, signature
from tests.governance.test_admin import at, more, typed, words


@pytest.fixture
def admin(browse: Any) -> Any:
    return browse("administrator")


@pytest.fixture
def text(people: Any) -> Any:
    made = services.create_version(by=people["officer"], agreement=agreement(status="draft"), title="Draft")
    services.create_clause(by=people["officer"], version_of=made, number="1", text="Receipts stay.")
    return AgreementVersion.objects.get(pk=made.pk)


@pytest.fixture
def decision(people: Any) -> Any:
    return services.create_decision(
        by=people["officer"], board=board("SPB"), number="2017/9", title="Ended", decided_on=date(2017, 12, 1), authority="Its own"
    )


def test_clauses_are_kept_beneath_their_text(admin, text):
    page = admin.get(at(text))
    sent = more(page, typed(page, reason="Second"), number="2", text="More.", text_status="paraphrase", position=2)
    assert admin.post(at(text), sent).status_code == 302
    assert list(text.clauses.values_list("number", "text")) == [("1", "Receipts stay."), ("2", "More.")]
    page = admin.get(at(text))
    again = admin.post(at(text), more(page, typed(page, reason="Twice"), number="2", text="Again.", text_status="paraphrase", position=3))
    assert "Rule: clause number used." in words(again)
    assert text.clauses.count() == 2


def test_a_signed_text_takes_no_change(admin, people, text):
    place = signature(text.agreement, "London Councils", 1)
    for to in ("asked", "signed"):
        place.refresh_from_db()
        services.move_signature(by=people["officer"], pk=place.pk, version=place.version, to=to)
    page = admin.get(at(text))
    assert "Receipts stay." in page.content.decode() and 'name="clauses-0-text"' not in page.content.decode()
    refused = admin.post(at(text), typed(page, title="Other", reason="x"))
    assert "Rule: version signed." in words(refused)
    assert AgreementVersion.objects.get(pk=text.pk).title == "Draft"


def test_a_text_is_ended_by_a_decision_and_never_by_itself(admin, people, text, decision):
    page = admin.get(at(text))
    assert "Rule: decision missing." in words(admin.post(at(text), typed(page, by_text=str(text.pk), reason="x")))
    assert "Rule: supersession cycle." in words(admin.post(at(text), typed(page, by_text=str(text.pk), decision=str(decision.pk), reason="x")))
    assert admin.post(at(text), typed(page, decision=str(decision.pk), reason="The board said so.")).status_code == 302
    text.refresh_from_db()
    assert (text.status, text.ended_by) == ("void", decision)
    assert Clause.objects.get(version_of=text).text == "Receipts stay."


def test_a_new_text_and_a_decision_are_begun_here_too(admin, text, decision):
    page = admin.get("/admin/governance/agreementversion/add/")
    sent = typed(page, agreement=str(text.agreement.pk), number="2", title="Second", text_status="paraphrase", reason="New")
    assert admin.post("/admin/governance/agreementversion/add/", sent).status_code == 302
    assert AgreementVersion.objects.get(number=2).title == "Second"
    twice = admin.post("/admin/governance/agreementversion/add/", sent)
    assert "Rule: version number used." in words(twice)
    page = admin.get(at(decision))
    assert admin.post(at(decision), typed(page, title="Ended indeed", reason="Wording")).status_code == 302
    decision.refresh_from_db()
    assert decision.title == "Ended indeed"
