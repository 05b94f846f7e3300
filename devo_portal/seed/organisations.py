"""The bodies of the programme: councils, commissioners, partnerships, trusts, national and London-wide bodies."""

from collections.abc import Iterator
from typing import NamedTuple

from . import sources
from .areas import AUTHORITIES, GSS_CODES, SUB_REGIONS

PROGRAMME_OFFICE = "London Health and Care Devolution Programme Office"

# Those not called "London Borough of ...".
COUNCILS = {
    "City of London": "City of London Corporation",
    "Greenwich": "Royal Borough of Greenwich",
    "Kensington and Chelsea": "Royal Borough of Kensington and Chelsea",
    "Kingston upon Thames": "Royal Borough of Kingston upon Thames",
    "Westminster": "Westminster City Council",
}

# short name -> code of the footprint. E54000030 rests on general knowledge.
STP_CODES = {"NCL": "E54000028", "NEL": "E54000029", "NWL": "E54000027", "SEL": "E54000030", "SWL": "E54000031"}

# partnership -> (ODS code, GSS code, name between "NHS" and "CCG", councils' areas where they differ from the name)
CCGS: dict[str, tuple[tuple[str, str, str, tuple[str, ...]], ...]] = {
    "NCL": (
        ("07M", "E38000005", "Barnet", ()),
        ("07R", "E38000027", "Camden", ()),
        ("07X", "E38000057", "Enfield", ()),
        ("08D", "E38000072", "Haringey", ()),
        ("08H", "E38000088", "Islington", ()),
    ),
    "NEL": (
        ("07L", "E38000004", "Barking and Dagenham", ()),
        ("07T", "E38000035", "City and Hackney", ("City of London", "Hackney")),
        ("08F", "E38000077", "Havering", ()),
        ("08M", "E38000113", "Newham", ()),
        ("08N", "E38000138", "Redbridge", ()),
        ("08V", "E38000186", "Tower Hamlets", ()),
        ("08W", "E38000192", "Waltham Forest", ()),
    ),
    "NWL": (
        ("07P", "E38000020", "Brent", ()),
        ("09A", "E38000031", "Central London (Westminster)", ("Westminster",)),
        ("07W", "E38000048", "Ealing", ()),
        ("08C", "E38000070", "Hammersmith and Fulham", ()),
        ("08E", "E38000074", "Harrow", ()),
        ("08G", "E38000082", "Hillingdon", ()),
        ("07Y", "E38000084", "Hounslow", ()),
        ("08Y", "E38000202", "West London", ("Kensington and Chelsea",)),
    ),
    "SEL": (
        ("07N", "E38000011", "Bexley", ()),
        ("07Q", "E38000023", "Bromley", ()),
        ("08A", "E38000066", "Greenwich", ()),
        ("08K", "E38000092", "Lambeth", ()),
        ("08L", "E38000098", "Lewisham", ()),
        ("08Q", "E38000171", "Southwark", ()),
    ),
    "SWL": (
        ("07V", "E38000040", "Croydon", ()),
        ("08J", "E38000090", "Kingston", ("Kingston upon Thames",)),
        ("08R", "E38000105", "Merton", ()),
        ("08P", "E38000140", "Richmond", ("Richmond upon Thames",)),
        ("08T", "E38000179", "Sutton", ()),
        ("08X", "E38000193", "Wandsworth", ()),
    ),
}

