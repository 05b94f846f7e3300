"""Records in brief, as the answers of other nouns hold them."""

from devo_portal.core.serializers import OrganisationBrief
from devo_portal.core.shapes import Label, One, Shape, Url

from ..models import Agreement, Clause, Commitment, Condition, Function, JointArrangement, NoHarmAssessment, Principle, PrincipleLink, TextStatus
from .evidence import EvidenceBrief


class AgreementBrief(Shape):
    url = Url("agreements")

    class Meta:
        model = Agreement
        fields = ("id", "ref", "name", "short_name", "url")


class PrincipleBrief(Shape):
    url = Url("principles")
    text_status_label = Label("text_status", TextStatus)

    class Meta:
        model = Principle
        fields = ("id", "ref", "url", "number", "text", "text_status", "text_status_label")


class ClauseNamed(Shape):
    """A clause as a citation."""

    class Meta:
        model = Clause
        fields = ("id", "ref", "number", "heading")


class CommitmentBrief(Shape):
    url = Url("commitments")
    strength_label = Label("strength", Commitment.Strength)
    status_label = Label("status", Commitment.Status)
    owner = One(OrganisationBrief, "owner")

    class Meta:
        model = Commitment
        fields = ("id", "ref", "url", "code", "text", "strength", "strength_label", "status", "status_label", "owner", "illustrative")


class FunctionNamed(Shape):
    url = Url("functions")

    class Meta:
        model = Function
        fields = ("id", "ref", "url", "code", "name")


class ConditionBrief(Shape):
    url = Url("conditions")
    state_label = Label("state", Condition.State)
    evidence = One(EvidenceBrief, "evidence")

    class Meta:
        model = Condition
        fields = ("id", "ref", "url", "text", "state", "state_label", "decided_on", "note", "evidence", "illustrative", "version")


class AssessmentBrief(Shape):
    url = Url("assessments")
    rating_label = Label("rating", NoHarmAssessment.Rating)

    class Meta:
        model = NoHarmAssessment
        fields = ("id", "ref", "url", "rating", "rating_label", "finding", "reviewer", "reviewed_on", "illustrative")


class JointArrangementBrief(Shape):
    url = Url("joint-arrangements")
    kind_label = Label("kind", JointArrangement.Kind)

    class Meta:
        model = JointArrangement
        fields = ("id", "ref", "url", "kind", "kind_label", "name", "person", "starts", "ends", "illustrative")


class ServedBrief(Shape):
    """A principle that a commitment serves."""

    url = Url("principle-links")
    principle = One(PrincipleBrief, "principle")
    evidence = One(EvidenceBrief, "evidence")

    class Meta:
        model = PrincipleLink
        fields = ("id", "ref", "url", "principle", "note", "evidence", "illustrative", "version")
