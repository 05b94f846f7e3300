"""The seed programme: what it holds, that it says where its facts come from, and that it never overwrites anybody."""

import re
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Count
from django.utils import timezone

from devo_portal.core.dates import PartialDate
from devo_portal.core.history import Linked, event_model, history
from devo_portal.core.models import Area, Organisation, OrganisationArea, RefCounter
from devo_portal.seed import actions, commitments, loader, sources
from devo_portal.seed.loader import load_programme
from governance.models import Action, Agreement, Board, Commitment, Evidence, Mandate, Milestone, Principle, Signature, SignatureGroup, SignatureStep
from pilots.models import ConfidenceRating, Pilot, PilotPartner, PilotPlace
from tests.pilots import seeded

MODELS = (
    Area,
    Organisation,
    OrganisationArea,
    Board,
    Agreement,
    SignatureGroup,
    Signature,
    Evidence,
    Mandate,
    SignatureStep,
    Principle,
    Commitment,
    Milestone,
    Action,
    Pilot,
    PilotPlace,
    PilotPartner,
    ConfidenceRating,
)
RECORDS = tuple(model for model in MODELS if model not in (OrganisationArea, PilotPlace, PilotPartner))
MOU_SIGNATORIES = [
    ("Department of Health", "Rt Hon Jeremy Hunt MP"),
    ("HM Treasury", "Rt Hon Elizabeth Truss MP"),
    ("London Clinical Commissioning Council", "Dr Marc Rowland"),
    ("London Councils", "Cllr Claire Kober"),
    ("Greater London Authority", "Sadiq Khan"),
    ("NHS England", "Simon Stevens"),
    ("NHS Improvement", "Jim Mackey"),
    ("Public Health England", "Dr Yvonne Doyle"),
]
NAMED_IN_2015 = {
    "Dr Marc Rowland",
    "Mayor Jules Pipe",
    "Boris Johnson",
    "Anne Rainsberry",
    "George Osborne",
    "Jeremy Hunt",
    "Simon Stevens",
    "Duncan Selbie",
    "",
}


@pytest.fixture(scope="module")
def programme(django_db_setup, django_db_blocker):
    with seeded.programme(django_db_blocker):
        yield


@pytest.fixture
def loaded(programme: None, db: None) -> None:
    """The programme; what a test writes goes with the test."""


def rows() -> dict[str, list[dict[str, Any]]]:
    """Everything in the programme's tables, their histories and the counters of references."""
    kept = [*MODELS, *map(event_model, MODELS), RefCounter, apps.get_model("pghistory", "Context")]
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in kept}


def test_the_map_of_london_is_whole(loaded):
    assert Counter(Area.objects.values_list("kind", flat=True)) == {"region": 1, "sub_region": 5, "authority": 33}
    assert set(Area.objects.filter(kind="authority").values_list("gss_code", flat=True)) == {f"E090000{number:02}" for number in range(1, 34)}
    assert dict(Area.objects.filter(kind="sub_region").annotate(n=Count("children")).values_list("name", "n")) == {
        "North Central London": 5,
        "North East London": 8,
        "North West London": 8,
        "South East London": 6,
        "South West London": 6,
    }


def test_each_council_and_commissioner_serves_its_places(loaded):
    assert Counter(Organisation.objects.values_list("kind", flat=True)) == {
        "authority": 33,
        "ccg": 32,
        "stp": 5,
        "trust": 36,
        "national": 12,
        "london": 9,
    }
    for council in Organisation.objects.filter(kind="authority"):
        assert [area.gss_code for area in council.areas.all()] == [council.gss_code]
    served = {each.name: set(each.areas.values_list("name", flat=True)) for each in Organisation.objects.filter(kind="ccg")}
    assert served["NHS City and Hackney CCG"] == {"City of London", "Hackney"}
    assert served["NHS West London CCG"] == {"Kensington and Chelsea"}
    assert set.union(*served.values()) == set(Area.objects.filter(kind="authority").values_list("name", flat=True))


