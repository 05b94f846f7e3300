"""Which other site one may be the same as."""

from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.http import Http404

from ..filters.identifiers import claims
from ..models import Identifier, Site
from .merging import brief
from .sites import visible_sites

_NEAR = 0.01  # degrees: about a kilometre
_ALIKE = 0.35


def merge_candidates(user: Any, pk: Any, words: str = "", most: int = 20) -> list[dict[str, Any]]:
    """`[{id, ref, name, code, version, url, page, postcode, why}]`: sites of the same organisation that this may be the same as.

    Without words: those of its postcode, with a like name, or within a kilometre. With words: by name, code, reference or identifier.
    Raises Http404, ValidationError.
    """
    if "\0" in words:
        raise ValidationError({"q": "Null characters are not allowed."})
    site = visible_sites(user).filter(pk=pk).first()
    if site is None:
        raise Http404("There is no such record, or you may not see it.")
    rows = visible_sites(user).filter(organisation=site.organisation_id).exclude(pk=pk).exclude(type=Site.Type.AGGREGATE)
    rows = rows.annotate(likeness=TrigramSimilarity("name", site.name))
    if words.strip():
        text = words.strip()
        rows = rows.filter(Q(name__icontains=text) | Q(code__iexact=text) | Q(ref__iexact=text) | Q(pk__in=_identified(text)))
    else:
        near = Q(likeness__gte=_ALIKE)
        if site.postcode:
            near |= Q(postcode=site.postcode)
        if site.latitude is not None and site.longitude is not None:
            lat, lon = site.latitude, site.longitude
            near |= Q(latitude__range=(lat - _NEAR, lat + _NEAR), longitude__range=(lon - _NEAR * 1.6, lon + _NEAR * 1.6))
        rows = rows.filter(near)
    found = rows.order_by(F("likeness").desc(), "name", "pk")[:most]
    return [{**brief(each), "postcode": each.postcode, "why": _why(site, each)} for each in found]


def _identified(text: str) -> Any:
    return Identifier.objects.filter(claims(text)).values("site")


def _why(site: Any, other: Any) -> list[str]:
    near = None not in (site.latitude, other.latitude) and abs(site.latitude - other.latitude) <= _NEAR
    near = near and abs(site.longitude - other.longitude) <= _NEAR * 1.6
    said = {"same postcode": site.postcode and site.postcode == other.postcode, "like name": other.likeness >= _ALIKE, "near by": near}
    return [words for words, is_so in said.items() if is_so]
