"""What may be read about clearances and signing events, and the reminder that is drafted to a holder."""

from collections.abc import Mapping
from email.message import EmailMessage
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db.models import BooleanField, Case, Count, F, Q, QuerySet, Value, When
from django.utils import timezone

from devo_portal.core.history import history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel
from devo_portal.core.writes import Refused

from ..filters import ClearanceFilter, SigningEventFilter, clearance_open
from ..models import Clearance, SigningEvent
from ..rules import signing
from ..rules.standing import listed, number_of, said
from ..serializers import ClearanceSerializer, SigningEventSerializer
from .agreements import agreements


def visible_clearances(user: Any) -> QuerySet[Clearance]:
    require(user, Permission.PROGRAMME_VIEW)
    in_the_way = Case(When(clearance_open(), then=Value(True)), default=Value(False), output_field=BooleanField())
    return Clearance.objects.annotate(in_the_way=in_the_way, asked_again_id=F("asked_again__id"))


def visible_signing_events(user: Any) -> QuerySet[SigningEvent]:
    require(user, Permission.PROGRAMME_VIEW)
    return SigningEvent.objects.all()


clearances = ReadModel(
    "clearances", visible_clearances, ClearanceFilter, ClearanceSerializer, order=("-asked_on", "holder", "kind", "expected_on", "updated_at")
)
signing_events = ReadModel(
    "signing-events", visible_signing_events, SigningEventFilter, SigningEventSerializer, order=("-planned_for", "status", "updated_at")
)


def clearances_said(user: Any, params: Mapping[str, Any]) -> str:
    """How the clearances that a question leaves stand, as a sentence."""
    found = clearances.found(user, params).order_by()
    figures = found.aggregate(
        all=Count("pk"),
        ways=Count("pk", filter=clearance_open()),
        given=Count("pk", filter=Q(outcome=Clearance.Outcome.GIVEN)),
        refused=Count("pk", filter=Q(outcome=Clearance.Outcome.REFUSED)),
    )
    if not figures["all"]:
        return "No clearance is recorded that matches what you asked." if params else "No clearance is recorded."
    ways = number_of(figures["ways"], "clearance stands", "clearances stand") if figures["ways"] else "No clearance stands"
    refused = f", {figures['refused']} refused" if figures["refused"] else ""
    return f"{ways} in the way; {figures['given']} of {figures['all']} given{refused}."


def signings_said(user: Any, params: Mapping[str, Any]) -> str:
    """How many signings were planned, called off and held, as a sentence."""
    found = signing_events.found(user, params).order_by()
    counts = found.aggregate(**{status: Count("pk", filter=Q(status=status)) for status in SigningEvent.Status.values})
    if not any(counts.values()):
        return "No signing is recorded that matches what you asked." if params else "No day has been set for signing."
    told = [f"{counts[status]} {str(SigningEvent.Status(status).label).lower()}" for status in SigningEvent.Status.values if counts[status]]
    return f"{number_of(sum(counts.values()), 'signing')}: {listed(told)}."


def clearance_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    require(user, Permission.PROGRAMME_VIEW)
    return history(Clearance, pk)


def signing_event_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    require(user, Permission.PROGRAMME_VIEW)
    return history(SigningEvent, pk)


# --- Chasing -----------------------------------------------------------------------------------------------------------------
def chase(user: Any, pk: Any) -> dict[str, Any]:
    """`{to, subject, body, mailto}`: a reminder to the holder of an open clearance. Nothing is sent.

    Raises PermissionDenied, Http404, Refused: `clearance-not-asked`, `clearance-decided`.
    """
    require(user, Permission.SIGNING_RUN)
    clearance = clearances.one(user, pk)
    if not clearance["asked_on"]:
        raise Refused("clearance-not-asked", f"{clearance['holder']} has not been asked yet, so there is nothing to remind it of.")
    if clearance["outcome"]:
        raise Refused(
            "clearance-decided", f"{clearance['holder']} answered on {said(clearance['decided_on'])}: {clearance['outcome_label'].lower()}."
        )
    agreement = agreements.one(user, clearance["agreement"]["id"], {"fields": "name,signatures,signing,blocked_by"})
    called = clearance["agreement"]["short_name"] or clearance["agreement"]["name"]
    subject = f"Your clearance of the {called}: {number_of(clearance['days'], 'day')} since we asked"
    to, body = clearance["contact"], _body(user, clearance, agreement)
    mailto = f"mailto:{quote(to, safe='@')}?subject={quote(subject)}&body={quote(body.replace(chr(10), chr(13) + chr(10)))}"
    return {"to": to, "subject": " ".join(subject.split()), "body": body, "mailto": mailto}


def _body(user: Any, clearance: dict[str, Any], agreement: dict[str, Any]) -> str:
    held = [each for each in agreement["signatures"] if not each["ended_on"]]
    agreed = [each["organisation"]["name"] for each in held if each["state"] in signing.SAYS_YES]
    others = [each["organisation"]["name"] for each in held if each["state"] not in signing.SAYS_YES]
    name, days = agreement["name"], number_of(clearance["days"], "day")
    asked = f"On {said(clearance['asked_on'])} we asked {clearance['holder']} to clear the {name}. That was {days} ago, and we have no answer yet."
    count = "All" if not others else f"{len(agreed)} of"
    lines = [
        "Dear colleague",
        asked + _expected(clearance),
        f"{count} {len(held)} parties have agreed to it: {listed(agreed)}." if agreed else f"None of the {len(held)} parties has agreed to it yet.",
        *([f"Still to agree: {listed(others)}."] if others else []),
        "Nobody can sign until you have given your clearance." if clearance["blocking"] else "Your clearance does not hold up the signing.",
        *([agreement["signing"]] if agreement["signing"] else []),
        "Please tell us whether you can give it, and by which day. If something stands in your way, tell us what, and we will work on it with you.",
        f"{user}\n{_acts_for(user)}\n{settings.PORTAL_ADDRESS}/clearances/{clearance['id']}/ ({clearance['ref']})",
    ]
    return "\n\n".join(lines) + "\n"


def _expected(clearance: dict[str, Any]) -> str:
    day = clearance["expected_on"]
    if not day:
        return ""
    late = (timezone.localdate() - day).days
    return f" We expected it by {said(day)}" + (f", {number_of(late, 'day')} ago." if late > 0 else ".")


def _acts_for(user: Any) -> str:
    return next((str(each.organisation) for each in user.current_memberships), "")


def chase_file(user: Any, pk: Any) -> bytes:
    """The same as a file that a mail program opens as a draft (RFC 5322)."""
    drafted = chase(user, pk)
    message = EmailMessage()
    message["Subject"] = drafted["subject"]
    if drafted["to"]:
        message["To"] = drafted["to"]
    message["X-Unsent"] = "1"  # Outlook opens it for sending
    message.set_content(drafted["body"])
    return message.as_bytes()
