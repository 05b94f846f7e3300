"""Sites that are merged, split, removed and restored, over the API; and what the address of one that has left answers."""

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.utils import OpenApiParameter, PolymorphicProxySerializer, extend_schema
from rest_framework.decorators import action
from rest_framework.permissions import SAFE_METHODS

from devo_portal.core.api import RecordViewSet
from devo_portal.core.problems import problem
from devo_portal.core.reads import check_names
from devo_portal.core.wire import dumps, tag

from .. import selectors, services
from ..serializers import (
    Candidates,
    LineageSerializer,
    MergeInput,
    MergePreview,
    RemoveInput,
    RestoreInput,
    SiteDetail,
    SiteHistorySerializer,
    SplitInput,
    SplitPreview,
    UnmergingSerializer,
)

_WORDS = OpenApiParameter("q", str, description="A name, code, reference or identifier; without it, sites at the same place or of a like name.")


def _either(name: str, preview: Any) -> Any:
    return {200: PolymorphicProxySerializer(component_name=name, serializers=[SiteDetail, preview], resource_type_field_name=None)}


class LeavingViewSet(RecordViewSet):
    """What is asked of a site that has left the register: reads go to the one that it was merged into (301), all else is 410."""

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if (
            request.method not in SAFE_METHODS
            and kwargs.get("pk")
            and self.action not in ("restore", "undo_merge")
            and selectors.became(request.user, kwargs["pk"])
        ):
            raise Http404

    def handle_exception(self, exc: Exception) -> Any:
        pk = self.kwargs.get("pk")
        if isinstance(exc, Http404) and pk and (found := selectors.became(self.request.user, pk)):
            return self.answer_of_left(pk, found["into"])
        return super().handle_exception(exc)

    def answer_of_left(self, pk: Any, into: Any) -> HttpResponse:
        request = self.request._request
        left = selectors.left_as(request.user, pk)
        assert left
        on = f"{left['removed_on'].day} {left['removed_on']:%B %Y}"
        headers = {"Cache-Control": "private, no-cache"}
        if into is None:
            said = f"{left['name']} ({left['code']}) left the register on {on}: {left['reason'] or 'no reason is recorded'}."
            return problem(request, 410, said, kind="/problems/site-removed", title="The site has left the register", headers=headers)
        stays = left["merged_into"]
        said = f"{left['name']} ({left['code']}) was merged into {stays['name']} ({stays['code']}) on {on}: {stays['url']}."
        status = 301 if request.method in SAFE_METHODS else 410
        headers["Location" if status == 301 else "Link"] = (
            request.get_full_path().replace(str(pk), str(into), 1) if status == 301 else f'<{stays["url"]}>; rel="successor-version"'
        )
        return problem(request, status, said, kind="/problems/site-merged", title="The site is a part of another", headers=headers)

    def current_tag(self, pk: Any) -> str:
        answer = selectors.ever.one(self.request.user, pk)  # one that has left is restored, or its merge undone, at a version too
        return tag(dumps(answer), answer["version"])

    @extend_schema(parameters=[_WORDS], responses=Candidates)
    @action(detail=True, url_path="merge-candidates")
    def merge_candidates(self, request: Any, pk: Any) -> HttpResponse:
        """Sites of the same organisation that this may be the same as."""
        check_names(request.query_params, {"q"})
        return self.send({"results": selectors.merge_candidates(request.user, pk, request.query_params.get("q", ""))})

    @extend_schema(request=MergeInput, responses=_either("SiteMerged", MergePreview))
    @action(detail=True, methods=["post"])
    def merge(self, request: Any, pk: Any) -> HttpResponse:
        """Say that the site is the same as another, which stays and is answered. Needs If-Match. With `dry_run`, what it would do."""
        version, given = self.version(), self.valid(MergeInput)
        if given.pop("dry_run"):
            return self.send(services.preview_merge(by=request.user, pk=pk, version=version, **given))
        return self.written(services.merge_sites(by=request.user, pk=pk, version=version, **given).pk)

    @extend_schema(request=SplitInput, responses=_either("SiteSplit", SplitPreview))
    @action(detail=True, methods=["post"])
    def split(self, request: Any, pk: Any) -> HttpResponse:
        """Make parts of the site sites of their own; the site stays as the first of them. Needs If-Match. With `dry_run`, what it would do."""
        version, given = self.version(), self.valid(SplitInput)
        if given.pop("dry_run"):
            return self.send(services.preview_split(by=request.user, pk=pk, version=version, **given))
        services.split_site(by=request.user, pk=pk, version=version, **given)
        return self.written(pk)

    @extend_schema(request=RemoveInput, responses=SiteDetail)
    @action(detail=True, methods=["post"])
    def remove(self, request: Any, pk: Any) -> HttpResponse:
        """Take the site out of the register. Its address answers 410 from then on. Needs If-Match."""
        version, given = self.version(), self.valid(RemoveInput)
        services.remove_site(by=request.user, pk=pk, version=version, **given)
        return self.send(selectors.left.one(request.user, pk))

    @extend_schema(request=RestoreInput, responses=SiteDetail)
    @action(detail=True, methods=["post"])
    def restore(self, request: Any, pk: Any) -> HttpResponse:
        """Put a removed site back into the register. Needs If-Match."""
        services.restore_site(by=request.user, pk=pk, version=self.version(), **self.valid(RestoreInput))
        return self.written(pk)

    @extend_schema(responses=UnmergingSerializer)
    @action(detail=True, url_path="undo-merge")
    def merge_undoing(self, request: Any, pk: Any) -> HttpResponse:
        """Of a merged site: the later edits that stand in the way of taking the merge back."""
        check_names(request.query_params, ())
        return self.send(selectors.unmerging_of(request.user, pk))

    @extend_schema(request=RestoreInput, responses=SiteDetail)
    @merge_undoing.mapping.post
    def undo_merge(self, request: Any, pk: Any) -> HttpResponse:
        """Take the merge back: the site is as it was, and so is the one that it was merged into. Refused (`merge-edited-since`)
        where what the merge wrote was edited after it. Needs If-Match."""
        services.undo_merge(by=request.user, pk=pk, version=self.version(), **self.valid(RestoreInput))
        return self.written(pk)

    @extend_schema(responses=SiteHistorySerializer)
    @action(detail=True)
    def history(self, request: Any, pk: Any) -> HttpResponse:
        """What became of the site; of one that has left the register as well."""
        check_names(request.query_params, ())
        shown = selectors.history_page(request.user, pk)
        return self.send({name: shown[name] for name in ("history", "lineage", "left")})

    @extend_schema(responses=LineageSerializer)
    @action(detail=True)
    def lineage(self, request: Any, pk: Any) -> HttpResponse:
        """The sites that were merged into it, that were split from it, and that it was split from."""
        check_names(request.query_params, ())
        selectors.ever.one(request.user, pk, {"fields": "id"})
        return self.send(selectors.lineage(request.user, pk))
