"""Records for tests: real rows, made in one line."""

from typing import Any

from devo_portal.core.models import Area, Membership, Organisation, Role, User


def london() -> Area:
    return Area.objects.get_or_create(kind=Area.Kind.REGION, name="London")[0]


def borough(name: str, **fields: Any) -> Area:
    return Area.objects.get_or_create(kind=Area.Kind.AUTHORITY, name=name, defaults={"parent": london(), **fields})[0]


def organisation(name: str, kind: str = Organisation.Kind.AUTHORITY, **fields: Any) -> Organisation:
    return Organisation.objects.get_or_create(name=name, defaults={"kind": kind, **fields})[0]


def email_of(role: str, organisation_name: str) -> str:
    return f"{role}.{organisation_name.lower().replace(' ', '-')}@example.test"


def person(role: str, organisation_name: str = "Programme office", **fields: Any) -> User:
    """Someone with one role at one organisation: `person(Role.PARTNER_EDITOR, "Haringey")`."""
    user = User.objects.create_user(
        email_of(role, organisation_name), fields.pop("password", None), name=f"{Role(role).label}, {organisation_name}", **fields
    )
    Membership.objects.create(user=user, organisation=organisation(organisation_name), role=role)
    return user


def token(user: User, *scopes: str) -> str:
    """A bearer token of a client that belongs to this person or program."""
    from allauth.idp.oidc.models import Client, Token
    from django.contrib.auth.hashers import make_password
    from django.utils.crypto import get_random_string

    from devo_portal.core.accounts import READ, WRITE

    secret = make_password(None)  # nobody asks for another token with it; to hash a real one takes a sixth of a second
    client = Client.objects.create(id=get_random_string(12), name=str(user), owner=user, grant_types="client_credentials", secret=secret)
    value = get_random_string(32)
    made = Token(type=Token.Type.ACCESS_TOKEN, client=client)
    made.set_value(value)
    made.set_scopes(list(scopes) or [READ, WRITE])
    made.save()
    return value


def session_of(user: Any) -> str:
    """The key of a session in which this person is signed in, with the second factor done."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session.update(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
            "second_factor": str(user.pk),
        }
    )
    session.save()
    return str(session.session_key)


def decided(short_name: str = "DEL", **fields: Any) -> Any:
    """A decision that a board has agreed, unless the fields say otherwise."""
    from datetime import date

    from governance.models import Board, Decision

    board = Board.objects.get_or_create(short_name=short_name, defaults={"name": f"Board {short_name}"})[0]
    values = {"number": f"{short_name}-{board.decisions.count() + 1}", "title": "Something is decided", "decided_on": date(2017, 1, 2), **fields}
    return Decision.objects.create(board=board, **values)


def delegate(organisation_name: str, *kinds: str, **fields: Any) -> Any:
    """A delegation: who acts for the organisation may move what these kinds name. In force, unless the fields say otherwise."""
    from datetime import date

    from governance.models import Delegation

    values = {"post": "Programme director", "starts_on": date(2017, 1, 2), **fields}
    values.setdefault("decision", decided(title="Some matters are delegated"))
    return Delegation.objects.create(organisation=organisation(organisation_name), kinds=list(kinds), **values)


def fit_for(pilot: Any, stage: str) -> Any:
    """Give a pilot what the gate before a stage asks for, and no more: written beside the services, as the seed is."""
    from governance.models import Evidence
    from pilots.models import FIVE_CASES, Benefit, BusinessCase, PilotPlace, PilotRole, Proposition

    if stage == "launched":
        type(pilot).objects.filter(pk=pilot.pk).update(starts=pilot.starts or "2015-12", lead=pilot.lead or organisation("Haringey"))
        PilotPlace.objects.get_or_create(pilot=pilot, area=borough("Haringey"))
        PilotRole.objects.create(pilot=pilot, organisation=organisation("Haringey"), role="senior_responsible_owner", post="Chief Executive")
    elif stage == "testing":
        Proposition.objects.create(pilot=pilot, title="Use planning powers for health", kind="planning")
        Benefit.objects.create(pilot=pilot, name="Walks to school", kind="quantifiable", unit="number", better="more")
    elif stage in ("case_submitted", "decided"):
        full = stage == "decided"
        fields = dict.fromkeys(FIVE_CASES, True) if full else {}
        evidence = Evidence.objects.create(title="The case", kind="document")
        level, title = ("full", "Full case") if full else ("outline", "Outline case")
        BusinessCase.objects.create(pilot=pilot, level=level, title=title, status="submitted", submitted_on="2016-07", evidence=evidence, **fields)
    elif stage == "adopted":
        BusinessCase.objects.filter(pilot=pilot, level="full").update(status="approved", decision=decided("APP"))
        asked = Proposition.objects.create(pilot=pilot, title="Keep receipts", kind="estates")
        Proposition.objects.filter(pk=asked.pk).update(state="granted", clause=_clause())
    elif stage == "closed":
        Proposition.objects.filter(pilot=pilot, state="open").update(state="refused", refusal="No.")
    pilot.refresh_from_db()
    return pilot


def _clause() -> Any:
    """A clause of a text that was signed."""
    from governance.models import Agreement, AgreementVersion, Clause

    agreement = Agreement.objects.first() or Agreement.objects.create(name="The memorandum")
    text = agreement.versions.first() or AgreementVersion.objects.create(agreement=agreement, number=1)
    return text.clauses.first() or Clause.objects.create(version_of=text, number="1.1", heading="Receipts", text="They stay.")
