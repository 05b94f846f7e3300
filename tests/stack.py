"""The middleware of the portal, loaded once for all test clients, as one process of the service loads it once for all requests.

Django's client loads it for each client anew, and WhiteNoise then looks at every static file: a tenth of a second a client.
"""

from typing import Any

import pytest
from django.core.signals import setting_changed
from django.test.client import ClientHandler

CHAIN = ("_view_middleware", "_template_response_middleware", "_exception_middleware", "_middleware_chain")


def load_once(patch: pytest.MonkeyPatch) -> None:
    """Until `patch` is undone, a client takes the middleware that an earlier one loaded under the same settings."""
    load, loaded = ClientHandler.load_middleware, {}

    def shared(self: Any, is_async: bool = False) -> None:
        if not loaded:
            load(self, is_async)
            loaded.update({name: getattr(self, name) for name in CHAIN})
        vars(self).update(loaded)

    def forget(**_: Any) -> None:
        loaded.clear()  # middleware reads its settings when it is loaded

    setting_changed.connect(forget, weak=False, dispatch_uid="tests.stack")
    patch.setattr(ClientHandler, "load_middleware", shared)