def test_every_ccg_belongs_to_the_partnership_of_its_sub_region(loaded):
    ccgs = Organisation.objects.filter(kind="ccg")
    assert Counter(ccgs.values_list("part_of__short_name", flat=True)) == {"NCL": 5, "NEL": 7, "SEL": 6, "SWL": 6, "NWL": 8}
    for ccg in ccgs.select_related("part_of"):
        assert ccg.part_of is not None
        assert {area.parent_id for area in ccg.areas.all()} == {ccg.part_of.areas.get().pk}


def test_the_memorandum_has_eight_signatures_of_16_november_2017(loaded):
    memorandum = Agreement.objects.get(short_name="Memorandum of understanding")
    assert (str(memorandum.signed), memorandum.text_status) == ("16 November 2017", "paraphrase")
    signatures = memorandum.signatures.order_by("order")
    assert [(each.organisation.name, each.person) for each in signatures] == MOU_SIGNATORIES
    assert {(each.status, each.signed_on) for each in signatures} == {("signed", date(2017, 11, 16))}


def test_the_two_chairs_sign_for_32_groups_and_33_councils(loaded):
    counted = Mandate.objects.values_list("signature__organisation__name", "organisation__kind").annotate(Count("pk"))
    assert set(counted) == {("London Clinical Commissioning Council", "ccg", 32), ("London Councils", "authority", 33)}
    assert {each.evidence and each.evidence.illustrative for each in Mandate.objects.all()} == {True}


def test_every_signature_has_the_steps_that_its_sources_tell(loaded):
    for signature in Signature.objects.all():
        steps = [(each.state, each.on, each.illustrative) for each in signature.steps.all()]
        signed = ("signed", signature.signed_on, False)
        if signature.agreement.short_name == "Memorandum of understanding":
            agreed = ("agreed_in_principle", date(2017, 3, 15), False)
            assert steps == [("asked", date(2017, 3, 8), True), agreed, signed]
        else:
            assert steps == [signed]


def test_nobody_signs_but_those_whom_the_sources_name(loaded):
    earlier = Signature.objects.exclude(agreement__short_name="Memorandum of understanding")
    assert set(earlier.values_list("agreement__short_name", "signed_on")) == {
        ("Collaboration Agreement", date(2015, 12, 15)),
        ("Devolution Agreement", date(2015, 12, 15)),
    }
    assert set(earlier.values_list("person", flat=True)) == NAMED_IN_2015


def test_principles_and_commitments_are_all_there_and_never_pass_for_the_official_text(loaded):
    assert list(Principle.objects.values_list("number", flat=True)) == list(range(1, 15))
    assert Commitment.objects.count() == 20
    assert {each.text_status for model in (Principle, Commitment, Agreement) for each in model.objects.all()} == {"paraphrase"}
    in_principle = Commitment.objects.get(in_principle=True)
    assert (in_principle.code, in_principle.owner and in_principle.owner.name) == ("EST-1", "Department of Health")


def test_a_commitment_counts_as_begun_only_where_it_is_said_how(loaded):
    assert {each.code for each in Commitment.objects.exclude(status="not_started")} == {"INT-4", "EST-2", "EST-6", "WF-1", "GOV-1"}
    assert not Commitment.objects.filter(progress="").exists()
    assert not [each.code for each in Commitment.objects.exclude(status="not_started") if commitments.UNKNOWN in each.progress]


def test_the_pilots_have_ten_boroughs_by_eleven_links(loaded):
    assert (Pilot.objects.count(), PilotPlace.objects.count(), Area.objects.filter(pilots__isnull=False).distinct().count()) == (5, 11, 10)
    assert set(Area.objects.get(name="Haringey").pilots.values_list("name", flat=True)) == {"Haringey", "North Central London"}
    assert dict(Pilot.objects.values_list("name", "lead__name")) == {
        "Haringey": "London Borough of Haringey",
        "North Central London": "North Central London Sustainability and Transformation Partnership",
        "Lewisham": "London Borough of Lewisham",
        "Hackney": "London Borough of Hackney",
        "Barking and Dagenham, Havering and Redbridge": None,
    }
    assert list(Pilot.objects.filter(ratings=None).values_list("name", flat=True)) == ["Lewisham"]
    assert not Pilot.objects.filter(asks="").exists()


