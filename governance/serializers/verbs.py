"""What verbs take in."""

from typing import Any

from devo_portal.core.inputs import Input


class VerbInput(Input):
    """What a verb takes: what is left out is left alone."""

    def _left_out(self, given: Any) -> dict[str, Any]:
        return {}