TRUSTS = (
    ("R1H", "Barts Health NHS Trust", ""),
    ("R1K", "London North West Healthcare NHS Trust", ""),
    ("RAL", "Royal Free London NHS Foundation Trust", ""),
    ("RAN", "Royal National Orthopaedic Hospital NHS Trust", ""),
    ("RAP", "North Middlesex University Hospital NHS Trust", ""),
    ("RAS", "The Hillingdon Hospitals NHS Foundation Trust", ""),
    ("RAT", "North East London NHS Foundation Trust", "NELFT"),
    ("RAX", "Kingston Hospital NHS Foundation Trust", ""),
    ("RF4", "Barking, Havering and Redbridge University Hospitals NHS Trust", "BHRUT"),
    ("RJ1", "Guy's and St Thomas' NHS Foundation Trust", ""),
    ("RJ2", "The Lewisham and Greenwich NHS Trust", ""),
    ("RJ6", "Croydon Health Services NHS Trust", ""),
    ("RJ7", "St George's University Hospitals NHS Foundation Trust", ""),
    ("RJZ", "King's College Hospital NHS Foundation Trust", ""),
    ("RKE", "The Whittington Hospital NHS Trust", ""),
    ("RKL", "West London Mental Health NHS Trust", ""),
    ("RNK", "Tavistock and Portman NHS Foundation Trust", ""),
    ("RP4", "Great Ormond Street Hospital for Children NHS Foundation Trust", ""),
    ("RP6", "Moorfields Eye Hospital NHS Foundation Trust", ""),
    ("RPG", "Oxleas NHS Foundation Trust", ""),
    ("RPY", "The Royal Marsden NHS Foundation Trust", ""),
    ("RQM", "Chelsea and Westminster Hospital NHS Foundation Trust", ""),
    ("RQX", "Homerton University Hospital NHS Foundation Trust", ""),
    ("RQY", "South West London and St George's Mental Health NHS Trust", ""),
    ("RRP", "Barnet, Enfield and Haringey Mental Health NHS Trust", ""),
    ("RRU", "London Ambulance Service NHS Trust", ""),
    ("RRV", "University College London NHS Foundation Trust", ""),
    ("RT3", "Royal Brompton and Harefield NHS Foundation Trust", ""),
    ("RV3", "Central and North West London NHS Foundation Trust", ""),
    ("RV5", "South London and Maudsley NHS Foundation Trust", ""),
    ("RVR", "Epsom and St Helier University Hospitals NHS Trust", ""),
    ("RWK", "East London NHS Foundation Trust", ""),
    ("RY9", "Hounslow and Richmond Community Healthcare NHS Trust", ""),
    ("RYJ", "Imperial College Healthcare NHS Trust", ""),
    ("RYX", "Central London Community Healthcare NHS Trust", ""),
    ("TAF", "Camden and Islington NHS Foundation Trust", ""),
)

NATIONAL = (
    ("Department of Health", "", sources.HEALTH_FOUNDATION),
    ("HM Treasury", "", sources.HEALTH_FOUNDATION),
    ("Department for Communities and Local Government", "DCLG", sources.HEALTH_FOUNDATION),
    ("NHS England", "", sources.HEALTH_FOUNDATION),
    ("NHS Improvement", "", sources.HEALTH_FOUNDATION),
    ("Health Education England", "", sources.HEALTH_FOUNDATION),
    ("Public Health England", "", sources.HEALTH_FOUNDATION),
    ("Care Quality Commission", "", sources.SPB_PAGE),
    ("NHS Property Services", "", sources.GLA_LEB),
    ("Community Health Partnerships", "", sources.GLA_LEB),
    ("Cabinet Office (One Public Estate)", "One Public Estate", sources.GLA_LEB),
    ("HM Revenue and Customs", "HMRC", sources.PHE_JULY),
)

LONDON_WIDE = (
    ("London Councils", "", sources.CCG_ALERT),
    ("Greater London Authority", "", sources.CCG_ALERT),
    ("London Clinical Commissioning Council", "", sources.HSJ_LONDON_EYE),
    ("Office of London CCGs", "", sources.SPB_PAGE),
    ("Transport for London", "", sources.PHE_DECEMBER),
    ("Healthy London Partnership", "", sources.SPB_PAGE),
    ("London Estates Delivery Unit", "", sources.LEDU_FAQ),
    ("London Association of Directors of Adult Social Services", "London ADASS", sources.WORKFORCE_FRAMEWORK),
    (PROGRAMME_OFFICE, "", sources.MD1619),
)


class Organisation(NamedTuple):
    name: str
    kind: str
    source: str
    short_name: str = ""
    ods_code: str = ""
    gss_code: str = ""
    part_of: str = ""
    areas: tuple[str, ...] = ()


def council(area: str) -> str:
    """The council of a local authority's area."""
    return COUNCILS.get(area, f"London Borough of {area}")


def partnership(short_name: str) -> str:
    """The sustainability and transformation partnership of a sub-region."""
    return f"{SUB_REGIONS[short_name]} Sustainability and Transformation Partnership"


def ccg(place: str) -> str:
    return f"NHS {place} CCG"


def facts() -> Iterator[Organisation]:
    for area, _ in AUTHORITIES:
        yield Organisation(council(area), "authority", sources.ONS, gss_code=GSS_CODES[area], areas=(area,))
    for short_name, code in STP_CODES.items():
        yield Organisation(partnership(short_name), "stp", sources.GLA_LEB, short_name, gss_code=code, areas=(SUB_REGIONS[short_name],))
    for short_name, members in CCGS.items():
        for ods_code, gss_code, place, areas in members:
            yield Organisation(
                ccg(place), "ccg", sources.ODS, ods_code=ods_code, gss_code=gss_code, part_of=partnership(short_name), areas=areas or (place,)
            )
    for ods_code, name, short_name in TRUSTS:
        yield Organisation(name, "trust", sources.ERIC, short_name, ods_code)
    for name, short_name, source in NATIONAL:
        yield Organisation(name, "national", source, short_name)
    for name, short_name, source in LONDON_WIDE:
        yield Organisation(name, "london", source, short_name, areas=("London",))
