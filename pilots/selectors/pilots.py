"""What may be read about pilots."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from devo_portal.core.history import Beneath, Linked, history
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel
from devo_portal.core.shapes import Answering, Shape, compiled
from governance import selectors as governance
from governance.serializers import CommitmentBrief, PrincipleBrief, PrincipleLinkSerializer

from ..filters import PilotFilter, PilotLinkFilter
from ..models import ConfidenceRating, Pilot, PilotCommitment, PilotPartner, PilotPlace, PilotReturn
from ..serializers import PilotDetail, PilotLinkSerializer, PilotSerializer, PrincipleServed
from .register import register_counts

LIVE = (Pilot.Stage.LAUNCHED, Pilot.Stage.TESTING, Pilot.Stage.CASE_SUBMITTED, Pilot.Stage.DECIDED)


def visible_pilots(user: Any) -> QuerySet[Pilot]:
    require(user, Permission.PROGRAMME_VIEW)
    ratings = ConfidenceRating.objects.filter(pilot=OuterRef("pk"))
    # Assurance, in the order of the alphabet, stands before owner: the first is the latest assurance rating, else the owner's.
    latest = ratings.order_by("kind", "-rated_on", "-id")
    assurance, owner = (ratings.filter(kind=kind).order_by("-rated_on", "-id") for kind in ("assurance", "owner"))
    return Pilot.objects.annotate(
        confidence=Subquery(latest.values("rating")[:1]),
        confidence_kind=Subquery(latest.values("kind")[:1]),
        confidence_illustrative=Subquery(latest.values("illustrative")[:1]),
        confidence_on=Subquery(latest.values("rated_on")[:1]),
        assurance_rating=Subquery(assurance.values("rating")[:1]),
        assurance_rated_on=Subquery(assurance.values("rated_on")[:1]),
        owner_rating=Subquery(owner.values("rating")[:1]),
        owner_rated_on=Subquery(owner.values("rated_on")[:1]),
        **register_counts(),
    )


def visible_pilot_links(user: Any) -> QuerySet[PilotCommitment]:
    require(user, Permission.PROGRAMME_VIEW)
    return PilotCommitment.objects.select_related("pilot")  # whose lead owns it


pilots = ReadModel(
    "pilots", visible_pilots, PilotFilter, PilotSerializer, order=("name", "stage", "theme", "starts", "updated_at"), detail=PilotDetail
)
pilot_links = ReadModel(
    "pilot-links", visible_pilot_links, PilotLinkFilter, PilotLinkSerializer, order=("pilot__name", "commitment__code", "updated_at")
)
principles = replace(governance.principles, detail=PrincipleServed)  # as governance lists them; one of them with its pilots


def portfolio(user: Any, params: Mapping[str, Any]) -> dict[str, Any]:
    """The figures over the pilots that the filter leaves. A borough in two pilots counts once."""
    found = pilots.found(user, params)
    figures = Pilot.objects.filter(pk__in=found.order_by().values("pk")).aggregate(
        pilots=Count("pk", distinct=True),
        live=Count("pk", filter=Q(stage__in=LIVE), distinct=True),
        boroughs=Count("places", distinct=True),
        links=Count("place_links", distinct=True),
        rated=Count("pk", filter=Q(ratings__isnull=False), distinct=True),
    )
    figures["unrated"] = figures["pilots"] - figures.pop("rated")
    return figures


def pilot_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    require(user, Permission.PROGRAMME_VIEW)
    return history(Pilot, pk, [Linked(PilotPlace, "pilot", "area", "place"), Linked(PilotPartner, "pilot", "organisation", "partner")])


def pilot_past(user: Any, pk: Any) -> list[dict[str, Any]]:
    """The history of a pilot's own page: with its ratings, and its returns as they were asked for and submitted."""
    require(user, Permission.PROGRAMME_VIEW)
    links = [Linked(PilotPlace, "pilot", "area", "place"), Linked(PilotPartner, "pilot", "organisation", "partner")]
    acts = history(Pilot, pk, links, [Beneath(ConfidenceRating, "pilot", "rating", "rating"), Beneath(PilotReturn, "pilot", "call", "return")])
    for act in acts:  # what a return says stands on its own page
        act["changes"] = [change for change in act["changes"] if change["field"] not in ("content", "sha256")]
    return acts


def coverage(user: Any) -> dict[str, Any]:
    """Principle to commitment to pilot to evidence, and the holes: see CoverageSerializer.

    A row is a commitment that serves a principle and a pilot that tests it; a principle or commitment without one
    stands in a row with the rest null.
    """
    principles = _all(PrincipleBrief, governance.visible_principles(user).order_by("number", "id"), user)
    commitments = _all(CommitmentBrief, governance.visible_commitments(user).order_by("code"), user)
    served = _all(PrincipleLinkSerializer, governance.visible_principle_links(user).order_by("principle__number", "commitment__code"), user)
    tested = _all(PilotLinkSerializer, visible_pilot_links(user).order_by("pilot__name", "commitment__code"), user)
    serving = {link["commitment"]["id"] for link in served}
    by_principle, by_commitment = _grouped(served, "principle"), _grouped(tested, "commitment")
    rows = [
        {
            "principle": principle,
            "commitment": link["commitment"] if link else None,
            "evidence": link["evidence"] if link else None,
            "pilot": test["pilot"] if test else None,
            "pilot_evidence": test["evidence"] if test else None,
        }
        for principle in principles
        for link in by_principle.get(principle["id"], [None])
        for test in by_commitment.get(link["commitment"]["id"] if link else None, [None])
    ]
    return {
        "principles": len(principles),
        "served": len(by_principle),
        "unevidenced": sum(not link["evidence"] for link in (*served, *tested)),
        "rows": rows,
        "unserved_principles": [each for each in principles if each["id"] not in by_principle],
        "unlinked_commitments": [each for each in commitments if each["id"] not in serving],
        "unevidenced_principle_links": [
            _gap(link, f"{link['commitment']['code']} serves principle {link['principle']['number']}") for link in served if not link["evidence"]
        ],
        "unevidenced_pilot_links": [
            _gap(link, f"{link['pilot']['name']} tests {link['commitment']['code']}") for link in tested if not link["evidence"]
        ],
    }


def _all(shape: type[Shape], rows: QuerySet[Any], user: Any) -> list[dict[str, Any]]:
    """Every one of the rows in this shape: the whole of a small list, in one query."""
    columns = compiled(shape)
    found = list(rows.values_list(*columns.paths))
    build = columns.builder(Answering(user, columns.at, columns.ids(found)))
    return [build(row) for row in found]


def _grouped(links: list[dict[str, Any]], by: str) -> dict[Any, list[Any]]:
    groups: dict[Any, list[Any]] = {}
    for link in links:
        groups.setdefault(link[by]["id"], []).append(link)
    return groups


def _gap(link: dict[str, Any], name: str) -> dict[str, str]:
    return {"url": link["url"], "name": name}
