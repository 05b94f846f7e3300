"""Reading cells, against an obvious way of reading them."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estates.eric.columns import LONGEST_HEADING, plain, site_type
from estates.eric.names import as_written
from estates.eric.numbers import read_number

KINDS = {"area": 2, "land": 4, "percent": 3, "pounds": 2}
kinds = st.sampled_from(sorted(KINDS))


@given(st.decimals(min_value=0, max_value=9_000, places=5), kinds, st.booleans(), st.sampled_from(["", " ", "\t"]))
def test_a_number_comes_back_as_it_was_written_to_the_places_kept(number, kind, grouped, space):
    text = space + (f"{number:,f}" if grouped else f"{number:f}") + space
    value, wrong = read_number(text, kind)
    assert wrong == ""
    assert Decimal(value) == number.quantize(Decimal(10) ** -KINDS[kind], ROUND_HALF_UP)
    assert read_number(value, kind) == (value, "")


def obvious(text):
    """A digit string with perhaps a point and perhaps proper thousands; slowly."""
    bare = text.strip()
    whole, _, part = bare.partition(".")
    groups = whole.split(",")
    digits = set("0123456789")
    if "." in bare and not (part and set(part) <= digits):
        return None
    if not all(group and set(group) <= digits for group in groups):
        return None
    if len(groups) > 1 and not (1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])):
        return None
    return Decimal("".join(groups) + ("." + part if part else ""))


@given(st.text(alphabet="0123456789,.", min_size=1, max_size=9))
def test_what_counts_as_a_number_is_what_an_obvious_reader_takes(text):
    value, wrong = read_number(text, "pounds")
    expected = obvious(text)
    assert (wrong == "") == (expected is not None)
    if expected is not None:
        assert Decimal(value) == expected.quantize(Decimal("0.01"), ROUND_HALF_UP)


@given(st.text(max_size=30), kinds)
def test_any_cell_at_all_is_read_or_told(text, kind):
    value, wrong = read_number(text, kind)
    assert value is None or not wrong
    assert "\n" not in wrong or "\n" in text


@pytest.mark.parametrize("text", ["", "  ", "Not Applicable", "not applicable", "No Data Provided", "N/A"])
def test_words_for_nothing_are_nothing(text):
    assert read_number(text, "area") == (None, "")


@pytest.mark.parametrize(
    "heading",
    ["Gross internal floor area (m²)", "GROSS INTERNAL FLOOR AREA (mÂ²)", "Gross  internal floor-area (m�)", "Gross internal floor area (m2)"],
)
def test_damaged_headings_are_the_same_heading(heading):
    assert plain(heading) == "grossinternalfloorarea"


def test_headings_that_differ_stay_apart():
    assert plain("Floor area - empty (%)") != plain("Floor area - under used (%)")
    assert plain("Age profile - total (must equal 100%) (%)") != plain("Age profile - pre 1948 (%)")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1. General acute hospital", "general_acute"),
        ("General acute hospital", "general_acute"),
        ("Aggregate Site", "aggregate"),
        ("9. Non inpatient", "non_inpatient"),
        ("Castle", "unknown"),
    ],
)
def test_site_types_with_and_without_their_number(text, code):
    assert site_type(text) == code


def test_what_a_file_says_is_not_remembered_without_end():
    assert plain.cache_info().maxsize == site_type.cache_info().maxsize == 4096
    assert site_type("1. General acute hospital" + " " * LONGEST_HEADING + "x") == "unknown"


@pytest.mark.parametrize(
    ("shouted", "written"),
    [
        ("QUEEN MARY'S HOSPITAL", "Queen Mary's Hospital"),
        ("GUY'S AND ST THOMAS' NHS FOUNDATION TRUST", "Guy's and St Thomas' NHS Foundation Trust"),
        ("MAGNOLIA WARD (WLMHT)", "Magnolia Ward (WLMHT)"),
        ("7A WOODFIELD ROAD", "7A Woodfield Road"),
        ("THE LODGE", "The Lodge"),
        ("NATIONAL HOSPITAL NEUROLOGY/NEUROSURGERY", "National Hospital Neurology/Neurosurgery"),
        ("St Ann's", "St Ann's"),
    ],
)
def test_names_that_shout_are_written_as_people_write(shouted, written):
    assert as_written(shouted) == written
