"""What may be read about signatures, their groups and mandates."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet

from devo_portal.core.history import Beneath, history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import GroupFilter, MandateFilter, SignatureFilter
from ..models import AgreementVersion, Mandate, Signature, SignatureGroup, SignatureStep
from ..rules import signing
from ..serializers import GroupSerializer, MandateSerializer, SignatureDetail, SignatureSerializer


def visible_signatures(user: Any) -> QuerySet[Signature]:
    require(user, Permission.PROGRAMME_VIEW)
    return Signature.objects.all()


def visible_groups(user: Any) -> QuerySet[SignatureGroup]:
    require(user, Permission.PROGRAMME_VIEW)
    return SignatureGroup.objects.all()


def visible_mandates(user: Any) -> QuerySet[Mandate]:
    require(user, Permission.PROGRAMME_VIEW)
    return Mandate.objects.all()


signatures = ReadModel(
    "signatures",
    visible_signatures,
    SignatureFilter,
    SignatureSerializer,
    order=("order", "signed_on", "status", "updated_at"),
    detail=SignatureDetail,
)
groups = ReadModel("signature-groups", visible_groups, GroupFilter, GroupSerializer, order=("step", "name", "updated_at"))
mandates = ReadModel("mandates", visible_mandates, MandateFilter, MandateSerializer, order=("updated_at",))


def text_to_sign(user: Any, agreement: Any) -> AgreementVersion | None:
    """What the next signature is put to: the text that others under the agreement have signed, else its newest; None where none is held."""
    require(user, Permission.PROGRAMME_VIEW)
    signed, texts = SignatureStep.objects.filter(state=signing.SIGNED), AgreementVersion.objects.select_related("agreement")
    given = signed.filter(signature__agreement=agreement, signature__ended_on=None, signature__status=signing.SIGNED)
    first = given.order_by("on", "id").values_list("text").first()
    if first is not None:
        return texts.filter(pk=first[0]).first()
    return texts.filter(agreement=agreement, status=AgreementVersion.Status.DRAFT).order_by("-number").first()


def signature_summary(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The figures over the places that the filter leaves and that are not ended."""
    figures = (
        signatures.found(user, params)
        .filter(ended_on=None)
        .order_by()
        .aggregate(
            signatures=Count("pk"),
            **{status: Count("pk", filter=Q(status=status)) for status in Signature.Status.values},
            **{f"{side}_signed": Count("pk", filter=Q(side=side, status="signed")) for side in Signature.Side.values},
            **{f"{side}_outstanding": Count("pk", filter=Q(side=side) & ~Q(status="signed")) for side in Signature.Side.values},
        )
    )
    return {
        "signatures": figures["signatures"],
        **{status: figures[status] for status in Signature.Status.values},
        "waiting": sum(figures[status] for status in signing.WAITS),
        "outstanding": figures["signatures"] - figures["signed"],
        "by_side": [
            {"code": side.value, "label": str(side.label), "signed": figures[f"{side}_signed"], "outstanding": figures[f"{side}_outstanding"]}
            for side in Signature.Side
        ],
    }


def by_side(answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """An agreement's signatures as a page groups them: `[{label, signatures}]`, each side in the order of the text."""
    sides = [{"label": str(side.label), "signatures": [each for each in answers if each["side"] == side]} for side in Signature.Side]
    return [side for side in sides if side["signatures"]]


def signature_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    require(user, Permission.PROGRAMME_VIEW)
    return history(Signature, pk, beneath=[Beneath(Mandate, "signature", "organisation", "body")])
