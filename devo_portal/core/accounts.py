"""Sign-in for people (allauth), tokens for partners' programs (allauth's OAuth 2.0), and what a token may call."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Token
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.permissions import SAFE_METHODS, BasePermission

from .models import User
from .policy import Permission, can

READ, WRITE = "portal:read", "portal:write"


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs themself up: administrators add people."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Sign-in by OIDC is for people whom an administrator has added, found by verified address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        verified = {each.email.lower() for each in sociallogin.email_addresses if each.verified}
        if not sociallogin.is_existing and (user := User.objects.filter(email__in=verified, is_active=True, is_client=False).first()):
            sociallogin.connect(request, user)


class PartnerAdapter(DefaultOIDCAdapter):
    """Scopes of partners' clients."""

    scope_display = {**DefaultOIDCAdapter.scope_display, READ: "Read the programme's records", WRITE: "Change records that you may change"}


def needs_second_factor(request: HttpRequest) -> bool:
    """Administrators use the portal only once they have a second factor. Remembered in the session once seen."""
    user: Any = request.user
    if not can(user, Permission.ADMIN_USE) or request.session.get("second_factor") == str(user.pk):
        return False
    if Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        request.session["second_factor"] = str(user.pk)
        return False
    return True


class BearerToken(BaseAuthentication):
    """`Authorization: Bearer ...`: the caller is the program that the token's client belongs to."""

    def authenticate(self, request: Any) -> tuple[User, Token] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        token = None
        if len(words) == 2:
            value = words[1].decode("latin-1")
            token = Token.objects.valid().by_value(value).filter(type=Token.Type.ACCESS_TOKEN).select_related("client__owner", "user").first()
        user = (token.user or (token.client and token.client.owner)) if token else None
        if user is None or not user.is_active:
            raise exceptions.AuthenticationFailed("The token is not valid, or it has expired. Get a new one from /identity/o/api/token.")
        user.current_memberships  # noqa: B018  # whom the caller acts for belongs to knowing who calls
        return user, token

    def authenticate_header(self, request: Any) -> str:
        return 'Bearer realm="api"'


class MayCall(BasePermission):
    """Signed in, by session or by a token whose scope covers the method. What they may touch is policy's affair."""

    def has_permission(self, request: Any, view: Any) -> bool:
        if not request.user.is_authenticated:
            return False
        if isinstance(request.auth, Token):
            needed = READ if request.method in SAFE_METHODS else WRITE
            if needed not in request.auth.get_scopes():
                raise exceptions.PermissionDenied(f"The token lacks the scope {needed}.")
        return True
