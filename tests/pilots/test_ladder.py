"""From ask to effect, and what is left without an owner, an ask or a use: held to set differences in SQL."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devo_portal.core.models import Organisation
from governance.models import OptIn
from pilots.models import Pilot, Proposition
from tests.factories import organisation
from tests.governance.conftest import agreement
from tests.governance.places import ground, made_function
from tests.pilots.test_propositions import a_text

STATES = ["interested", "applied", "conditions_open", "in_force", "varied", "withdrawn"]
ASKS = st.lists(
    st.tuples(
        st.sampled_from(["open", "granted", "refused"]), st.integers(0, 4), st.one_of(st.none(), st.integers(0, 3)), st.booleans(), st.booleans()
    ),
    max_size=6,
)
PERIODS = st.dictionaries(
    st.tuples(st.integers(0, 3), st.sampled_from(["london", "north", "barnet", "camden"])),
    st.tuples(st.sampled_from(STATES), st.integers(-3, 3), st.one_of(st.none(), st.integers(1, 4))),
    max_size=8,
)
SIGNED = """
    SELECT clause.id FROM governance_clause clause JOIN governance_agreementversion version ON version.id = clause.version_of_id
     WHERE version.status = 'signed' AND version.agreement_id = %(agreement)s
"""
HELD = """
    SELECT function_id, area_id FROM governance_optin WHERE state IN ('in_force', 'varied')
       AND starts_on <= %(today)s AND (ends_on IS NULL OR ends_on > %(today)s)
