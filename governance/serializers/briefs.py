"""Records in brief, as the answers of other nouns name them."""

from devo_portal.core.shapes import Shape, Url

from ..models import Agreement


class AgreementBrief(Shape):
    url = Url("agreements")

    class Meta:
        model = Agreement
        fields = ("id", "ref", "name", "short_name", "url")
