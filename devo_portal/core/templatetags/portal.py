"""The few words that templates need beyond Django's own; built in, so no template loads them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms, template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from devo_portal.core.paging import query

register = template.Library()

_CLASSES = (
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    ((forms.RadioSelect, forms.CheckboxSelectMultiple, forms.HiddenInput), ""),
    (forms.Select, "govuk-select"),
    (forms.Textarea, "govuk-textarea"),
    (forms.FileInput, "govuk-file-upload"),
    (forms.Widget, "govuk-input"),
)


@register.filter
def drawn(field: Any) -> SafeString:
    """A form field's widget with GOV.UK's class."""
    wanted = next(name for kinds, name in _CLASSES if isinstance(field.field.widget, kinds))
    if field.errors and wanted:
        wanted += f" {wanted.split('__')[0]}--error"
    return field.as_widget(attrs={"class": wanted} if wanted else None)


@register.filter
def pounds(value: Any) -> str:
    """Money for reading: £1,863.6 million, −£1.2 million, £940,000; pence below £1,000. The exact figure stands on the item and in the API."""
    if value in (None, ""):
        return "Not known"
    amount, sign = abs(Decimal(value)), "−" if Decimal(value) < 0 else ""
    if amount >= Decimal("999_999.5"):
        return f"{sign}£{amount / 1_000_000:,.1f} million"
    return f"{sign}£{amount:,.0f}" if amount >= 1_000 or amount == amount.to_integral() else f"{sign}£{amount:,.2f}"


@register.filter
def number(value: Any, places: int = 0) -> str:
    """A figure with thousands separators; nothing for nothing."""
    return "" if value in (None, "") else f"{Decimal(value):,.{int(places)}f}"


@register.filter
def figure(value: Any) -> str:
    """A measure as kept, without the zeros that its column pads it with: 15.15, 147, 0.4."""
    if value in (None, ""):
        return ""
    text = f"{Decimal(value):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


_TAGS = {
    "red": ("overdue", "late", "error", "failed", "declined", "withdrawn", "red", "refused"),
    "orange": ("at_risk", "delayed", "amber_red", "flagged"),
    "yellow": ("amber", "asked", "due_soon", "waiting", "called_off", "mapping"),
    "green": ("complete", "signed", "done", "on_track", "green", "adopted", "unchanged", "in_force", "met", "given", "held", "granted"),
    "turquoise": ("amber_green", "new", "launched", "testing", "running", "undoing"),
    "blue": ("in_progress", "changed", "case_submitted", "checking", "agreed_in_principle", "viewed"),
    "grey": ("not_started", "not_asked", "closed", "superseded", "proposed", "cancelled", "ended", "undone", "left"),
}
_COLOURS = {code: colour for colour, codes in _TAGS.items() for code in codes}


@register.simple_tag
def state(code: str, label: str) -> SafeString:
    """A state as a word in a tag; the colour only repeats the word."""
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', _COLOURS.get(code, "blue"), label)


@register.inclusion_tag("components/confidence.html")
def confidence(code: str | None, label: str, illustrative: bool = False) -> Mapping[str, Any]:
    """A delivery-confidence rating: a shape with as many parts filled as the rating is good, and its word."""
    steps = ["red", "amber_red", "amber", "amber_green", "green"]
    return {"filled": steps.index(code) + 1 if code in steps else 0, "label": label, "code": code, "illustrative": illustrative}


@register.simple_tag(takes_context=True)
def asked(context: Any, **changed: Any) -> str:
    """This page's query string with some parameters changed: `{% asked order='-name' cursor=None %}`."""
    return query(context["request"].GET, **changed)


@register.inclusion_tag("components/sort.html", takes_context=True)
def sort(context: Any, name: str, label: str, default: str = "", numeric: bool = False) -> Mapping[str, Any]:
    """A column's heading that sorts by it, and says whether the list is so sorted."""
    current = context["request"].GET.get("order") or default
    down = current == f"-{name}"
    up = current == name
    return {
        "label": label,
        "numeric": numeric,
        "direction": "descending" if down else "ascending" if up else "none",
        "href": query(context["request"].GET, order=name if down or not up else f"-{name}", cursor=None, page=None),
    }


@register.filter
def only_query(address: str | None) -> str:
    """The query of an API address, for a link on the page that shows the same list."""
    return "?" + address.split("?", 1)[1] if address and "?" in address else ""


@register.filter
def page_for(act: Mapping[str, Any], pages: Mapping[str, str]) -> str:
    """The page of the record that an act was on, where it has one and is still there."""
    subject = act["subject"]
    if (act["event"] or "").endswith((".removed", ".deleted")):
        return ""
    return pages[subject["type"]].format(subject["id"]) if subject and subject.get("type") in pages else ""


@register.filter
def event_said(event: str | None) -> str:
    """`pilot.updated` as people say it: Pilot updated."""
    return (event or "changed").replace(".", " ").replace("_", " ").capitalize()
