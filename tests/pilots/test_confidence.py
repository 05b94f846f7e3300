"""Ratings: each on the scale of its day, of one kind, added to and never changed, and worse ones not without words."""

from datetime import date, timedelta

import orjson
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import InternalError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devo_portal.core.wire import dumps
from devo_portal.core.writes import Refused
from pilots.models import ConfidenceRating, Pilot
from pilots.rules.confidence import FIVE, SCALES, THREE, scale_on, worse
from pilots.services import rate_confidence
from tests.factories import organisation

FIVE_POINTS = ("green", "amber_green", "amber", "amber_red", "red")


@pytest.fixture
def pilot(people):
    return Pilot.objects.create(name="Haringey", theme="prevention", summary="s", lead=organisation("Haringey"))


def rate(people, pilot, rating, day, kind="assurance", by="officer", **fields):
    return rate_confidence(by=people[by], pilot=pilot, kind=kind, rating=rating, rated_on=day, **{"commentary": "Because.", **fields})


def test_the_scale_is_that_of_the_day(people, pilot):
    assert (scale_on(date(2020, 12, 31)), scale_on(date(2021, 1, 1))) == (FIVE, THREE)
    assert rate(people, pilot, "amber_red", date(2020, 12, 31)).scale == FIVE
    assert rate(people, pilot, "red", date(2021, 1, 1)).scale == THREE


@pytest.mark.parametrize("rating", ["amber_green", "amber_red"])
def test_a_rating_off_its_scale_is_refused_by_rule(people, call, browse, pilot, rating):
    body = {"pilot": str(pilot.pk), "kind": "assurance", "rating": rating, "rated_on": "2021-01-01", "commentary": "Kept."}
    refused = call("officer").post("/api/v1/confidence-ratings/", body)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/rating-off-scale")
    assert [each["pointer"] for each in refused.json()["errors"]] == ["/rating"]
    page = browse("officer").post(f"/pilots/{pilot.pk}/rate/", {**body, "rated_on": "1 January 2021"})
    assert page.status_code == 409
    assert "Rule: rating off scale." in str(page.context["form"].errors["rating"])
    assert "Kept." in page.content.decode()
    assert call("officer").post("/api/v1/confidence-ratings/", {**body, "rated_on": "2020-12-31"}).json()["scale"] == "five"
    assert call("officer").post("/api/v1/confidence-ratings/", {**body, "rating": "blue"}).status_code == 400
    with pytest.raises(IntegrityError, match="on_its_scale"), transaction.atomic():
        ConfidenceRating.objects.create(pilot=pilot, rating=rating, scale=THREE, rated_on=date(2022, 1, 1))


def test_ratings_are_added_to_and_never_changed_in_sql_either(people, pilot):
    rating = rate(people, pilot, "green", date(2018, 1, 1))
    for statement in ("UPDATE pilots_confidencerating SET rating = 'red' WHERE id = %s", "DELETE FROM pilots_confidencerating WHERE id = %s"):
        with pytest.raises(InternalError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [rating.pk])
    rating.refresh_from_db()
    assert (rating.rating, rating.version) == ("green", 1)


def test_who_may_give_which(people, call, pilot):
    """The lead's editors give the owner's rating of their pilot; assurance is the officers'."""
    body = {"pilot": str(pilot.pk), "rating": "green", "rated_on": "2018-05-01"}
    path = "/api/v1/confidence-ratings/"
    assert call("haringey").post(path, {**body, "kind": "assurance"}).status_code == 403
    assert call("haringey").post(path, body).status_code == 403  # assurance, where none is said
    assert call("hackney").post(path, {**body, "kind": "owner"}).status_code == 403
    assert call("reader").post(path, {**body, "kind": "owner"}).status_code == 403
    assert call("haringey").post(path, {**body, "kind": "owner"}).status_code == 201
    assert call("officer").post(path, {**body, "kind": "assurance"}).status_code == 201
    with pytest.raises(PermissionDenied):
        rate(people, pilot, "green", date(2018, 5, 1), by="haringey")
    assert [each.kind for each in ConfidenceRating.objects.order_by("id")] == ["owner", "assurance"]


def test_the_page_offers_an_owner_its_own_kind_only(browse, pilot):
    path = f"/pilots/{pilot.pk}/rate/"
    assert browse("hackney").get(path).status_code == 403
    assert [code for code, _ in browse("officer").get(path).context["form"].fields["kind"].choices] == ["assurance", "owner"]
    form = browse("haringey").get(path).context["form"]
    assert ([code for code, _ in form.fields["kind"].choices], form["kind"].value()) == (["owner"], "owner")
    assert browse("haringey").post(path, {"kind": "assurance", "rating": "green", "rated_on": "1 May 2018"}).status_code == 422
    done = browse("haringey").post(path, {"kind": "owner", "rating": "green", "rated_on": "1 May 2018"})
    assert done["Location"] == f"/pilots/{pilot.pk}/confidence/"


def obviously_worse(rating, before):
    """The order of the five points, written out: a word that both scales have means the same on both."""
    return (before, rating) in {(FIVE_POINTS[better], FIVE_POINTS[lower]) for better in range(5) for lower in range(better + 1, 5)}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["owner", "assurance"]), st.sampled_from(FIVE_POINTS), st.booleans()), max_size=7))
