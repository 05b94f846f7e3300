"""What is printed of a meeting: its agenda, its pack with the papers that the reader may see, its minutes."""

from datetime import date
from typing import Any

from django.utils import timezone

from devo_portal.core.pdf import Leaf, Unreadable, leaves

from ..models import Paper
from ..rules.papers import PDF
from .meetings import meetings
from .minutes import minutes, minutes_text
from .papers import visible_papers

Printed = tuple[dict[str, Any], dict[str, bytes]]  # what the template reads, and the files that stand beside it


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def _clock(value: Any) -> str:
    return value.strftime("%H:%M") if value else ""


def agenda_sheet(user: Any, pk: Any) -> dict[str, Any]:
    """`{name, board, ref, title, day, time, place, standing, on, illustrative, items, papers}`, all as text; `items` are `{place, starts,
    title, purpose, presenter, minutes, action_required, papers, decisions}`; no papers in `papers`."""
    meeting = meetings.one(user, pk)
    times = [each for each in (_clock(meeting["starts_at"]), _clock(meeting["ends_at"])) if each]
    return {
        "name": f"{meeting['board']['short_name']}, {_day(meeting['held_on'])}",
        "board": meeting["board"]["name"],
        "ref": meeting["ref"],
        "title": meeting["title"] or "Meeting",
        "day": _day(meeting["held_on"]),
        "time": " to ".join(times),
        "place": meeting["place"],
        "standing": meeting["standing"],
        "on": _day(timezone.localdate()),
        "illustrative": meeting["illustrative"],
        "items": [
            {
                "place": item["place"],
                "starts": _clock(item["starts_at"]),
                "title": item["title"],
                "purpose": item["purpose_label"],
                "presenter": item["presenter"],
                "minutes": f"{item['minutes']} minutes" if item["minutes"] else "",
                "action_required": item["action_required"],
                "papers": [paper["title"] for paper in item["papers"]],
                "decisions": [f"{each['number']}: {each['title']}" for each in meeting["decisions"] if each["item"] == item["id"]],
            }
            for item in meeting["items"]
        ],
        "papers": [],
    }


def meeting_pack(user: Any, pk: Any) -> Printed:
    """The agenda with each paper that the reader may see: its cover, and its pages where it has a PDF file. `papers` are
    `{number, title, author, …, restricted, file, leaves: [{picture, words}], note}`; a file that cannot stand in a pack has a `note`."""
    sheet = agenda_sheet(user, pk)
    files: dict[str, bytes] = {}
    rows = visible_papers(user).filter(item__meeting=pk).select_related("item").order_by("item__place", "id")
    counts: dict[int, int] = {}
    for paper in rows:
        place = paper.item.place
        counts[place] = counts.get(place, 0) + 1
        shown, note = _leaves(paper)
        pictures = {f"leaf-{place}-{counts[place]}-{number}.png": leaf for number, leaf in enumerate(shown, 1)}
        files |= {name: leaf.picture for name, leaf in pictures.items()}
        sheet["papers"].append(
            {
                "number": f"{place}.{counts[place]}",
                "item": paper.item.title,
                "title": paper.title,
                "author": paper.author,
                "purpose": paper.purpose,
                "action_required": paper.action_required,
                "considerations": paper.considerations,
                "restricted": paper.grounds if paper.restricted else "",
                "illustrative": paper.illustrative,
                "file": paper.file_name,
                "note": note,
                "leaves": [{"picture": name, "words": leaf.words} for name, leaf in pictures.items()],
            }
        )
    return sheet, files


def _leaves(paper: Paper) -> tuple[list[Leaf], str]:
    """The pages of a paper's file; or why they are not in the pack."""
    if not paper.sha256:
        return [], ""
    if paper.content_type != PDF:
        return [], "Not in this pack, for it is no PDF: download it from the paper's page."
    try:
        return leaves(bytes(paper.content or b"")), ""
    except Unreadable as why:
        return [], f"Not in this pack, for the file {why}: download it from the paper's page."


def minutes_sheet(user: Any, pk: Any) -> dict[str, Any]:
    """`{name, status, sha256, on, minutes}`; `minutes` as the document has them."""
    answer = minutes.one(user, pk)
    status = answer["status_label"]
    if answer["status"] == "agreed":
        status = f"Agreed on {_day(answer['agreed_on'])}"
    elif answer["status"] == "circulated":
        status = f"Circulated on {_day(answer['circulated_on'])}, not yet agreed"
    return {
        "name": f"{answer['meeting']['board']['short_name']}, {_day(answer['meeting']['held_on'])}",
        "ref": answer["ref"],
        "number": answer["number"],
        "status": status,
        "corrects": answer["corrects"],
        "sha256": answer["sha256"],
        "day": _day(answer["meeting"]["held_on"]),
        "on": _day(timezone.localdate()),
        "minutes": minutes_text(user, answer),
    }
