"""Every list of the register: out and in again, edited between, taken back."""

import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from devo_portal.core.forms import choices_told
from estates import services
from estates.eric.columns import plain
from estates.exporting import write_csv
from estates.forms import SiteForm
from estates.lists import LISTS
from estates.models import Building, EstateReturn, Holding, Identifier, ImportRow, Occupation, Plot, Site
from estates.tables import bare, lines
from tests.estates.conftest import imported
from tests.estates.test_round_trip import NOTHING, nasty, ran
from tests.factories import organisation

MODELS = (Site, Building, Holding, Occupation, EstateReturn, Identifier, Plot)
CHANGED = [code for code, listing in LISTS.items() if not listing.compared_only]


def table(by, code):
    """A list as its export has it: `(headings, rows)`, each row a dict by heading."""
    listing = LISTS[code]
    write_csv(listing.rows(by).order_by("id"), listing.columns, file := BytesIO())
    text = file.getvalue().decode("utf-8-sig")
    head, *rows = [[bare(cell) for cell in row] for row in csv.reader(StringIO(text, newline=""))]
    return head, [dict(zip(head, row, strict=True)) for row in rows]


def written(head, rows):
    return "".join(lines([head, *([row.get(name, "") for name in head] for row in rows)])).encode()


def register():
    """Everything that the register holds, but for what the database counts."""
    return {
        model: sorted(
            model.objects.order_by().values(*[each.attname for each in model._meta.concrete_fields if each.name not in ("version", "updated_at")]),
            key=str,
        )
        for model in MODELS
    }


def estate():
    """One of everything, at Mile End and at its neighbour."""
    owner = organisation("A trust", "trust", ods_code="RXX")
    other = organisation("Haringey", "authority")
    site = Site.objects.create(organisation=owner, code="RXX01", name="Mile End", type="community")
    near = Site.objects.create(organisation=other, code="H1", name="Town hall", latitude=51.6, longitude=-0.11)
    house = Building.objects.create(site=site, name="Old house", gross_internal_m2=Decimal("900.50"), storeys=3, built="1936", condition="c")
    freehold = Holding.objects.create(site=site, organisation=owner, tenure="freehold", tenure_category="leasehold", floor_m2=Decimal(900))
    Holding.objects.create(site=site, organisation=other, tenure="leasehold", superior=freehold, building=house, floor_m2=Decimal(100))
    Occupation.objects.create(site=site, building=house, occupier=other, area_m2=Decimal("100.25"), starts_on=date(2015, 4, 1))
    Occupation.objects.create(site=site, holding=freehold, vacant=True)
    Identifier.objects.create(site=site, scheme="uprn", value="100023336956")
    Identifier.objects.create(site=near, scheme="own_reference", value="007", organisation=other)
    Plot.objects.create(site=site, name="North car park", land_ha=Decimal("0.2500"), market_value=Decimal("1500000.00"), homes_from=10, homes_to=20)
    Plot.objects.create(site=near, name="Depot", sensitive=True)
    EstateReturn.objects.create(site=site, organisation=owner, year="2016-17", gross_internal_m2=Decimal("900.50"), finance_cost=Decimal("-5.00"))
    return site


@pytest.mark.parametrize("code", LISTS)
def test_a_list_can_be_told_by_its_headings(code):
    listing = LISTS[code]
    headings = [plain(each.heading) for each in listing.columns]
    assert len(set(headings)) == len(headings) and len({each.name for each in listing.columns}) == len(headings)
    (own,) = [each.heading for each in listing.columns if each.needed]
    assert not any(plain(own) in {plain(each.heading) for each in other.columns} for other in LISTS.values() if other is not listing)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("code", LISTS)
def test_each_list_goes_out_and_in(officer, tmp_path, code, form):
    estate()
    path = tmp_path / f"{code}.{form}"
    call_command("export_estates", code, str(path))
    count = LISTS[code].model.objects.count()
    assert count and ran(path, dry_run=True) == (0, NOTHING.format(count), "")
    before = register()
    assert ran(path) == (0, NOTHING.format(count), "") and register() == before


