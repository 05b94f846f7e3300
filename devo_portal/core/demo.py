"""The accounts and clients of a demonstration. `make demo` keeps them; a service in production has none of them."""

from datetime import timedelta

from allauth.idp.oidc.models import Client, Token
from django.conf import settings
from django.utils import timezone

from .models import Organisation, Role, User
from .operators import OFFICE, hand_out_token, open_account, organisation_named, register_client

HARINGEY, HACKNEY = "E09000014", "E09000012"
_BOROUGHS = {HARINGEY: "London Borough of Haringey", HACKNEY: "London Borough of Hackney"}

# address, the person's post, role, the borough's GSS code or "" for the programme office
ACCOUNTS = (
    ("reader@demo.test", "Programme reader", Role.READER, ""),
    ("officer@demo.test", "Programme officer", Role.OFFICER, ""),
    ("secretary@demo.test", "Board secretary", Role.SECRETARY, ""),
    ("admin@demo.test", "Portal administrator", Role.ADMINISTRATOR, ""),
    ("haringey@demo.test", "Haringey partnership lead", Role.PARTNER_EDITOR, HARINGEY),
    ("hackney@demo.test", "Hackney partnership lead", Role.PARTNER_EDITOR, HACKNEY),
)
# the client's name, what its program is, role, borough
CLIENTS = (("demo-officer", "Programme office's program", Role.OFFICER, ""), ("demo-haringey", "Haringey's program", Role.PARTNER_EDITOR, HARINGEY))
TOKEN_CLIENT = "demo-officer"  # noqa: S105  # a name


def keep_accounts(password: str) -> list[tuple[str, str]]:
    """Make the accounts and clients that are missing, each person's with this password. Answers (address, role) of each person.

    Raises PermissionError in production: a known password opens no real service.
    """
    if settings.PRODUCTION:
        raise PermissionError("Demo accounts are not for production: unset PRODUCTION, or add people with create_administrator.")
    for email, name, role, gss_code in ACCOUNTS:
        user = User.objects.filter(email=email).first()
        if user is None:
            open_account(email=email, name=name, role=role, organisation=_organisation(gss_code), password=password)
        elif not user.check_password(password):
            user.set_password(password)
            user.save(update_fields=["password"])
    for name, description, role, gss_code in CLIENTS:
        if not Client.objects.filter(pk=name).exists():
            email = f"{name}@clients.demo.test"
            owner = User.objects.filter(email=email).first() or open_account(
                email=email, name=description, role=role, organisation=_organisation(gss_code), is_client=True
            )
            register_client(name, owner)
    return [(email, f"{role.label}, {_organisation(gss_code)}") for email, _, role, gss_code in ACCOUNTS]


def keep_token(known: str) -> str:
    """The token that an earlier demo printed, while it is good for another half day; else a new one, for a month."""
    soon = timezone.now() + timedelta(hours=12)
    if known and Token.objects.by_value(known).filter(client_id=TOKEN_CLIENT, expires_at__gt=soon).exists():
        return known
    return hand_out_token(Client.objects.get(pk=TOKEN_CLIENT), read_only=False, hours=30 * 24)


def _organisation(gss_code: str) -> Organisation:
    if not gss_code:
        return organisation_named(OFFICE)
    known = Organisation.objects.filter(gss_code=gss_code, kind=Organisation.Kind.AUTHORITY).first()
    return known or organisation_named(_BOROUGHS[gss_code], Organisation.Kind.AUTHORITY, gss_code=gss_code)
