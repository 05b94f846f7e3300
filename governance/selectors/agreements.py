"""What may be read about agreements."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from devo_portal.core.dates import parse_day
from devo_portal.core.history import Beneath, history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel, check_names

from ..filters import AgreementFilter
from ..models import Agreement, AgreementVersion, Mandate, Signature
from ..rules.standing import said
from ..serializers import AgreementDetail, AgreementSerializer, facts_beside


def visible_agreements(user: Any) -> QuerySet[Agreement]:
    require(user, Permission.PROGRAMME_VIEW)
    return Agreement.objects.annotate(**facts_beside())


def past_day(text: str) -> date:
    """A day of which something can be known: today or one before. Raises ValidationError in words."""
    day = parse_day(text)
    if day > timezone.localdate():
        raise ValidationError("Nobody knows yet how it will stand on a day to come: give today or a day before.", code="invalid_date")
    return day


agreements = ReadModel(
    "agreements",
    visible_agreements,
    AgreementFilter,
    AgreementSerializer,
    order=("-signed", "name", "status", "updated_at"),
    detail=AgreementDetail,
    asks={"on": past_day},
)


def signature_sheet(user: Any, pk: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """What the printed sheet says: `{name, ref, standing, on, text, text_status, parties}`, all as text.

    `parties` are `{order, organisation, person, role, bodies, signed_on}`: those who held a place on the day, in the order of the
    text. `text` is its latest living version, empty where none is held. Raises ValidationError (`on`).
    """
    check_names(params, {"on"})
    agreement = agreements.one(user, pk, {"on": params.get("on", ""), "fields": "name,ref,standing,on,text_status_label,signatures"})
    version = AgreementVersion.objects.filter(agreement=pk, status__in=["draft", "signed"]).order_by("-number").first()
    bodies: dict[Any, list[str]] = {}
    for signature, name in (
        Mandate.objects.filter(signature__agreement=pk).order_by("organisation__name").values_list("signature_id", "organisation__name")
    ):
        bodies.setdefault(signature, []).append(name)
    return {
        "name": agreement["name"],
        "ref": agreement["ref"],
        "standing": agreement["standing"],
        "on": said(agreement["on"]),
        "text": f"Version {version.number}: {version.title}" if version else "",
        "text_status": version.get_text_status_display() if version else agreement["text_status_label"],
        "parties": [
            {
                "order": each["order"],
                "organisation": each["organisation"]["name"],
                "person": each["person"],
                "role": each["role"],
                "bodies": bodies.get(each["id"], []),
                "signed_on": said(each["signed_on"]) if each["state"] == "signed" else "",
            }
            for each in agreement["signatures"]
            if not each["ended_on"] or each["ended_on"] > agreement["on"]
        ],
    }


def agreement_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    require(user, Permission.PROGRAMME_VIEW)
    return history(Agreement, pk, beneath=[Beneath(Signature, "agreement", "organisation", "signatory")])
