"""One search over the lists that people look in."""

from typing import Any
from urllib.parse import urlencode

from devo_portal.core import selectors as core
from devo_portal.core.reads import ReadModel, check_names
from estates import selectors as estates
from governance import selectors as governance
from pilots import selectors as pilots

MOST = 5
# What is called what, the list, the field that names a row, the page of the list and of a row.
PLACES: tuple[tuple[str, ReadModel, str, str, str], ...] = (
    ("Pilots", pilots.pilots, "name", "/pilots/", "/pilots/{}/"),
    ("Commitments", governance.commitments, "text", "/commitments/", "/commitments/{}/"),
    ("Milestones", governance.milestones, "name", "/milestones/", "/milestones/{}/"),
    ("Actions", governance.actions, "title", "/actions/", "/actions/{}/"),
    ("Agreements", governance.agreements, "name", "/agreements/", "/agreements/{}/"),
    ("Functions", governance.functions, "name", "/functions/", "/functions/{}/"),
    ("Boards", governance.boards, "name", "/boards/", "/boards/{}/"),
    ("Sites", estates.sites, "name", "/estates/", "/estates/sites/{}/"),
    ("Organisations", core.organisations, "name", "/organisations/", "/organisations/{}/"),
)


def search(user: Any, params: Any) -> dict[str, Any]:
    """`{q, groups: [{name, page, api, more, results: [{id, ref, name, url, page}]}]}`: the first five of each list.

    Only what this person may see; each list decides that for itself. Raises ValidationError for another parameter.
    """
    check_names(params, {"q"})
    words = (params.get("q") or "").strip()
    groups = [_group(user, words, *place) for place in PLACES] if words else []
    return {"q": words, "groups": [group for group in groups if group["results"]]}


def _group(user: Any, words: str, name: str, read: ReadModel, names: str, page: str, row_page: str) -> dict[str, Any]:
    found = read.list(user, {"q": words, "limit": str(MOST), "fields": f"id,ref,url,{names}"})
    query = urlencode({"q": words})
    return {
        "name": name,
        "page": f"{page}?{query}",
        "api": f"/api/v1/{read.path}/?{query}",
        "more": found["next"] is not None,
        "results": [
            {"id": row["id"], "ref": row["ref"], "name": row[names], "url": row["url"], "page": row_page.format(row["id"])}
            for row in found["results"]
        ],
    }
