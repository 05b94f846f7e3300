"""How the identifiers of sites are written, by scheme."""

import re
from typing import NamedTuple


class Scheme(NamedTuple):
    """What a value looks like once it is read, and how to say so."""

    pattern: str
    says: str


LONGEST_CODE = 40  # councils' asset references are long
SITE_CODE = re.compile(rf"[A-Z0-9][A-Z0-9/._-]{{0,{LONGEST_CODE - 1}}}")  # the code by which an organisation reports a site

UPRN, TITLE, ODS_SITE, EPIMS, OWN = "uprn", "title_number", "ods_site", "epims", "own_reference"

SCHEMES = {
    UPRN: Scheme(r"[1-9][0-9]{0,11}", "A UPRN is 1 to 12 digits, such as 100023336956."),
    TITLE: Scheme(r"[A-Z]{0,4}[0-9]{1,8}", "A title number is up to 4 letters and up to 8 digits, such as TGL123456."),
    ODS_SITE: Scheme(r"[A-Z0-9]{3,9}", "An ODS site code is 3 to 9 letters and digits, such as R1H13."),
    EPIMS: Scheme(r"[1-9][0-9]{0,9}", "An e-PIMS reference is up to 10 digits, such as 12345."),
    OWN: Scheme(r"\S(.{0,58}\S)?", "A reference is 1 to 60 characters."),
}
# What stands in the place of a code and names nothing.
NO_CODES = frozenset({"AGGRE"})


def read(scheme: str, text: str) -> str:
    """A value as the register keeps it. Raises ValueError, in words, for what the scheme does not allow."""
    written = " ".join(text.split())
    if scheme != OWN:
        written = written.replace(" ", "").upper()
    if scheme in (UPRN, EPIMS):
        written = written.lstrip("0")
    if not re.fullmatch(SCHEMES[scheme].pattern, written) or (scheme == ODS_SITE and written in NO_CODES):
        raise ValueError(SCHEMES[scheme].says)
    return written


def asked(text: str) -> list[tuple[str, str]]:
    """The (scheme, value) pairs that a question may mean: `uprn:100023336956`, or a bare value in every scheme that it fits."""
    scheme, colon, rest = text.partition(":")
    named = scheme.strip().lower()
    schemes, value = ([named], rest) if colon and named in SCHEMES else (list(SCHEMES), text)
    found = []
    for each in schemes:
        try:
            found.append((each, read(each, value)))
        except ValueError:
            continue
    return found
