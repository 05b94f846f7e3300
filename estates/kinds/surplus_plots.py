"""Plots of the NHS surplus land collection: a row for each plot of a site that the register has.

The collection's own headings are not published; those here are suggested by what the collection is known to ask
(`docs/domain.md`), and a file with others is told which are missing. A plot is known by its site and its name. A plot that
is marked as sensitive is sensitive in the register, and to the unentitled as though it were not there. Tenure, region and
sales receipt are only kept with the file.
"""

from collections.abc import Callable
from dataclasses import replace

from django.db.models import Q

from ..eric.columns import plain
from ..lists.columns import Use
from ..lists.plots import PLOTS
from ..rules.foreign import read_range, read_year
from .foreign import Cells, Foreign, collected

# Words beside the register's own for the same thing, by their letters.
_WORDS = {
    "surplus_status": {"surplus": "declared", "declared": "declared", "potential": "potential", "notsurplus": "not_surplus"},
    "disposal_status": {
        "disposed": "sold",
        "notsold": "not_disposed",
        "notdisposed": "not_disposed",
        "retained": "retained",
        "nolongersurplus": "no_longer_surplus",
        "open": "not_disposed",
    },
    "stage": {"forcecommitted": "committed"},
    "proposed_use": {"residential": "housing", "leisure": "leisure_space", "community": "community_use", "mixed": "mixed_use"},
    "planning_status": {
        "granted": "permissioned",
        "fullplanningpermission": "permissioned",
        "outlineplanningpermission": "permissioned",
        "pending": "pending_decision",
        "none": "not_permissioned",
        "noplanningpermission": "not_permissioned",
    },
}


def _prepare() -> tuple[Callable[[Cells], Cells], Callable[[Cells], str]]:
    def texts(row: Cells) -> Cells:
        said = collected(
            [("homes_from", lambda: "-".join(read_range(row.get("homes", "")))), ("planned_year", lambda: read_year(row.get("planned_year", "")))]
        )
        least, _, most = said["homes_from"].partition("-")
        return {
            **said,
            "homes_from": least,
            "homes_to": most,
            "organisation_code": row["organisation_code"].upper(),
            "site_code": row["site_code"].upper(),
            "name": row["name"],
            **{name: row.get(name, "") for name in ("land_ha", "gross_internal_m2", "market_value", "sensitive")},
            **{name: words.get(plain(row.get(name, "")), row.get(name, "")) for name, words in _WORDS.items()},
        }

    return texts, lambda row: ""


# As the register's own list, but that the collection says what is sensitive; so a row may be of a sensitive plot.
_LISTING = replace(
    PLOTS,
    code="surplus_plots",
    label="Plots of the surplus land collection",
    columns=tuple(replace(each, use=Use.CHANGES) if each.name == "sensitive" else each for each in PLOTS.columns),
    among=Q(),
)
_NAMES = {
    "organisation_code": ("Trust Code", "Organisation Code"),
    "site_code": ("Site Code",),
    "name": ("Plot Name", "Plot"),
    "land_ha": ("Plot Area (ha)", "Land area (ha)"),
    "gross_internal_m2": ("GIA (m²)", "Gross internal floor area (m²)"),
    "surplus_status": ("Surplus Status",),
    "stage": ("Plot Stage",),
    "disposal_status": ("Disposal Status",),
    "planned_year": ("Planned Disposal Year", "Disposal Year"),
    "proposed_use": ("Proposed Use", "Proposed future use"),
    "homes": ("Housing Units", "Number of housing units"),
    "planning_status": ("Planning Status",),
    "market_value": ("Market Value (£)", "Declared market value (£)"),
    "sensitive": ("Sensitive (Yes/No)", "Sensitive"),
}
_SURPLUS = Foreign(
    "surplus_plots",
    "Plots of the NHS surplus land collection",
    _LISTING,
    names=_NAMES,
    marks=(("site_code",), ("name",), ("surplus_status", "disposal_status", "planned_year")),
    needed=("organisation_code", "site_code", "name"),
    blames={**{name: name for name in _NAMES}, "homes_from": "homes", "homes_to": "homes"},
    prepare=_prepare,
)
SURPLUS_PLOTS = _SURPLUS.kind()