areas = st.one_of(st.none(), st.decimals(0, 9_999_999, places=2))
days = st.one_of(st.none(), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
partial = st.sampled_from([None, "1936", "1936-05", "1936-05-01"])
names = st.lists(nasty.map(lambda text: text[:60]), min_size=1, max_size=4, unique=True)


def _building(site, data, name):
    return Building.objects.create(
        site=site,
        name=name,
        gross_internal_m2=data.draw(areas),
        storeys=data.draw(st.sampled_from([None, 1, 40])),
        built=data.draw(partial),
        use=data.draw(nasty),
        condition=data.draw(st.sampled_from(Building.Condition.values)),
        demolished_on=data.draw(days),
    )


def _any_site(site, data, name):
    site.__class__.objects.create(
        organisation=site.organisation,
        code=f"X{Site.objects.count()}",
        name=name,
        address=data.draw(st.one_of(st.just(""), nasty)),
        type=data.draw(st.sampled_from(Site.Type.values)),
        postcode=data.draw(st.sampled_from(["", "E1 4DG"])),
        **data.draw(st.sampled_from([{}, {"latitude": 51.5, "longitude": -0.000001, "location_source": "=plan"}])),
        sensitive=data.draw(st.booleans()),
        removed_on=data.draw(days),
    )


def _any(code, site, data, name):
    """A record of a list, with whatever a register may hold, by whatever way it came there."""
    whole = st.sampled_from([None, 0, 2_000_000_000])
    if code == "sites":
        _any_site(site, data, name)
    elif code == "buildings":
        _building(site, data, name)
    elif code == "holdings":
        landlord = data.draw(st.sampled_from([{}, {"landlord": site.organisation}, {"landlord_name": name}]))
        Holding.objects.create(
            site=site,
            organisation=site.organisation,
            part=name,
            building=Building.objects.create(site=site, name=name),
            land_ha=data.draw(areas) and Decimal("0.0001"),
            floor_m2=data.draw(areas),
            area_source=data.draw(nasty),
            starts_on=data.draw(days),
            break_on=data.draw(days),
            review_on=data.draw(days),
            tenure=data.draw(st.sampled_from(Holding.Tenure.values)),
            superior=Holding.objects.filter(site=site).first(),
            **landlord,
        )
    elif code == "occupations":
        who = data.draw(st.sampled_from([{"vacant": True}, {"occupier": site.organisation}, {"occupier_name": name}]))
        building = Building.objects.create(site=site, name=name)
        Occupation.objects.create(site=site, building=building, area_m2=data.draw(areas), ends_on=data.draw(days), **who)
    elif code == "identifiers":
        Identifier.objects.create(site=site, scheme="own_reference", value=name, organisation=site.organisation)
    elif code == "plots":
        Plot.objects.create(
            site=site,
            name=name,
            land_ha=Decimal("0.1"),
            market_value=data.draw(areas),
            sensitive=data.draw(st.booleans()),
            proposed_use=data.draw(st.sampled_from(["", "housing"])),
            planned_year=data.draw(st.sampled_from(["", "2019-20"])),
            homes_to=data.draw(whole),
        )
    else:
        year = f"{2000 + EstateReturn.objects.count()}-01"
        EstateReturn.objects.create(
            site=site, organisation=site.organisation, year=year, site_name=name, backlog_high=data.draw(areas), finance_cost=Decimal("-1.5")
        )


@pytest.mark.parametrize("code", LISTS)
@settings(max_examples=6, deadline=None, phases=(Phase.explicit, Phase.generate), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), called=names, form=st.sampled_from(["csv", "xlsx"]))
def test_whatever_a_list_holds_comes_back_unchanged(officer, tmp_path, code, data, called, form):
    with transaction.atomic():
        site = estate()
        for name in called:
            _any(code, site, data, name)
        count = LISTS[code].rows(officer).count()
        path = tmp_path / f"list.{form}"
        call_command("export_estates", code, str(path))
        assert ran(path, dry_run=True) == (0, NOTHING.format(count), "")
        transaction.set_rollback(True)


