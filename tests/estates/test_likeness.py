"""How like a row and a site are: the statements, against a slow and obvious comparison of each with each."""

import math
import re

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devo_portal.core.models import Role
from estates import matching
from estates.models import Identifier, Import, ImportRow, Site
from estates.rules import likeness
from estates.rules.likeness import OTHERS_NEW, SAME_NAME, SAME_PLACE, answers, told, weigh
from tests.factories import organisation, person


def trigrams(text):
    words = re.findall(r"[a-z0-9]+", text.lower())
    return {f"  {word} "[place : place + 3] for word in words for place in range(len(word) + 1)}


def alike(one, other):
    one, other = trigrams(one), trigrams(other)
    return len(one & other) / len(one | other) if one | other else 0


def metres(one, other):
    if None in (one, other):
        return None
    (south, west), (north, east) = other, one
    return round(math.hypot((north - south) * 111320, (east - west) * 111320 * math.cos(math.radians(other[0]))))


NAMES = st.lists(st.sampled_from(["Mile", "End", "Hospital", "Hospitals", "St Anns", "Clinic", "North"]), min_size=1, max_size=4).map(" ".join)
PLACES = st.none() | st.tuples(st.sampled_from([51.5, 51.5011, 51.503]), st.sampled_from([-0.1, -0.1011]))
POSTCODES = st.sampled_from(["", "E1 4DG", "N15 3TH"])
THING = st.tuples(NAMES, POSTCODES, PLACES, st.booleans(), st.sampled_from(["", "7", "8"]))  # name, postcode, point, first organisation, UPRN


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(held=st.lists(THING, max_size=6), coming=st.lists(THING, min_size=1, max_size=4), small=st.sampled_from([0, 1_000]))
def test_the_statements_find_what_each_against_each_finds(held, coming, small):
    from django.contrib.auth import get_user_model
    from django.db import transaction

    with transaction.atomic():
        officer = get_user_model().objects.filter(email__startswith="officer").first() or person(Role.OFFICER)
        owners = [organisation("Barts"), organisation("Homerton")]
        sites = {}
        for number, (name, postcode, point, first, uprn) in enumerate(held):
            site = Site.objects.create(organisation=owners[not first], code=f"S{number}", name=name, postcode=postcode,
                                       latitude=point and point[0], longitude=point and point[1])  # fmt: skip
            sites[str(site.pk)] = (site, held[number])
            if uprn:
                Identifier.objects.create(site=site, scheme="uprn", value=uprn, contested=True)
        record = Import.objects.create(kind="sites", organisation=owners[0], started_by=officer, file_name="x", file_sha256="0")
        for number, (name, postcode, point, first, uprn) in enumerate(coming, 2):
            values = {"organisation": str(owners[not first].pk), "postcode": postcode, "uprn": uprn}
            values |= {"latitude": str(point[0]), "longitude": str(point[1])} if point else {}
            ImportRow.objects.create(
                imported_by=record, number=number, outcome="new", name=name, site_code=f"N{number}", type="unknown", values=values
            )
        before, matching._BOUNDS["small"] = matching._BOUNDS["small"], small
        try:
            matching.match(record, officer)
        finally:
            matching._BOUNDS["small"] = before
        for number, (name, postcode, point, first, uprn) in enumerate(coming, 2):
            slow = {}
            for pk, (_, (its_name, its_postcode, its_point, its_first, its_uprn)) in sites.items():
                like, far = alike(name, its_name), metres(its_point, point)
                level = weigh(
                    like, identifier=bool(uprn) and uprn == its_uprn, own=first == its_first, metres=far,
                    postcode=postcode == its_postcode if postcode and its_postcode else None)  # fmt: skip
                if level:
                    slow[pk] = (level if first == its_first else "low", far)
            row = ImportRow.objects.get(imported_by=record, number=number)
            found = {each["site"]: (each["level"], each["metres"]) for each in row.candidates if each["site"]}
            assert found.items() <= slow.items() and len(found) == min(len(slow), likeness.MOST), (row.candidates, slow)
            assert row.near == ("high" if any(level == "high" for level, _ in slow.values()) else row.near)
        transaction.set_rollback(True)


test_the_statements_find_what_each_against_each_finds = pytest.mark.django_db(test_the_statements_find_what_each_against_each_finds)

CANDIDATE = st.fixed_dictionaries(
    {"site": st.sampled_from("abc"), "offered": st.booleans(), "likeness": st.sampled_from([0.5, 0.9, 0.91, 0.95, 1.0]), "postcode": st.booleans()}
)


@given(
    rows=st.lists(st.lists(CANDIDATE, max_size=3, unique_by=lambda each: each["site"]), max_size=5).map(lambda rows: list(enumerate(rows, 2))),
    rules=st.sets(st.sampled_from([SAME_PLACE, SAME_NAME, OTHERS_NEW])),
    taken=st.sets(st.sampled_from("abc")),
)
def test_rules_answer_as_one_who_takes_the_best_pair_again_and_again(rows, rules, taken):
    slow, free, used = {}, dict(rows), set(taken)
    while True:
        best = None
        for number, candidates in free.items():
            for each in candidates:
                fits = each["offered"] and each["likeness"] > 0.9 and (SAME_NAME in rules or (SAME_PLACE in rules and each["postcode"]))
                if fits and each["site"] not in used and (best is None or each["likeness"] > best[0]):
                    best = (each["likeness"], number, each["site"])
        if best is None:
            break
        slow[best[1]] = best[2]
        used.add(best[2])
        del free[best[1]]
    if OTHERS_NEW in rules:
        slow |= dict.fromkeys(free)
    assert {each.row: each.site for each in answers(rows, rules, taken)} == slow


def test_why_is_said_in_words():
    candidate = {"identifier": "", "postcode": True, "likeness": 0.82, "metres": 40}
    assert told(candidate) == "same postcode, name 0.82 alike, 40 m away"


def test_what_python_says_of_trigrams_is_what_postgresql_says(db):
    with connection.cursor() as cursor:
        for one, other in (("Mile End", "MILE END HOSPITAL"), ("St Ann's", "St Anns"), ("", "x")):
            cursor.execute("SELECT similarity(%s, %s)", [one, other])
            assert cursor.fetchone()[0] == pytest.approx(alike(one, other), abs=1e-6)
