"""The front dashboard, search and the root of the API, over HTTP."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from devo_portal import dashboard, search
from devo_portal.core.activity import PAGES
from devo_portal.core.api import Answers
from devo_portal.core.pages import page
from devo_portal.core.reads import check_names


def programme(request: HttpRequest) -> HttpResponse:
    return page(request, "home.html", {"programme": dashboard.programme(request.user), "pages": PAGES})


def search_page(request: HttpRequest) -> HttpResponse:
    found = search.search(request.user, request.GET)
    return page(request, "search.html", {"search": found, "search_words": found["q"]})


class TileSerializer(serializers.Serializer):
    key = serializers.CharField()
    title = serializers.CharField()
    value = serializers.JSONField(allow_null=True, help_text="A count as an integer, a measure as a decimal string, or null.")
    unit = serializers.CharField()
    note = serializers.CharField()
    alarm = serializers.BooleanField()
    empty = serializers.BooleanField(help_text="Nothing is there to count or add up yet, which is not nought.")
    page = serializers.CharField(help_text="The page that lists what it counts.")
    api = serializers.CharField(help_text="The query that gives it.")
    field = serializers.CharField(help_text="Where in that answer.")


class StrengthSerializer(serializers.Serializer):
    code = serializers.CharField()
    title = serializers.CharField()
    cells = TileSerializer(many=True)


class ProgrammeSerializer(serializers.Serializer):
    today = serializers.DateField()
    standing = serializers.CharField()
    tiles = TileSerializer(many=True)
    commitments = TileSerializer(many=True)
    promised = serializers.IntegerField(help_text="Commitments in all.")
    by_strength = StrengthSerializer(many=True, help_text="Commitments by strength, and for each by status.")
    pilots = serializers.ListField(child=serializers.DictField())
    coming = serializers.ListField(child=serializers.DictField())
    waiting = serializers.ListField(child=serializers.DictField())
    changes = serializers.ListField(child=serializers.DictField())


class SearchSerializer(serializers.Serializer):
    q = serializers.CharField()
    groups = serializers.ListField(child=serializers.DictField())


class Programme(Answers):
    @extend_schema(responses=ProgrammeSerializer)
    def get(self, request: Any) -> HttpResponse:
        """The front dashboard: its figures, each with the query that gives it."""
        check_names(request.query_params, ())
        return self.send(dashboard.programme(request.user))


class Search(Answers):
    @extend_schema(responses=SearchSerializer)
    def get(self, request: Any) -> HttpResponse:
        """The first five of each list that hold every word of `q`."""
        return self.send(search.search(request.user, request.query_params))


class Root(Answers):
    resources: tuple[str, ...] = ()

    @extend_schema(responses={200: {"type": "object", "additionalProperties": {"type": "string"}}})
    def get(self, request: Any) -> HttpResponse:
        """The resources and where they are."""
        check_names(request.query_params, ())
        return self.send({plural: f"/api/v1/{plural}/" for plural in self.resources})