# --- edited, and taken back -----------------------------------------------------------------------------------------------
OF_SITE = {"Organisation code": "RXX", "Site code": "RXX01"}
EDITS = {
    "sites": ({"Site name": "=New name", "Postcode": "E1 4DG"}, {"Organisation code": "RXX", "Site code": "RXX09", "Site name": "Annexe"}),
    "buildings": ({"Storeys": "4", "Built": "June 1937"}, {**OF_SITE, "Building": "New house", "Gross internal floor area (m²)": "1,200.5"}),
    "holdings": (
        {"Part of the site": "Ground floor"},
        {**OF_SITE, "Holder code": "RXX", "Tenure": "Licence", "From": "1/4/2016", "Building": "Old house"},
    ),
    "occupations": ({"Vacant": "No", "Occupier code": "RXX"}, {**OF_SITE, "Building": "Old house", "Vacant": "yes", "Floor area (m²)": "800"}),
    "identifiers": ({"Identifier": "100023336957"}, {**OF_SITE, "Scheme": "Land Registry title number", "Identifier": "tgl 123456"}),
    "plots": ({"Market value (£)": "£1,600,000", "Disposal": "Sold"}, {**OF_SITE, "Plot": "Lodge", "Planned year of disposal": "2019-20"}),
}
FOUND = {
    "sites": lambda row: row["Site code"] == "RXX01",
    "occupations": lambda row: row["Vacant"] == "Yes",
    "identifiers": lambda row: row["Identifier"] == "100023336956",
    "plots": lambda row: row["Plot"] == "North car park",
    "holdings": lambda row: row["Tenure"] == "Freehold",
}


@pytest.mark.parametrize("code", CHANGED)
def test_an_edited_list_does_just_what_was_edited_and_an_undo_takes_it_back(officer, code):
    estate()
    before, (cells, new) = register(), EDITS[code]
    head, rows = table(officer, code)
    next(filter(FOUND.get(code, lambda row: True), rows)).update(cells)
    record = imported(officer, written(head, [*rows, new]), f"{code}.csv")
    assert (record.state, record.kind, record.new_rows, record.changed_rows, record.unchanged_rows) == ("done", code, 1, 1, len(rows) - 1), [
        *record.rows.values_list("errors", flat=True),
        record.message,
    ]
    assert register() != before
    again, after = table(officer, code)
    assert again == head and len(after) == len(rows) + 1
    assert imported(officer, written(again, after), f"{code}.csv").unchanged_rows == len(after)
    services.undo_import(by=officer, pk=record.pk, version=record.version, queue=False)
    services.run_undo(record.pk)
    assert register() == before


def test_what_a_new_row_does_not_say_is_as_a_form_would_have_it(officer):
    estate()
    imported(officer, written(*_with("buildings", officer, EDITS["buildings"][1])), "buildings.csv")
    made = Building.objects.get(name="New house")
    assert (made.gross_internal_m2, made.condition, made.storeys, made.built) == (Decimal("1200.50"), "unknown", None, None)
    assert made.source == "Import: buildings.csv" and made.ref.startswith("BLD-")
    imported(officer, written(*_with("identifiers", officer, EDITS["identifiers"][1])), "identifiers.csv")
    assert Identifier.objects.get(scheme="title_number").value == "TGL123456"


def _with(code, by, *new):
    head, rows = table(by, code)
    return head, [*rows, *new]


