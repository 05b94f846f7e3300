"""The matrix's rows and the map of one function, built at once: a template's loop over 660 cells is too slow."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from devo_portal.core.templatetags.portal import state as state_tag

from ..outlines import WIDTH, outlines
from ..rules import opt_ins as rules

register = template.Library()

# What a cell shows, and its class; the whole words stand beside it for those who listen.
CODES: dict[str | None, tuple[str, str]] = {
    None: ("–", "none"),
    rules.INTERESTED: ("Int", "asks"),
    rules.APPLIED: ("App", "asks"),
    rules.CONDITIONS_OPEN: ("Con", "open"),
    rules.IN_FORCE: ("In", "in"),
    rules.VARIED: ("Var", "varied"),
    rules.WITHDRAWN: ("Out", "out"),
}
LEGEND = [
    ("In", "in", "In force"),
    ("Var", "varied", "Varied: in force on terms of its own"),
    ("Con", "open", "Conditions open"),
    ("App", "asks", "Applied"),
    ("Int", "asks", "Interested"),
    ("Out", "out", "Withdrawn or opted out"),
    ("–", "none", "No state"),
]


@register.simple_tag
def matrix_legend() -> list[tuple[str, str, str]]:
    return LEGEND


@register.simple_tag
def matrix_body(matrix: Mapping[str, Any], conflicts: Mapping[str, Any], names: Mapping[Any, str]) -> SafeString:
    """The `tbody` elements: London, then one for each sub-region with its authorities."""
    cell_page = reverse("governance:opt-in-cell")
    codes = [(f"{cell_page}?function={each['id']}&amp;area=", escape(each["code"])) for each in matrix["functions"]]
    wrong = {(each["area"]["id"], each["function"]["id"]) for each in conflicts["conflicts"]}
    ids = [each["id"] for each in matrix["functions"]]
    words: dict[Any, tuple[str, str]] = {}  # each distinct cell's class and content, up to the function's code; escaped once
    html, opened = [], False
    for area in matrix["areas"]:
        if area["kind"] != "authority" or not opened:
            html.append("</tbody><tbody>" if opened else "<tbody>")
            opened = True
        html.append(f'<tr class="portal-matrix__row portal-matrix__row--{area["kind"]}"><th scope="row">')
        html.append(f'<a class="govuk-link" href="{reverse("governance:area-functions", args=[area["id"]])}">{escape(area["name"])}</a></th>')
        for (link, code), pk, cell in zip(codes, ids, area["cells"], strict=True):
            key = (cell["state"], cell["source"], cell["from_area"] if cell["source"] == rules.INHERITED else None, (area["id"], pk) in wrong)
            if key not in words:
                words[key] = _cell(cell, names, key[3])
            kind, said = words[key]
            html.append(f'<td class="{kind}"><a href="{link}{area["id"]}">{said}, {code}</span></a></td>')
        html.append("</tr>")
    return mark_safe("".join([*html, "</tbody>"] if opened else html))  # noqa: S308  # every value in it is escaped above


def _cell(cell: Mapping[str, Any], names: Mapping[Any, str], wrong: bool) -> tuple[str, str]:
    short, kind = CODES[cell["state"]]
    said = cell["state_label"]
    if cell["source"] == rules.INHERITED:
        short, kind, said = f"{short}↑", f"{kind} portal-matrix--inherited", f"{said}, inherited from {names.get(cell['from_area'], 'above')}"
    if wrong:
        short, said = f"{short}!", f"{said}, in conflict"
    return f"portal-matrix--{kind}", format_html('<span aria-hidden="true">{}</span><span class="govuk-visually-hidden">{}', short, said)


_MAP_GROUPS = (("in", "In force or varied"), ("waiting", "Interested, applied or conditions open"), ("out", "Opted out"), ("none", "No state"))


@register.inclusion_tag("governance/opt_in_map.html")
def opt_in_map(groups: list[Mapping[str, Any]], title: str) -> Mapping[str, Any]:
    """Who is in, on the outlines of the boroughs: a pattern and a word for each group."""
    height, shapes = outlines()
    stands = {each["area"]["name"]: (group["code"], each) for group in groups for each in group["areas"]}
    drawn = []
    for shape in shapes:
        code, each = stands.get(shape.name, ("", None))
        if each is None:
            drawn.append({"shape": shape, "code": "none", "word": "", "said": f"{shape.name}: not in this list"})
            continue
        inherited = each["cell"]["source"] == rules.INHERITED
        said = f"{shape.name}: {each['cell']['state_label'].lower()}{', inherited' if inherited else ''}"
        drawn.append({"shape": shape, "code": code, "word": CODES[each["cell"]["state"]][0] if code != "none" else "", "said": said})
    counts = {group["code"]: len(group["areas"]) for group in groups}
    legend = [{"code": code, "label": label, "count": counts.get(code, 0)} for code, label in _MAP_GROUPS]
    return {"drawn": drawn, "width": WIDTH, "height": height, "title": title, "legend": legend}


@register.simple_tag
def matrix_illustrative(matrix: Mapping[str, Any]) -> Mapping[str, int] | None:
    """How many of the states shown are made up; None where none is."""
    shown = [cell["illustrative"] for area in matrix["areas"] for cell in area["cells"] if cell["state"]]
    return {"illustrative": sum(shown), "states": len(shown)} if any(shown) else None


@register.simple_tag
def area_counts(answer: Mapping[str, Any]) -> Mapping[str, int]:
    """The figures of an area's functions, for its sentence."""
    rows = answer["functions"]
    return {
        "functions": len(rows),
        "in_force": sum(each["in_force"] for each in rows),
        "inherited": sum(each["source"] == rules.INHERITED for each in rows),
        "waiting": sum(each["state"] in rules.ASKS for each in rows),
        "out": sum(each["state"] == rules.WITHDRAWN for each in rows),
    }


@register.simple_tag
def opt_in_state(code: str | None, label: str) -> SafeString:
    """A cell's state as a tag; a cell without one as plain words."""
    return state_tag(code, label) if code else SafeString(escape(label))
