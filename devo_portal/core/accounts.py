"""Sign-in for people (allauth), tokens for partners' programs (allauth's OAuth 2.0), and what a token may call."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Token
from allauth.mfa.adapter import DefaultMFAAdapter
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

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is not right.",
        "too_many_login_attempts": "There were too many failed tries to sign in. Wait 5 minutes and try again, or reset your password.",
        "incorrect_password": "The password is not right.",
        "enter_current_password": "The password is not right.",
        "incorrect_code": "The code is not right. Codes change every 30 seconds: enter the one that the app shows now.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """A sign-in of the last five minutes is confirmation enough, so that nobody types the password twice in a row."""
        records = get_authentication_records(context.request, context.request.user)
        if any(time.time() - record["at"] < app_settings.REAUTHENTICATION_TIMEOUT for record in records):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """A program has no sign-in, even where somebody gave it a password."""
        user = super().authenticate(request, **credentials)
        return None if getattr(user, "is_client", False) else user

    def reauthenticate(self, user: User, password: str) -> bool:
        """allauth looks for the address in a table of its own, which we leave empty: a person's address is in their record."""
        known = self.authenticate(context.request, email=user.email, password=password)
        return known is not None and known.pk == user.pk


class SecondFactorAdapter(DefaultMFAAdapter):
    """An administrator may change the second factor's codes but not be without it."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "The code is not right. Codes change every 30 seconds: enter the one that the app shows now.",
        "cannot_delete_authenticator": "An administrator cannot be without a second factor.",
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return authenticator.type != Authenticator.Type.TOTP or not can(authenticator.user, Permission.ADMIN_USE)


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


SECOND_FACTOR = "second_factor"  # in the session of a person who gave a code in it


def second_factor_page(request: HttpRequest) -> str:
    """Where an administrator goes before anything else: to give a code in this session, or to set the app up. Else empty.

    That a person has an authenticator is not enough: a session opened by the password alone stays shut.
    """
    user: Any = request.user
    if not can(user, Permission.ADMIN_USE) or request.session.get(SECOND_FACTOR) == str(user.pk):
        return ""
    if any(record["method"] == "mfa" for record in get_authentication_records(request, user)):
        request.session[SECOND_FACTOR] = str(user.pk)
        return ""
    has_app = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    return "/accounts/2fa/reauthenticate/" if has_app else "/accounts/2fa/totp/activate/"


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
