"""Reading what other bodies' files write, against obvious ways of reading it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from estates.kinds.land_assets import read_category, read_tenure
from estates.models import Holding
from estates.rules.foreign import council_key, read_day, read_point, read_postcode, read_range, read_wkt, read_year
from estates.rules.grid import to_grid

days = st.dates(date(1900, 1, 1), date(2099, 12, 31))
STYLES = ("%Y%m%d", "%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")


@given(days, st.sampled_from(STYLES), st.sampled_from(["", " ", "\t"]))
def test_a_day_is_the_same_in_every_style(day, style, space):
    assert read_day(space + day.strftime(style) + space) == day


@given(st.text(max_size=14))
def test_any_cell_is_a_day_or_none_or_told(text):
    try:
        assert read_day(text) is not None or not text.strip()
    except ValueError as error:
        assert "expected one such as" in str(error)  # noqa: PT017  # either may happen


@given(days.filter(lambda day: date(2000, 4, 1) <= day < date(2099, 1, 1)))
def test_a_financial_year_begins_on_1_april(day):
    read = read_year(day.isoformat())
    first = int(read[:4])
    assert date(first, 4, 1) <= day <= date(first + 1, 3, 31) and read.endswith(f"-{(first + 1) % 100:02}")
    assert read_year(read) == read == read_year(f"{first}/{(first + 1) % 100:02}") == read_year(f"{first} - {first + 1}")


@pytest.mark.parametrize("text", ["2019", "19-20", "2019-22", "soon", "2019-20-21"])
def test_what_is_no_financial_year_is_told(text):
    with pytest.raises(ValueError, match="is not a financial year"):
        read_year(text)


@given(st.integers(0, 99_999), st.integers(0, 99_999), st.sampled_from(["-", " - ", " to ", "–"]))
def test_a_range_has_its_ends_in_order(one, other, between):
    least, most = sorted((one, other))
    assert read_range(f"{least}{between}{most}") == (str(least), str(most))
    assert read_range(f"{most:,}") == (str(most), str(most))
    if least < most:
        with pytest.raises(ValueError, match="neither a number nor a range"):
            read_range(f"{most}{between}{least}")


@given(st.floats(51.2, 51.8), st.floats(-0.6, 0.4))
def test_a_place_is_the_same_in_degrees_and_in_metres(latitude, longitude):
    degrees = read_point(repr(longitude), repr(latitude))
    easting, northing = to_grid(latitude, longitude)
    metres = read_point(f"{easting}", f"{northing:,}")
    assert degrees == (round(latitude, 6), round(longitude, 6))
    assert abs(degrees[0] - metres[0]) < 2e-6 and abs(degrees[1] - metres[1]) < 2e-6


def test_half_a_place_and_one_turned_round_are_told():
    assert read_point("", " ") is None
    for x, y, named in (("1", "", "latitude"), ("", "51", "longitude"), ("51.5", "-0.1", "latitude"), ("nan", "51", "longitude")):
        with pytest.raises(ValidationError) as error:
            read_point(x, y)
        assert set(error.value.message_dict) == {named}
    assert read_wkt("Point (-0.1 51.5)") == ("-0.1", "51.5") and read_wkt(" ") == ("", "")
    with pytest.raises(ValueError, match="is not a point"):
        read_wkt("-0.1, 51.5")


@given(st.from_regex(r"[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}", fullmatch=True), st.booleans(), st.booleans())
def test_a_postcode_is_written_one_way(postcode, small, together):
    text = postcode.replace(" ", "") if together else f" {postcode.replace(' ', '  ')} "
    assert read_postcode(text.lower() if small else text) == postcode
    assert read_postcode(postcode.split()[0]) == ""


@pytest.mark.parametrize(
    "name",
    [
        "Haringey",
        "Haringey Council",
        "London Borough of Haringey",
        "LONDON BOROUGH OF HARINGEY COUNCIL",
        "The Royal Borough of Haringey",
        "http://example.org/id/london-borough-council/haringey/",
    ],
)
def test_the_names_of_a_council_have_one_key(name):
    assert council_key(name) == "haringey"


def test_the_city_is_london_and_westminster_is_not():
    assert council_key("City of London Corporation") == "london"
    assert council_key("Westminster City Council") == council_key("City of Westminster") == "westminster"
    assert council_key("London Borough of Hammersmith & Fulham") == council_key("Hammersmith and Fulham")


@given(st.sampled_from(Holding.Tenure.values), st.sampled_from(Holding.Category.choices))
def test_a_category_is_read_where_it_goes_with_its_tenure(tenure, category):
    code, label = category
    words = "Occupied by the local authority" if code == "occupied" else str(label)
    allowed = Holding.CATEGORIES_OF.get(Holding.Tenure(tenure))
    if allowed is None or code in allowed:
        assert read_category(words, tenure) == code
    else:
        with pytest.raises(ValueError, match="does not go with"):
            read_category(words, tenure)
    assert read_category(" ", tenure) == ""


@given(st.text(max_size=20))
def test_every_tenure_is_one_of_ours(text):
    assert read_tenure(text) in Holding.Tenure.values
    assert read_tenure(f" {text.upper()} ") == read_tenure(text.upper())