"""


def ids(sql, **params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return sorted(tuple(str(each) for each in row) for row in cursor.fetchall())


def in_answer(rows):
    found = sorted((each["id"],) for each in rows)
    assert len(set(found)) == len(found)
    return found


def held_to_sql(said, text, today):
    """Every figure and list of the ladder against SQL written apart from it."""
    assert in_answer(said["asks_with_no_owner"]) == ids(
        "SELECT id FROM pilots_proposition EXCEPT"
        " SELECT ask.id FROM pilots_proposition ask JOIN core_organisation body ON body.id = ask.pursued_by_id"
    )
    assert in_answer(said["clauses_nobody_asked_for"]) == ids(
        f"{SIGNED} EXCEPT SELECT clause_id FROM pilots_proposition WHERE state = 'granted'", agreement=text
    )
    assert in_answer(said["powers_nobody_uses"]) == ids(
        f"SELECT id FROM governance_function WHERE status <> 'proposed' EXCEPT SELECT function_id FROM ({HELD}) AS held", today=today
    )
    rungs = [(row["id"], area["area"]["id"]) for row in said["rows"] for area in row["areas"]]
    assert sorted(rungs) == ids(f"SELECT ask.id, held.area_id FROM pilots_proposition ask JOIN ({HELD}) AS held USING (function_id)", today=today)
    figures = [said[name] for name in ("asks", "granted", "in_use", "measured", "clauses", "functions")]
    assert [tuple(str(each) for each in figures)] == ids(
        f"""SELECT (SELECT count(*) FROM pilots_proposition), (SELECT count(*) FROM pilots_proposition WHERE state = 'granted'),
                   (SELECT count(*) FROM pilots_proposition WHERE function_id IN (SELECT function_id FROM ({HELD}) AS held)),
                   (SELECT count(*) FROM pilots_proposition WHERE effect <> ''), (SELECT count(*) FROM ({SIGNED}) AS clauses),
                   (SELECT count(*) FROM governance_function WHERE status <> 'proposed')""",
        today=today,
        agreement=text,
    )


@pytest.fixture
def ladder_of(people):
    """Two agreements with signed texts and a draft, four functions, areas and a pilot."""
    first = agreement(name="Collaboration Agreement", short_name="", status="signed", signed="2015-12-15")
    mou = agreement(status="signed", signed="2017-11-16")
    clauses = [*a_text(mou, 1, "signed", 4), *a_text(first, 1, "signed", 1)]
    a_text(mou, 2, "draft")
    functions = [made_function(f"F-0{each}", status="proposed" if each == 3 else "delegated") for each in range(4)]
    pilot = Pilot.objects.create(name="Haringey", theme="prevention", summary="s")
    return mou, first, clauses, functions, ground(), pilot


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ASKS, PERIODS)
def test_the_reports_are_set_differences(ladder_of, call, asked, periods):
    mou, first, clauses, functions, land, pilot = ladder_of
    today, owner = timezone.localdate(), organisation("Haringey")
    with transaction.atomic():
        for number, (state, clause, function, owned, measured) in enumerate(asked):
            Proposition.objects.create(
                pilot=pilot,
                title=f"Ask {number}",
                kind="data",
                state=state,
                clause=clauses[clause] if state == "granted" else None,
                refusal="No." if state == "refused" else "",
                function=None if function is None else functions[function],
                pursued_by=owner if owned else None,
                effect="Less." if measured else "",
            )
        for (function, area), (state, begins, length) in periods.items():
            starts = today + timedelta(days=begins)
            ends = starts + timedelta(days=length) if length else None
            OptIn.objects.create(function=functions[function], area=getattr(land, area), state=state, starts_on=starts, ends_on=ends)
        reader = call("reader")
        held_to_sql(reader.get("/api/v1/ladder/").json(), mou.pk, today)
        held_to_sql(reader.get(f"/api/v1/ladder/?agreement={first.pk}").json(), first.pk, today)
        unowned = reader.get("/api/v1/propositions/?unowned=true&limit=100").json()["results"]
        assert in_answer(unowned) == in_answer(reader.get("/api/v1/ladder/").json()["asks_with_no_owner"])
        assert reader.get("/api/v1/propositions/summary/?unowned=true").json()["propositions"] == len(unowned)
        transaction.set_rollback(True)


def test_the_last_signed_agreement_is_the_one_unless_another_is_asked_for(ladder_of, call, browse):
    mou, first, *_ = ladder_of
    assert call("reader").get("/api/v1/ladder/").json()["agreement"]["id"] == str(mou.pk)
    for wrong in ("nonsense", "01a20080-94d3-7764-868d-265fb93b013a", "1"):
        assert call("reader").get(f"/api/v1/ladder/?agreement={wrong}").status_code == 400
    assert call("reader").get("/api/v1/ladder/?colour=red").status_code == 400
    page = browse("reader").get(f"/ladder/?agreement={first.pk}").content.decode()
    assert "Clauses no pilot asked for: 1" in page and "Of the signed text of Collaboration Agreement." in page


def test_a_proposition_tells_its_ladder_in_words(ladder_of, browse):
    _, _, clauses, functions, land, pilot = ladder_of
    ask = Proposition.objects.create(
        pilot=pilot, title="Pool budgets", kind="payment", state="granted", clause=clauses[0], decided_on="2017-11-16", function=functions[0]
    )
    OptIn.objects.create(function=functions[0], area=land.camden, state="varied", starts_on=date(2018, 4, 1))
    OptIn.objects.create(function=functions[0], area=land.barnet, state="applied", starts_on=date(2018, 4, 1))
    page = browse("reader").get(f"/propositions/{ask.pk}/").content.decode()
    steps = ["asks, under payment: Pool budgets", "Granted by clause", "F-00 Function F-00", "varied since 1 April 2018", "None yet."]
    places = [page.index(step, page.index('id="ladder"')) for step in steps]
    assert places == sorted(places)
    assert "Camden" in page and "Barnet" not in page
    assert "Granted on 16 November 2017 by clause 1; no organisation pursues it; in force in 1 area today." in page


def test_the_seed_holds_every_pilots_asks(db, people, call):
    call_command("load_programme", verbosity=0)
    assert set(Pilot.objects.filter(propositions__isnull=False).values_list("name", flat=True)) == set(Pilot.objects.values_list("name", flat=True))
    assert [str(each) for each in Proposition.objects.all() if bool(each.source) == each.illustrative] == []
    assert {each.illustrative for each in Proposition.objects.filter(state__in=("refused", "superseded"))} == {True}
    assert set(Proposition.objects.values_list("state", flat=True)) == {"open", "granted", "refused", "superseded"}
    granted = Proposition.objects.filter(state="granted").values_list("title", "clause__number")
    assert dict(granted)["Use planning powers for health"] == "7.3"
    assert set(Proposition.objects.filter(state="granted").values_list("decided_on", flat=True)) == {
        Proposition.objects.get(title="Use planning powers for health").decided_on
    }
    leads = set(Pilot.objects.values_list("lead", flat=True))
    assert {each.pursued_by_id for each in Proposition.objects.exclude(pursued_by=None)} <= leads
    said = call("reader").get("/api/v1/ladder/").json()
    held_to_sql(said, said["agreement"]["id"], timezone.localdate())
    assert [each["code"] for each in said["powers_nobody_uses"]] == ["F-13"]
    assert Organisation.objects.filter(propositions_to_grant__isnull=False).exists()
