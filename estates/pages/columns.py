"""The columns of the register's table: what each is called, how it sorts, how a site's cell reads; and which the reader has chosen."""

import difflib
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format

from .. import selectors

Site = dict[str, Any]
KEPT = "register_columns"  # in the session


class Column(NamedTuple):
    name: str
    heading: str
    text: Callable[[Site], str] = lambda site: ""  # what has a template of its own needs none
    numeric: bool = False

    @property
    def sorts(self) -> bool:
        return self.name in selectors.ORDERS


def _number(name: str, heading: str, places: int = 0) -> Column:
    return Column(name, heading, lambda site: "" if site[name] is None else f"{Decimal(site[name]):,.{places}f}", numeric=True)


def _plain(name: str, heading: str) -> Column:
    return Column(name, heading, lambda site: str(site[name] or ""))


def _yes(name: str, heading: str) -> Column:
    return Column(name, heading, lambda site: "Yes" if site[name] else "No")


def _place(site: Site) -> str:
    return f"{site['place']['latitude']:.5f}, {site['place']['longitude']:.5f}" if site["place"] else ""


def _moment(site: Site) -> str:
    return date_format(timezone.localtime(site["updated_at"]), "j F Y, H:i")


COLUMNS = {
    each.name: each
    for each in (
        Column("name", "Site"),
        _plain("ref", "Reference"),
        _plain("code", "Site code"),
        Column("organisation", "Reported by", lambda site: str(site["organisation"]["name"])),
        _plain("type_label", "Type")._replace(name="type"),
        _plain("address", "Address"),
        _plain("postcode", "Postcode"),
        Column("area", "Borough", lambda site: site["area"]["name"] if site["area"] else ""),
        Column("place", "Place (° north, ° east)", _place),
        _plain("year", "Year of return"),
        _number("gross_internal_m2", "Floor area (m²)"),
        _number("land_ha", "Land (ha)", 2),
        _number("land_not_delivering_ha", "Not delivering (ha)", 2),
        _number("backlog_total", "Backlog (£)"),
        _number("backlog_high", "High risk (£)"),
        Column("flags", "Quality flags"),
        _yes("sensitive", "Sensitive"),
        _yes("illustrative", "Illustrative"),
        _plain("source", "Source"),
        Column("removed_on", "Left the register", lambda site: date_format(site["removed_on"], "j F Y") if site["removed_on"] else ""),
        Column("updated_at", "Updated", _moment),
        _number("version", "Version"),
    )
}
# The columns of the list as a file that show the same, where they are called otherwise; what has none is not in the file.
_FILED = {"organisation": "organisation_name", "area": "area_name", "place": "latitude,longitude", "flags": "", "version": ""}
USUAL = ("name", "type", "gross_internal_m2", "land_ha", "land_not_delivering_ha", "backlog_total", "backlog_high")


def filed(columns: list[Column]) -> str:
    """`?columns=` of the list as a file with the columns of a table."""
    return ",".join(filter(None, (_FILED.get(column.name, column.name) for column in columns)))


def chosen(request: HttpRequest) -> list[Column]:
    """The columns that the address asks for, else those asked for before in this session, else the usual ones; the name first.

    What the address asks for stays in the session. Raises ValidationError for a column that is none.
    """
    asked = [name for each in request.GET.getlist("columns") for name in each.split(",") if name]
    if unknown := [name for name in asked if name not in COLUMNS]:
        near = difflib.get_close_matches(unknown[0], COLUMNS, 1)
        said = f"There is no column {unknown[0]}. " + (f"Did you mean {near[0]}? " if near else "") + f"The columns are {', '.join(COLUMNS)}."
        raise ValidationError({"columns": [said]})
    session: Any = request.session
    if asked:
        names = tuple(name for name in COLUMNS if name in asked or name == "name")
        if names == USUAL:
            session.pop(KEPT, None)
        elif session.get(KEPT) != list(names):
            session[KEPT] = list(names)
    else:
        names = tuple(name for name in session.get(KEPT) or USUAL if name in COLUMNS)
    return [COLUMNS[name] for name in names]
