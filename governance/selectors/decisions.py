"""What may be read about decisions, what they change and who decides in their place."""

from typing import Any

from django.db.models import BooleanField, CharField, ExpressionWrapper, F, QuerySet, Value
from django.db.models.functions import Coalesce, Concat, JSONObject
from pghistory.models import Context

from devo_portal.core.history import history
from devo_portal.core.models import Role
from devo_portal.core.policy import Permission, require
from devo_portal.core.reads import ReadModel

from ..filters import DecisionFilter, DelegationFilter, EffectFilter, in_force
from ..models import Action, AgreementVersion, Baseline, Decision, DecisionEffect, Delegation
from ..rules.effects import KINDS, Moved
from ..serializers import DecisionSerializer, DelegationSerializer, EffectSerializer


def visible_decisions(user: Any) -> QuerySet[Decision]:
    require(user, Permission.PROGRAMME_VIEW)
    return Decision.objects.all()


def visible_effects(user: Any) -> QuerySet[DecisionEffect]:
    require(user, Permission.PROGRAMME_VIEW)
    return DecisionEffect.objects.all()


def visible_delegations(user: Any) -> QuerySet[Delegation]:
    require(user, Permission.PROGRAMME_VIEW)
    # An empty last day makes the comparison unknown; what is known to hold is in force.
    return Delegation.objects.annotate(in_force=Coalesce(ExpressionWrapper(in_force(), output_field=BooleanField()), False))


def delegated(user: Any, kind: str) -> QuerySet[Any, Any]:
    """`{type, id, name}` of each delegation in force today by which a person may move what a kind of effect names, the oldest first."""
    acts_for = [each.organisation_id for each in user.current_memberships if each.role != Role.READER]
    name = Concat("ref", Value(", to the "), "post", output_field=CharField())
    rows = Delegation.objects.filter(in_force(), organisation__in=acts_for, kinds__contains=[kind]).order_by("starts_on", "id")
    return rows.values_list(JSONObject(type=Value("delegation"), id="id", name=name), flat=True)


decisions = ReadModel(
    "decisions", visible_decisions, DecisionFilter, DecisionSerializer, order=("-decided_on", "number", "title", "status", "updated_at")
)
effects = ReadModel("decision-effects", visible_effects, EffectFilter, EffectSerializer, order=("-updated_at",))
delegations = ReadModel("delegations", visible_delegations, DelegationFilter, DelegationSerializer, order=("-starts_on", "post", "updated_at"))


def decision_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    require(user, Permission.PROGRAMME_VIEW)
    return history(Decision, pk)


def delegation_history(user: Any, pk: Any) -> list[dict[str, Any]]:
    require(user, Permission.PROGRAMME_VIEW)
    return history(Delegation, pk)


def texts_ended_by(user: Any, pk: Any) -> QuerySet[AgreementVersion]:
    """The texts that a decision superseded or voided."""
    require(user, Permission.PROGRAMME_VIEW)
    return AgreementVersion.objects.filter(ended_by=pk).select_related("agreement")


# --- What was read of a record, and what it is now -------------------------------------------------------------------------
def moved_since(user: Any, kind: str, pk: Any, version: int) -> list[Moved]:
    """What was changed in the record of an effect after a version, newest first."""
    acts = [act for act in KINDS[kind].history(user, pk) if act["version"] and act["version"] > version]
    return [
        Moved(change["label"], change["before"], change["after"], act["by"] or "somebody outside the portal", act["at"])
        for act in acts
        for change in act["changes"]
    ]


