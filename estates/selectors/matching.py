"""Rows of an import with the sites that they may be."""

from collections.abc import Iterable, Mapping
from typing import Any

from devo_portal.core.reads import ReadModel

from ..rules.likeness import told
from .sites import visible_sites

_OTHERS = "Another organisation’s site: interests in one place are kept apart, so the row makes a site of its own."
_TAKEN = "Another row of this file is this site already."


class MatchedRows(ReadModel):
    """Candidates are kept by the sites' ids. A site that the reader may not see is left out, as though there were none."""

    def list(self, user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
        answer = super().list(user, params)
        rows = [row for row in answer["results"] if row.get("candidates") or row.get("same_as")]
        if rows:
            sites = _sites(user, rows)
            for row in rows:
                if "candidates" in row:
                    seen = [each for each in row["candidates"] if each["site"] is None or each["site"] in sites]
                    row["candidates"] = [_candidate(each, sites) for each in seen]
                if row.get("same_as"):
                    row["same_as"] = sites.get(str(row["same_as"]))
        return answer


def _sites(user: Any, rows: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    ids = {each["site"] for row in rows for each in row.get("candidates") or () if each["site"]}
    ids |= {str(row["same_as"]) for row in rows if row.get("same_as")}
    found = visible_sites(user).filter(pk__in=ids).order_by().values("id", "ref", "name", "code", "postcode", "organisation__name")
    return {
        str(each["id"]): {"id": each["id"], "ref": each["ref"], "url": f"/api/v1/sites/{each['id']}/", "name": each["name"], "code": each["code"]}
        | {"postcode": each["postcode"], "organisation": each["organisation__name"]}
        for each in found
    }


def _candidate(kept: Mapping[str, Any], sites: Mapping[str, Any]) -> dict[str, Any]:
    names = ("row", "level", "offered", "likeness", "postcode", "metres", "identifier")
    if kept["site"] is None:
        note = "Leave one of the two rows out, if they are one site."
    elif kept["offered"]:
        note = "It has a return for this year, which the row would replace." if kept["replaces"] else ""
    else:
        note = _TAKEN if kept["taken"] else _OTHERS
    return {"site": sites.get(kept["site"] or "")} | {name: kept[name] for name in names} | {"why": told(kept), "note": note}
