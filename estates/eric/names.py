"""Names as people write them, from returns that shout: `QUEEN MARY'S HOSPITAL` is Queen Mary's Hospital.

The register shows the name so written; the return keeps the file's own. A name with a small letter in it is left alone.
"""

import re
from functools import lru_cache

_SMALL = {"and", "at", "by", "for", "in", "of", "on", "the", "to", "with", "upon"}
_KEPT = {"NHS", "MHU", "MHC", "UCL", "UCLH", "WLMHT", "PLK", "GP", "CAMHS", "PFI", "HQ", "II", "III", "IV", "CCG", "A&E", "TOPAS"}
_WORD = re.compile(r"[^\s/(),\-]+")


@lru_cache(maxsize=65536)
def as_written(name: str) -> str:
    text = " ".join(name.split())
    if not text.isupper():
        return text
    return _WORD.sub(lambda match: _word(match.group(), first=match.start() == 0), text)


def _word(word: str, *, first: bool) -> str:
    if word.strip(".'") in _KEPT or any(each.isdigit() for each in word):
        return word
    if word.lower() in _SMALL and not first:
        return word.lower()
    return word[:1] + word[1:].lower()


def site_name(name: str, organisation: str, *, aggregate: bool) -> str:
    """An aggregate is named for its trust, or a list would hold the same name once for each."""
    return f"{as_written(organisation)}: small sites together" if aggregate else as_written(name)