def test_a_worse_rating_needs_words_whatever_its_scale(people, pilot, given_in_turn):
    """Days on both sides of the change of scale, given in any order, against a list that is walked by hand."""
    with transaction.atomic():
        kept = []
        for number, kind, rating, words in given_in_turn:
            day = date(2020, 12, 27) + timedelta(days=number)
            on_scale = rating in SCALES[scale_on(day)]
            earlier = sorted(
                (each for each in kept if each[1] == kind and each[0] <= day), key=lambda each: each[0]
            )  # a stable sort: the last given wins
            may = on_scale and (words or not earlier or not obviously_worse(rating, earlier[-1][2]))
            if may:
                rate(people, pilot, rating, day, kind, commentary="Why." if words else " ")
                kept.append((day, kind, rating))
            else:
                with pytest.raises(Refused) as refused:
                    rate(people, pilot, rating, day, kind, commentary="Why." if words else " ")
                assert refused.value.rule == ("commentary-missing" if on_scale else "rating-off-scale")
        transaction.set_rollback(True)


def test_words_on_two_scales():
    assert worse("amber", "amber_green") and worse("red", "amber_red")
    assert not worse("green", "amber_green") and not worse("amber", "amber") and not worse("amber", "amber_red") and not worse("red", None)


def test_the_rule_stands_beside_the_commentary_and_what_was_typed_stays(browse, call, people, pilot):
    rate(people, pilot, "green", date(2018, 1, 1))
    page = browse("officer").post(
        f"/pilots/{pilot.pk}/rate/", {"kind": "assurance", "rating": "amber", "rated_on": "1 May 2018", "source": "A paper"}
    )
    assert page.status_code == 409
    assert "Amber is worse than the assurance rating before it, Green of 1 January 2018. (Rule: commentary missing.)" in str(
        page.context["form"].errors["commentary"]
    )
    assert "A paper" in page.content.decode()
    body = {"pilot": str(pilot.pk), "rating": "amber", "rated_on": "2018-05-01"}
    refused = call("officer").post("/api/v1/confidence-ratings/", body).json()
    assert (refused["type"], refused["errors"][0]["pointer"]) == ("/problems/commentary-missing", "/commentary")
    assert ConfidenceRating.objects.count() == 1


def test_a_pilot_answers_with_assurance_else_its_owners_and_says_which(call, people, pilot):
    def said():
        answer = call("reader").get(f"/api/v1/pilots/{pilot.pk}/").json()
        return [answer[name] for name in ("confidence", "confidence_kind", "confidence_on", "assurance_rating", "owner_rating")]

    assert said() == [None, None, None, None, None]
    rate(people, pilot, "green", date(2022, 5, 1), "owner")
    assert said() == ["green", "owner", "2022-05-01", None, "green"]
    rate(people, pilot, "amber", date(2018, 5, 1))
    assert said() == ["amber", "assurance", "2018-05-01", "amber", "green"]
    rate(people, pilot, "red", date(2018, 5, 2))
    rate(people, pilot, "green", date(2017, 5, 2))
    assert said() == ["red", "assurance", "2018-05-02", "red", "green"]
    assert [each["name"] for each in call("reader").get("/api/v1/pilots/?confidence=red").json()["results"]] == ["Haringey"]


def test_the_picture_needs_no_colour(browse, people, pilot):
    empty = browse("reader").get(f"/pilots/{pilot.pk}/confidence/").content.decode()
    assert "Nobody has rated this pilot yet." in empty and "<figure" not in empty
    rate(people, pilot, "amber_green", date(2018, 5, 1))
    rate(people, pilot, "red", date(2022, 5, 1))
    rate(people, pilot, "green", date(2022, 5, 1), "owner")
    page = browse("reader").get(f"/pilots/{pilot.pk}/confidence/").content.decode()
    for word in ("Green", "Amber/Green", "Amber", "Amber/Red", "Red"):
        assert f">{word}</text>" in page
    assert "Assurance: 2 ratings, now Red. Owner: 1 rating, now Green." in page
    assert "broken line, square marks" in page and "solid line, round marks" in page and "Three-point scale from 2021" in page
    assert "style=" not in page.split("<main")[1].split("</main")[0]
    assert page.index("1 May 2022</th>") < page.index("1 May 2018</th>")  # its table, newest first


@pytest.mark.django_db(transaction=True)
def test_ratings_from_before_are_carried_over():
    """By the day; one that the three points do not have was given on five."""
    executor = MigrationExecutor(connection)
    latest = executor.loader.graph.leaf_nodes()
    executor.migrate([("pilots", "0002_commitments")])
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO pilots_pilot (name, theme, stage, summary, asks, status_note, source, illustrative)"
                " VALUES ('P', 'estates', 'proposed', 's', '', '', '', false) RETURNING id"
            )
            (pilot,) = cursor.fetchone()
            for rating, day in (("amber", "2020-12-31"), ("amber", "2021-01-01"), ("amber_red", "2022-01-01"), ("red", "2022-01-02")):
                cursor.execute(
                    "INSERT INTO pilots_confidencerating (pilot_id, rating, rated_on, commentary, source, illustrative)"
                    " VALUES (%s, %s, %s, '', '', false)",
                    [pilot, rating, day],
                )
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(latest)
    carried = list(ConfidenceRating.objects.order_by("rated_on").values_list("rating", "scale", "kind"))
    assert carried == [("amber", FIVE, "assurance"), ("amber", THREE, "assurance"), ("amber_red", FIVE, "assurance"), ("red", THREE, "assurance")]


def test_the_page_shows_what_the_api_says(browse, call, people, pilot):
    rate(people, pilot, "amber_green", date(2018, 5, 1))
    answer = call("reader").get(f"/api/v1/pilots/{pilot.pk}/confidence/")
    assert answer.status_code == 200, answer.content
    assert [(each["rating"], each["scale"], each["kind"]) for each in answer.json()["ratings"]] == [("amber_green", "five", "assurance")]
    shown = browse("reader").get(f"/pilots/{pilot.pk}/confidence/").context["confidence"]
    assert orjson.loads(dumps(shown)) == answer.json()
    assert call("reader").get(f"/api/v1/pilots/{pilot.pk}/confidence/?colour=red").status_code == 400
