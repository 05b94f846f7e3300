"""Shapes of opt-ins, of the matrix that they make and of what does not fit in it; and what a move takes in."""

from rest_framework import serializers

from devo_portal.core.inputs import Input
from devo_portal.core.policy import Permission
from devo_portal.core.serializers import AreaBrief
from devo_portal.core.shapes import Label, May, One, Shape, Url

from ..models import OptIn
from .functions import FunctionBrief
from .kept import KEPT


class OptInSerializer(Shape):
    url = Url("opt-ins")
    function = One(FunctionBrief, "function")
    area = One(AreaBrief, "area")
    state_label = Label("state", OptIn.State)
    may_edit = May(Permission.FUNCTION_EDIT, "id")

    class Meta:
        model = OptIn
        fields = ("id", "ref", "url", "function", "area", "state", "state_label", "starts_on", "ends_on", "note", *KEPT, "may_edit")
        brief = ("state", "starts_on", "ends_on")


_ON = "The first day of the new state."


class OptInInput(Input):
    on = serializers.DateField(help_text=_ON)

    class Meta:
        model = OptIn
        fields = ("function", "area", "state", "on", "ends_on", "note", "source", "illustrative", "reason")


class OptInMoveInput(Input):
    on = serializers.DateField(help_text=_ON)

    class Meta:
        model = OptIn
        fields = ("state", "on", "ends_on", "note", "source", "illustrative", "reason")


# --- The matrix: for the OpenAPI document; the selector builds these as plain data ---------------------------------------
class NamedFunction(serializers.Serializer):
    id = serializers.UUIDField()
    ref = serializers.CharField()
    code = serializers.CharField()
    name = serializers.CharField()
    url = serializers.CharField()


class NamedArea(serializers.Serializer):
    id = serializers.UUIDField()
    ref = serializers.CharField()
    name = serializers.CharField()
    gss_code = serializers.CharField()
    url = serializers.CharField()


class MatrixFunction(NamedFunction):
    status = serializers.CharField()
    status_label = serializers.CharField()


class MatrixCell(serializers.Serializer):
    state = serializers.CharField(allow_null=True)
    state_label = serializers.CharField(help_text="“No state” where there is none.")
    in_force = serializers.BooleanField(help_text="In force or varied.")
    source = serializers.CharField(allow_null=True, help_text="own, inherited or null.")
    from_area = serializers.UUIDField(allow_null=True, help_text="The area whose row gives the state.")
    since = serializers.DateField(allow_null=True)
    opt_in = serializers.UUIDField(allow_null=True, help_text="The row that gives the state.")
    illustrative = serializers.BooleanField()


class MatrixArea(NamedArea):
    kind = serializers.CharField()
    parent = serializers.UUIDField(allow_null=True)
    cells = MatrixCell(many=True, help_text="One for each of `functions`, in their order.")


class MatrixSerializer(serializers.Serializer):
    on = serializers.DateField()
    functions = MatrixFunction(many=True)
    areas = MatrixArea(many=True, help_text="London, then each sub-region with its authorities.")


class ConflictSerializer(serializers.Serializer):
    kind = serializers.CharField()
    kind_label = serializers.CharField()
    function = NamedFunction()
    area = NamedArea()
    other = NamedArea(allow_null=True, help_text="The area above that holds it, where there is one.")
    detail = serializers.CharField()


class ConflictsSerializer(serializers.Serializer):
    on = serializers.DateField()
    count = serializers.IntegerField()
    conflicts = ConflictSerializer(many=True)


class AreaFunction(serializers.Serializer):
    function = NamedFunction()
    code = serializers.CharField()
    state = serializers.CharField(allow_null=True)
    state_label = serializers.CharField()
    in_force = serializers.BooleanField()
    source = serializers.CharField(allow_null=True, help_text="own, inherited or null.")
    from_area = NamedArea(allow_null=True)
    since = serializers.DateField(allow_null=True)
    illustrative = serializers.BooleanField()
    note = serializers.CharField()


class AreaFunctionsSerializer(serializers.Serializer):
    area = NamedArea()
    on = serializers.DateField()
    functions = AreaFunction(many=True)