def effects_moved(user: Any, effects: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of the effects in a decision's answer, those whose record has moved since it was read: `[{effect, gone, moves}]`.

    An effect that was applied has moved its record itself, and is not asked about.
    """
    waiting = [each for each in effects if each["applied"] is None and each["kind"] in KINDS]
    found = []
    for code in sorted({each["kind"] for each in waiting}):
        mine = [each for each in waiting if each["kind"] == code]
        now = dict(KINDS[code].model.objects.filter(pk__in=[each["record"] for each in mine]).values_list("pk", "version"))
        for each in mine:
            if now.get(each["record"]) != each["record_version"]:
                gone = each["record"] not in now
                found.append({"effect": each, "gone": gone, "moves": [] if gone else moved_since(user, code, each["record"], each["record_version"])})
    return found


# --- What was done by it ---------------------------------------------------------------------------------------------------
def done_under(user: Any, kind: str, pk: Any) -> list[dict[str, Any]]:
    """The acts by the authority of a decision or a delegation, newest first: `[{at, event, subject}]`, its own left out."""
    require(user, Permission.PROGRAMME_VIEW)
    acts = Context.objects.filter(metadata__contains={"authority": {"type": kind, "id": str(pk)}}).order_by("-created_at")
    rows = acts.values_list("created_at", "metadata__event", "metadata__subject")[:100]
    return [{"at": at, "event": event, "subject": subject} for at, event, subject in rows if subject and subject["id"] != str(pk)]


def changed_under(user: Any, kind: str, pk: Any) -> list[dict[str, Any]]:
    """The records that were changed by that authority, the last act on each: `[{what, name, page, at}]`."""
    listed: dict[Any, dict[str, Any]] = {}
    for act in done_under(user, kind, pk):
        subject, what = act["subject"], act["event"].replace(".", " ").replace("_", " ").capitalize()
        page = _PAGES.get(subject["type"], "").format(subject["id"])
        listed.setdefault(subject["id"], {"what": what, "name": subject["name"], "page": page, "at": act["at"]})
    return list(listed.values())


def changed_by(user: Any, decision: dict[str, Any]) -> list[dict[str, Any]]:
    """Every record that a decision changed, once: `[{what, name, page}]`: by its effects, by naming it, or by an act under it."""
    listed = [
        {"what": f"{each['kind_label']}: {each['before']} to {each['value_label']}", "name": each["record_name"], "page": each["record_page"]}
        for each in decision["effects"]
        if each["applied"]
    ]
    seen = {each["page"] for each in listed}
    for what, pk, name in _citing(user, decision["id"]):
        page = _CITING[what].format(pk)
        listed.append({"what": what, "name": name, "page": page})
        seen.add(page)
    listed += [each for each in changed_under(user, "decision", decision["id"]) if each["page"] not in seen]
    return listed


_CITING = {
    "Text ended": "/agreement-versions/{}/",
    "Baseline approved": "/baselines/{}/",
    "Delegation given": "/delegations/{}/",
    "Action closed": "/actions/{}/",
}
_PAGES = {
    "governance.agreement": "/agreements/{}/",
    "governance.agreementversion": "/agreement-versions/{}/",
    "governance.baseline": "/baselines/{}/",
    "governance.board": "/boards/{}/",
    "governance.commitment": "/commitments/{}/",
    "governance.delegation": "/delegations/{}/",
    "governance.optin": "/opt-ins/cell/?period={}",
    "pilots.pilot": "/pilots/{}/",
}


def _citing(user: Any, pk: Any) -> list[tuple[str, Any, str]]:
    """The records that name a decision, in one query: `(what, id, name)`."""

    def rows(what: str, found: QuerySet[Any], name: Any) -> QuerySet[Any]:
        return found.order_by().values_list(Value(what, CharField()), "pk", Coalesce(name, Value(""), output_field=CharField()))

    texts = rows("Text ended", texts_ended_by(user, pk), Concat(F("agreement__name"), Value(", version "), F("number"), output_field=CharField()))
    given = rows("Delegation given", Delegation.objects.filter(decision=pk), Concat(F("ref"), Value(": "), F("post"), output_field=CharField()))
    taken = rows("Baseline approved", Baseline.objects.filter(decision=pk), F("name"))
    closed = rows("Action closed", Action.objects.filter(closing_decision=pk), F("title"))
    return list(texts.union(given, taken, closed, all=True))
