"""What a body may say: known fields, dates as exact as they are said to be, texts within a limit; and how a lost race is told."""

import threading
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from devo_portal.core.dates import PartialDate, parse_said
from devo_portal.core.fields import TEXT_LIMIT
from devo_portal.core.inputs import PartialDateInput
from devo_portal.core.writes import Refused
from pilots import services
from pilots.models import Benefit, ConfidenceRating, Pilot
from tests.factories import borough, delegate, organisation

NOT_WRITTEN = ["There is no such field to write."]


@pytest.fixture
def pilot(people: Any) -> Pilot:
    return Pilot.objects.create(name="Haringey", theme="prevention", summary="s", lead=organisation("Haringey"))


def wrong(answer: Any) -> dict[str, str]:
    assert answer.status_code == 400, answer.content
    return {each["pointer"]: each["detail"] for each in answer.json()["errors"]}


def test_a_field_that_is_not_there_is_an_error_in_every_body(call, pilot):
    delegate("Programme office", "pilot.stage")
    caller, match = call("officer"), {"If-Match": '"1"'}
    path = f"/api/v1/pilots/{pilot.pk}/"
    bodies = [
        ("post", f"{path}move-stage/", {"stage": "closed", "reason": "r", "zz": 1}, "/zz"),
        ("patch", path, {"zz": 1}, "/zz"),
        ("delete", f"/api/v1/propositions/{pilot.pk}/", {"zz": 1}, "/zz"),
        ("post", f"/api/v1/claimed-things/{pilot.pk}/share/", {"shares": [{"claim": "x", "share": "1", "zz": 1}]}, "/shares/0/zz"),
        ("post", f"/api/v1/business-cases/{pilot.pk}/submit/", {"status": "approved"}, "/status"),
        ("post", f"/api/v1/business-cases/{pilot.pk}/submit/", {"evidence": {"zz": 1}}, "/evidence/zz"),
        ("post", f"/api/v1/pilot-returns/{pilot.pk}/submit/", {"content_sha_256": "0"}, "/content_sha_256"),
        ("post", f"/api/v1/pilot-returns/{pilot.pk}/correct/", {"number": 77}, "/number"),
    ]
    for method, address, body, pointer in bodies:
        assert wrong(caller(method, address, body, **match)) == {pointer: NOT_WRITTEN[0]}, address
    pilot.refresh_from_db()
    assert pilot.stage == "proposed"


def test_figures_take_filters_and_nothing_else(call, pilot):
    for address in ("benefits/summary", "pilot-returns/missing", "pilot-returns/summary", "risks/grid", "claims/summary"):
        for name in ("limit", "fields", "cursor", "order", "page", "omit", "brief"):
            assert f"/{name}" in wrong(call("reader").get(f"/api/v1/{address}/?{name}=1")), (address, name)
    assert call("reader").get(f"/api/v1/benefits/summary/?pilot={pilot.pk}").status_code == 200


def test_a_text_has_a_limit(call, browse, pilot):
    long = "x" * (TEXT_LIMIT + 1)
    path = f"/api/v1/pilots/{pilot.pk}/"
    assert "20,000 characters at most" in wrong(call("officer").patch(path, {"summary": long}, 1))["/summary"]
    assert call("officer").patch(path, {"summary": long[1:]}, 1).status_code == 200
    page = browse("officer").post("/pilots/new/", {"name": "N", "theme": "estates", "summary": long})
    assert page.status_code == 422 and "20,000 characters at most" in page.content.decode()


def test_who_only_read_is_not_told_that_nothing_was_saved(call, browse, pilot):
    assert call("reader").get("/api/v1/pilots/?zz=1&yy=2").json()["detail"] == "2 things are not right."
    assert call("officer").patch(f"/api/v1/pilots/{pilot.pk}/", {"zz": 1, "yy": 2}, 1).json()["detail"].endswith("Nothing was saved.")
    assert "othing was saved" not in browse("reader").get("/pilots/?zz=1&yy=2").content.decode()


def test_a_place_named_twice_is_linked_once(call, pilot):
    place = str(borough("Haringey").pk)
    done = call("officer").patch(f"/api/v1/pilots/{pilot.pk}/", {"places": [place, place]}, 1)
    assert (done.status_code, len(done.json()["places"])) == (200, 1)


