"""People in brief."""

from devo_portal.core.models import User
from devo_portal.core.shapes import Shape


class PersonBrief(Shape):
    class Meta:
        model = User
        fields = ("id", "name")
