"""The list of yearly returns. It goes out, and a file of it is compared; a return is its ERIC file's word, which no hand changes."""

from ..eric.columns import label
from ..models import EstateReturn
from ..selectors import visible_returns
from ..serializers import MEASURES
from .columns import Column, Use, of, of_site, organisation, record_id, shown, text_of
from .listing import Listing

_COUNTED = {"backlog_total"}  # the database adds it up


def _counted(name: str) -> Column:
    return Column(name, label(name), text_of(name), use=Use.SHOWN, writes="", number=True)


RETURNS = Listing(
    "returns",
    "The register's own list of yearly returns",
    "return",
    EstateReturn,
    columns=(
        record_id("Return ID"),
        *of_site(),
        organisation("returned_by_code", "Returned by code", "organisation", beside="returned_by", use=Use.ONCE, writes="organisation"),
        shown("returned_by", "Returned by", "organisation__name"),
        of(EstateReturn, "year", "Financial year", use=Use.ONCE),
        of(EstateReturn, "site_name", "Site name as returned", name="returned_name", writes="site_name"),
        of(EstateReturn, "site_type", "Site type as returned", name="returned_type", writes="site_type"),
        *(_counted(name) if name in _COUNTED else of(EstateReturn, name, label(name)) for name in MEASURES),
    ),
    rows=visible_returns,
    key=("site_code", "year"),
    compared_only="A return is changed by importing its ERIC site file again, and by nothing else",
)
