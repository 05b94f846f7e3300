"""What other nouns' answers hold of a proposition."""

from devo_portal.core.shapes import Label, Shape, Url

from ..models import Proposition


class PropositionBrief(Shape):
    url = Url("propositions")
    kind_label = Label("kind", Proposition.Kind)
    state_label = Label("state", Proposition.State)

    class Meta:
        model = Proposition
        fields = ("id", "ref", "url", "title", "kind", "kind_label", "state", "state_label", "illustrative")
