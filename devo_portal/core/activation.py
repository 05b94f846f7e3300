"""Setting an authenticator app up, which is a code given in the session that does it."""

from typing import Any

from allauth.mfa.totp.views import ActivateTOTPView

from .accounts import SECOND_FACTOR


class Activate(ActivateTOTPView):
    def form_valid(self, form: Any) -> Any:
        response = super().form_valid(form)
        self.request.session[SECOND_FACTOR] = str(self.request.user.pk)
        return response
