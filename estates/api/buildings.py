"""Buildings and occupations over the API."""

from devo_portal.core.api import RecordViewSet
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import BuildingInput, OccupationInput


class BuildingViewSet(RecordViewSet):
    read = selectors.buildings
    may = Permission.SITE_EDIT
    takes = BuildingInput
    creates = staticmethod(services.create_building)
    updates = staticmethod(services.update_building)
    removes = staticmethod(services.remove_building)


class OccupationViewSet(RecordViewSet):
    read = selectors.occupations
    may = Permission.SITE_EDIT
    takes = OccupationInput
    creates = staticmethod(services.create_occupation)
    updates = staticmethod(services.update_occupation)
    removes = staticmethod(services.remove_occupation)


API = [("buildings", BuildingViewSet), ("occupations", OccupationViewSet)]
