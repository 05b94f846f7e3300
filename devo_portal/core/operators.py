"""What somebody with a shell on the server does for people and programs: open an account, hand out a token."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.models import Client, Token
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from .accounts import READ, WRITE
from .models import Membership, Organisation, Role, User
from .policy import Permission
from .writes import create

OFFICE = "London Health and Care Devolution Programme Office"


class Operator:
    """Acts with an administrator's permissions before there is an administrator. In history, nobody of the portal."""

    pk = UUID(int=0)
    is_authenticated = True

    @property
    def current_memberships(self) -> list[Membership]:
        return [Membership(role=Role.ADMINISTRATOR)]


def organisation_named(name: str, kind: str = Organisation.Kind.LONDON, **fields: Any) -> Organisation:
    """The organisation of this name, made if there is none."""
    known = Organisation.objects.filter(name=name).first()
    if known:
        return known
    return create(Organisation(name=name, kind=kind, **fields), by=Operator(), may=Permission.ORGANISATION_EDIT, event="organisation.created")


@transaction.atomic
def open_account(*, email: str, name: str, role: str, organisation: Organisation, password: str | None = None, is_client: bool = False) -> User:
    """Add a person, or the person that a program calls as, with one membership. Raises ValidationError where the address is taken."""
    email = User.objects.normalize_email(email).lower()
    user = User(email=email, name=name, is_client=is_client, password=make_password(password))
    create(user, by=Operator(), may=Permission.PERSON_EDIT, event="person.created")
    create(Membership(user=user, organisation=organisation, role=role), by=Operator(), may=Permission.PERSON_EDIT, event="membership.created")
    return user


def register_client(name: str, owner: User) -> Client:
    """A program that may ask for tokens by OAuth 2.0 client credentials. It has no secret until one is set."""
    client = Client(id=name, name=name, owner=owner, grant_types=Client.GrantType.CLIENT_CREDENTIALS, type=Client.Type.CONFIDENTIAL)
    client.set_scopes([READ, WRITE])
    client.set_default_scopes([READ])
    client.save(force_insert=True)
    return client


def hand_out_token(client: Client, *, read_only: bool, hours: float) -> str:
    """A bearer token in the client's name. Only its hash is kept: it cannot be shown again."""
    value = get_random_string(43)
    token = Token(type=Token.Type.ACCESS_TOKEN, client=client, expires_at=timezone.now() + timedelta(hours=hours))
    token.hash = get_adapter().hash_token(value)
    token.set_scopes([READ] if read_only else [READ, WRITE])
    token.save(force_insert=True)
    return value