def test_dates_keep_the_precision_of_their_sources(loaded):
    dated = {each.name: each for each in Milestone.objects.filter(illustrative=False)}
    signing = dated["Memorandum of understanding is signed"]
    assert (str(signing.planned), str(signing.actual)) == ("15 March 2017", "16 November 2017")
    assert dated["Collaboration Agreement is signed"].actual == PartialDate.kept("2015-12-15")
    assert dated["London Estates Board moves to phase II"].actual == PartialDate.kept("2018-02")
    assert dated["The Mayor approves funding for the programme's set-up"].actual == PartialDate.kept("2016")
    paused = dated["City and Hackney pooled budget begins"]
    assert (paused.planned, paused.forecast, paused.actual) == (PartialDate.kept("2017-04"), None, None)


def test_a_record_has_a_source_or_is_illustrative_and_never_both(loaded):
    assert [str(each) for model in RECORDS for each in model._default_manager.all() if bool(each.source) == each.illustrative] == []


def test_no_source_is_a_code_of_ours(loaded):
    said = [value for name, value in vars(sources).items() if name.isupper()]
    assert not [value for value in said if re.search(r"\b[SDPA]\d+[a-e]?\b", value)]


def test_what_is_dated_by_the_day_of_loading_is_illustrative(loaded):
    today = timezone.localdate()
    near = [each for each in Milestone.objects.all() if each.falls.last > today - timedelta(days=90)]
    assert near and all(each.illustrative for each in near)
    assert {each.illustrative for each in [*Action.objects.all(), *ConfidenceRating.objects.all()]} == {True}
    assert any(not each.actual and each.falls.last < today for each in near), "one is late"
    assert sum(not each.actual and today <= each.falls.first <= today + timedelta(weeks=6) for each in near) >= 3


def test_the_workforce_board_has_actions_in_every_state(loaded):
    today, live = timezone.localdate(), Action.objects.filter(board__short_name="LWB", status__in=Action.LIVE)
    assert Action.objects.count() == len(actions.DRAFTS) >= 20
    assert live.filter(due_on__lt=today).count() == 3
    assert live.filter(due_on__range=(today, today + timedelta(weeks=2))).exists()
    assert live.filter(lead=None).count() == 2
    assert Action.objects.filter(status="complete").exclude(evidence="").count() == 6
    assert {each.lead.kind for each in live.exclude(lead=None)} >= {"london", "national", "trust"}
    assert all(each.contributors.exists() for each in live), "many work on each, in health and in social care"
    for action in Action.objects.select_related("board"):
        short = {"Programme Board": "PB"}.get(action.board.short_name, action.board.short_name)
        assert re.fullmatch(rf"{short}-{action.raised_on:%Y%m}-\d\d", action.ref)
        last = action.updates.first()
        assert not last or (last.status == action.status and last.on <= today)


@pytest.mark.parametrize("today", [date(2026, 3, 1), date(2026, 12, 31), date(2028, 2, 29)])
def test_references_of_actions_are_unique_whatever_the_day_of_loading(today):
    refs = [action.ref for action in actions.facts(today)]
    assert len(set(refs)) == len(refs) == len(actions.DRAFTS)


def test_loading_again_changes_no_row_and_adds_no_history(loaded):
    before = rows()
    assert [(each.noun, each.made) for each in load_programme()] == [(noun.name, 0) for noun in loader.NOUNS]
    assert rows() == before


def test_edits_renames_and_deletions_survive_a_second_load(loaded):
    Pilot.objects.filter(name="Haringey").update(name="Haringey prevention", summary="Ours now.")
    Organisation.objects.filter(name="London Councils").update(name="London Councils (joint committee)")
    Action.objects.filter(title=actions.DRAFTS[0].title).update(title="Put otherwise", due_on=None)
    Commitment.objects.get(code="PREV-4").delete()
    Pilot.objects.get(name="Lewisham").places.clear()
    before = rows()
    load_programme()
    assert rows() == before


def test_history_says_that_the_seed_wrote_it(loaded):
    links = [Linked(PilotPlace, "pilot", "area", "place"), Linked(PilotPartner, "pilot", "organisation", "partner")]
    (act,) = history(Pilot, Pilot.objects.get(name="Hackney").pk, links)
    assert (act["by"], act["event"], act["version"]) == ("Seed programme", "programme.loaded", 1)
    assert {"field": "place", "label": "Place", "before": "", "after": "Hackney"} in act["changes"]
