"""Sites over the API."""

from drf_spectacular.utils import OpenApiParameter, extend_schema

from devo_portal.core.api import RecordViewSet, figures, verb
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import MapSerializer, OutlinesSerializer, PlaceInput, SiteInput, TotalsSerializer


class SiteViewSet(RecordViewSet):
    read = selectors.sites
    may = Permission.SITE_EDIT
    takes = SiteInput
    updates = staticmethod(services.update_site)
    summary = figures(selectors.register_totals, TotalsSerializer, "The register's figures, over the sites that the filter leaves.")
    place = verb("place", services.place_site, PlaceInput, "Say where the site is: its point, its outline, or both.")
    map = extend_schema(parameters=[OpenApiParameter("zoom", int, description="0 to 18, as on a web map; 10 shows London.")])(
        figures(selectors.site_map, MapSerializer, "The sites that the filter leaves, for a map: one by one, or in clusters.", "map")
    )
    boroughs = figures(
        selectors.borough_outlines, OutlinesSerializer, "The outlines of London's boroughs, by which points are told apart.", "boroughs"
    )


API = [("sites", SiteViewSet)]