WRONG = {
    "a building twice": ("buildings", [{**OF_SITE, "Building": "A"}, {**OF_SITE, "Building": "A"}], "Building", "in the file already"),
    "a site that is not there": ("buildings", [{**OF_SITE, "Site code": "R9", "Building": "A"}], "Site code", "is no site of this organisation"),
    "an organisation that is not there": (
        "buildings",
        [{**OF_SITE, "Organisation code": "R9", "Building": "A"}],
        "Organisation code",
        "is not known",
    ),
    "no name": ("buildings", [OF_SITE], "Building", "is empty; expected a name"),
    "no storey": ("buildings", [{**OF_SITE, "Building": "A", "Storeys": "0"}], "Storeys", "has a storey"),
    "demolished first": (
        "buildings",
        [{**OF_SITE, "Building": "A", "Built": "1950", "Demolished": "1949-01-01"}],
        "Demolished",
        "before it is built",
    ),
    "an unknown day": ("buildings", [{**OF_SITE, "Building": "A", "Demolished": "soon"}], "Demolished", "is not a date"),
    "a letter for a number": ("buildings", [{**OF_SITE, "Building": "A", "Storeys": "three"}], "Storeys", "is not a whole number"),
    "floor twice over": (
        "occupations",
        [{**OF_SITE, "Building": "Old house", "Vacant": "Yes", "Floor area (m²)": "800.26"}],
        "Floor area (m²)",
        "the building has 900.50",
    ),
    "floor twice over together": (
        "occupations",
        [{**OF_SITE, "Building": "Old house", "Vacant": "Yes", "Floor area (m²)": "500"}] * 2,
        "Floor area (m²)",
        "the building has 900.50",
    ),
    "nobody and somebody": (
        "occupations",
        [{**OF_SITE, "Building": "Old house", "Vacant": "Yes", "Occupier code": "RXX"}],
        "Vacant",
        "Give one occupier",
    ),
    "of nothing": ("occupations", [{**OF_SITE, "Vacant": "Yes"}], "Building", "expected the building or the holding"),
    "another's building": ("occupations", [{**OF_SITE, "Building": "New house", "Vacant": "Yes"}], "Building", "is no building of this site"),
    "more than above it": (
        "holdings",
        [{**OF_SITE, "Holder code": "RXX", "Tenure": "Licence", "Granted out of": "{above}", "Floor area (m²)": "900"}],
        "Floor area (m²)",
        "would lie beneath",
    ),
    "the same interest": ("holdings", [{**OF_SITE, "Holder code": "RXX", "Tenure": "Freehold"}], "Tenure", "the same interest"),
    "a category of another tenure": (
        "holdings",
        [{**OF_SITE, "Holder code": "RXX", "Tenure": "Leasehold", "Tenure category": "Vacant"}],
        "Tenure category",
        "does not go with",
    ),
    "ends first": ("holdings", [{**OF_SITE, "Holder code": "RXX", "From": "2016-01-01", "To": "2015-01-01"}], "To", "before it begins"),
    "a number that is none": ("identifiers", [{**OF_SITE, "Scheme": "uprn", "Identifier": "12a"}], "Identifier", "A UPRN is"),
    "another site's number": (
        "identifiers",
        [{"Organisation code": "{other}", "Site code": "H1", "Scheme": "uprn", "Identifier": "100023336956"}],
        "Identifier",
        "Another site has it",
    ),
    "one claimed twice": (
        "identifiers",
        [{**OF_SITE, "Scheme": "uprn", "Identifier": "7"}, {"Organisation code": "{other}", "Site code": "H1", "Scheme": "uprn", "Identifier": "7"}],
        "Identifier",
        "is claimed in row",
    ),
    "homes the wrong way round": (
        "plots",
        [{**OF_SITE, "Plot": "A", "Homes, at least": "5", "Homes, at most": "4"}],
        "Homes, at most",
        "cannot be fewer",
    ),
    "a plot that is sensitive": ("plots", [{**OF_SITE, "Plot": "A", "Sensitive": "Yes"}], "Sensitive", "is not said by an import"),
    "a return by hand": (
        "returns",
        [{**OF_SITE, "Returned by code": "RXX", "Financial year": "2015-16"}],
        "Return ID",
        "importing its ERIC site file",
    ),
}