# --- Dates -----------------------------------------------------------------------------------------------------------------
LENGTHS = {"year": 4, "month": 7, "day": 10}


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(sorted(LENGTHS)), st.sampled_from(sorted(LENGTHS)))
def test_a_date_is_as_exact_as_it_is_said_to_be(day, written, said):
    """Against a slow, obvious reading: cut what is written to what is said, and nothing but first days may be lost."""
    text = day.isoformat()[: LENGTHS[written]]
    lost = text[LENGTHS[said] :]
    if LENGTHS[said] > len(text) or lost.replace("-01", ""):
        with pytest.raises(ValidationError):
            parse_said(text, said)
    else:
        assert parse_said(text, said) == PartialDate.kept(text[: LENGTHS[said]])
    read = PartialDate.kept(text)
    as_read = {"date": read.date, "precision": read.precision, "text": "some words"}
    assert PartialDateInput().to_internal_value(as_read) == read


@pytest.mark.parametrize(
    "said", [{"date": "2017", "precision": "decade"}, {"date": "2017", "precision": 4}, {"precision": "day"}, {"date": "2017", "zz": 1}]
)
def test_a_date_that_is_not_said_so_is_refused(call, pilot, said):
    assert "/starts" in wrong(call("officer").patch(f"/api/v1/pilots/{pilot.pk}/", {"starts": said}, 1))


def test_the_precision_is_kept(call, pilot):
    done = call("officer").patch(f"/api/v1/pilots/{pilot.pk}/", {"starts": {"date": "2017-01-01", "precision": "year"}}, 1).json()
    assert done["starts"] == {"date": "2017", "precision": "year", "text": "2017"}
    again = call("officer").patch(f"/api/v1/pilots/{pilot.pk}/", {"starts": done["starts"]}, done["version"]).json()
    assert again["starts"] == done["starts"]


# --- What two do at once ---------------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["benefit", "role"])
def test_who_loses_a_race_is_told_the_rule(people, what):
    """A unique constraint, and one that excludes: the second passes validation, and the database stops it."""
    from django.db import transaction

    pilot = Pilot.objects.create(name="P", theme="estates", summary="s", lead=organisation("Haringey"))

    def make() -> Any:
        if what == "benefit":
            fields = {"name": "B", "kind": "qualitative", "unit": "number", "method": "Counted."}
            return services.create_benefit(by=people["officer"], pilot=pilot, **fields)
        role = {"role": "senior_responsible_owner", "post": "Chief Executive", "organisation": pilot.lead}
        return services.create_pilot_role(by=people["officer"], pilot=pilot, **role)

    saved, go = threading.Event(), threading.Event()

    def first() -> None:
        with transaction.atomic():
            make()
            saved.set()
            go.wait(10)
        connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    saved.wait(10)
    threading.Timer(0.5, go.set).start()
    with pytest.raises(Refused) as refused:
        make()
    thread.join()
    assert refused.value.rule == {"benefit": "benefit-named", "role": "senior-owner-in-post"}[what]
    assert Benefit.objects.count() + pilot.roles.count() == 1


# --- Days that cannot be ---------------------------------------------------------------------------------------------------
def test_a_rating_is_of_a_day_since_the_start(call, pilot):
    Pilot.objects.filter(pk=pilot.pk).update(starts="2015-12")
    body = {"pilot": str(pilot.pk), "kind": "assurance", "rating": "amber", "rated_on": "1066-10-14", "commentary": "c"}
    for day in ("1066-10-14", "2015-11-30", "2999-01-01"):
        assert "/rated_on" in wrong(call("officer").post("/api/v1/confidence-ratings/", {**body, "rated_on": day}))
    assert call("officer").post("/api/v1/confidence-ratings/", {**body, "rated_on": "2015-12-01"}).status_code == 201
    assert ConfidenceRating.objects.count() == 1


def test_a_role_is_ended_on_a_day_that_has_come(call, pilot):
    role = pilot.roles.create(organisation=pilot.lead, role="finance_lead", post="Director of Finance")
    path = f"/api/v1/pilot-roles/{role.pk}/end/"
    assert "/ends_on" in wrong(call("officer").post(path, {"ends_on": "2999-01-01", "reason": "r"}, **{"If-Match": '"1"'}))
    assert call("officer").post(path, {"ends_on": "2017-01-01", "reason": "r"}, **{"If-Match": '"1"'}).status_code == 200
