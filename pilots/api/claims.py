from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema

from devo_portal.core.api import RecordViewSet, figures, verb
from devo_portal.core.policy import Permission

from .. import selectors, services
from ..serializers import (
    ClaimChange,
    ClaimedThingChange,
    ClaimedThingInput,
    ClaimedThingSerializer,
    ClaimInput,
    ClaimSerializer,
    ClaimSummarySerializer,
    SharesInput,
)


class ClaimViewSet(RecordViewSet):
    read = selectors.claims
    may = Permission.PILOT_EDIT
    takes = ClaimInput
    creates = staticmethod(services.make_claim)
    removes = staticmethod(services.remove_claim)
    summary = figures(selectors.claim_summary, ClaimSummarySerializer, "What the claims that the filter leaves come to, each thing counted once.")

    @extend_schema(request=ClaimChange, responses=ClaimSerializer)
    def update(self, request: Any, pk: Any) -> HttpResponse:
        """Another pilot, borough or thing is another claim."""
        services.update_claim(by=request.user, pk=pk, version=self.version(), **self.valid(ClaimChange))
        return self.written(pk)

    @extend_schema(request=ClaimChange, responses=ClaimSerializer)
    def partial_update(self, request: Any, pk: Any) -> HttpResponse:
        services.update_claim(by=request.user, pk=pk, version=self.version(), **self.valid(ClaimChange, partial=True))
        return self.written(pk)


class ClaimedThingViewSet(RecordViewSet):
    read = selectors.claimed_things
    may = Permission.PILOT_EDIT
    takes = ClaimedThingInput
    creates = staticmethod(services.create_claimed_thing)
    removes = staticmethod(services.remove_claimed_thing)
    share = verb("share", services.share_thing, SharesInput, "Set the shares of the claims on a thing, all at once.")

    @extend_schema(request=ClaimedThingChange, responses=ClaimedThingSerializer)
    def update(self, request: Any, pk: Any) -> HttpResponse:
        services.update_claimed_thing(by=request.user, pk=pk, version=self.version(), **self.valid(ClaimedThingChange))
        return self.written(pk)

    @extend_schema(request=ClaimedThingChange, responses=ClaimedThingSerializer)
    def partial_update(self, request: Any, pk: Any) -> HttpResponse:
        services.update_claimed_thing(by=request.user, pk=pk, version=self.version(), **self.valid(ClaimedThingChange, partial=True))
        return self.written(pk)


API = [("claims", ClaimViewSet), ("claimed-things", ClaimedThingViewSet)]