@pytest.mark.parametrize(("code", "new", "column", "said"), WRONG.values(), ids=WRONG)
def test_what_breaks_a_rule_is_told_by_row_and_column_and_nothing_is_saved(officer, code, new, column, said):
    estate()
    before = register()
    known = {"above": Holding.objects.get(tenure="freehold").ref, "other": Site.objects.get(code="H1").organisation.ref}
    new = [{name: cell.format(**known) for name, cell in row.items()} for row in new]
    record = imported(officer, written(*_with(code, officer, *new)), f"{code}.csv")
    errors = [error for row in record.rows.filter(outcome="error") for error in row.errors]
    assert errors and {each["column"] for each in errors} == {column} and said in errors[-1]["detail"], errors
    assert record.state == "checked" and register() == before


def test_a_return_edited_in_the_list_is_refused(officer):
    estate()
    head, rows = table(officer, "returns")
    rows[0]["Gross internal floor area (m²)"] = "901"
    record = imported(officer, written(head, rows), "returns.csv")
    assert "importing its ERIC site file" in record.rows.get(outcome="error").errors[0]["detail"]


def test_rows_far_apart_are_held_to_a_rule_together_when_they_are_written(officer, monkeypatch):
    """A check looks at some thousand rows at a time; what they do together is looked at once they are written."""
    monkeypatch.setattr("estates.lists.check._BATCH", 1)
    estate()
    new = [{**OF_SITE, "Building": "Old house", "Vacant": "Yes", "Floor area (m²)": "500"}] * 2
    before = register()
    record = imported(officer, written(*_with("occupations", officer, *new)), "occupations.csv")
    assert record.state == "failed" and "would be taken" in record.message and register() == before


def test_a_change_names_the_field_of_the_register(officer, browse):
    estate()
    head, rows = table(officer, "buildings")
    record = imported(officer, written(head, [{**rows[0], "Building": "New house", "Gross internal floor area (m²)": "1,950 m2"}]), "buildings.csv")
    assert record.error_rows == 1  # a unit in the cell
    record = imported(officer, written(head, [{**rows[0], "Building": "New house", "Gross internal floor area (m²)": "1,950"}]), "buildings.csv")
    (row,) = ImportRow.objects.filter(imported_by=record)
    assert [(each["field"], each["after"]) for each in row.changes] == [("name", "New house"), ("gross_internal_m2", "1,950")]
    text = browse("officer").get(f"/estates/imports/{record.pk}/").content.decode()
    assert "Old house becomes New house" in text and "900.50 becomes 1,950" in text
    head, rows = table(officer, "occupations")
    vacant = next(row for row in rows if row["Vacant"] == "Yes")
    record = imported(officer, written(head, [{**vacant, "Vacant": "No", "Occupier code": "RXX"}]), "occupations.csv")
    assert {each["field"] for row in ImportRow.objects.filter(imported_by=record) for each in row.changes} == {"vacant", "occupier"}


def test_an_unknown_choice_lists_what_can_be_chosen(officer):
    estate()
    head, rows = table(officer, "sites")
    record = imported(officer, written(head, [{**rows[0], "Site type": "Castle"}]), "sites.csv")
    ((said,),) = [[each["detail"] for each in row.errors] for row in ImportRow.objects.filter(imported_by=record)]
    assert said.startswith("“Castle” is not known; expected one of: General acute hospital, Specialist hospital (acute only), Mixed service hospital")
    assert said.endswith("Support facilities, Aggregate of small sites or Not known")
    form = SiteForm({"name": "X", "type": "castle 100%", "version": "1"})
    assert not form.is_valid() and "“castle 100%” is not offered; choose one of: General acute hospital, " in form.errors["type"][0]
    assert choices_told(["A"] * 13) == "one such as “A”" and choices_told(["A", "B"]) == "one of: A or B"
