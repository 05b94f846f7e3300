"""Quality flags as answers show them."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import extend_schema_field

from devo_portal.core.shapes import Answering, Finish, Part

from ..eric.quality import FLAG_LABELS, told

FLAGS_SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["code", "label", "explanation"],
        "properties": {"code": {"type": "string", "enum": list(FLAG_LABELS)}, "label": {"type": "string"}, "explanation": {"type": "string"}},
    },
}


@extend_schema_field(FLAGS_SCHEMA)
class Flags(Part):
    """The quality rules that a return breaks, with what each means."""

    def __init__(self, path: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.path = path

    def paths(self) -> Sequence[str]:
        return [self.path]

    def finisher(self, answering: Answering) -> Finish:
        at = answering.at[self.path]
        return lambda row: told(row[at]) if row[at] else []
