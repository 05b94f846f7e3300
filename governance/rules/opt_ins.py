"""How an area comes to hold a function: the states of a cell, and what it inherits."""

from collections.abc import Mapping

INTERESTED, APPLIED, CONDITIONS_OPEN, IN_FORCE, VARIED, WITHDRAWN = ("interested", "applied", "conditions_open", "in_force", "varied", "withdrawn")
STATES = (INTERESTED, APPLIED, CONDITIONS_OPEN, IN_FORCE, VARIED, WITHDRAWN)
HOLDS = frozenset({IN_FORCE, VARIED})

# From None: the area has no state of its own yet. An area withdraws from what it would inherit as well: it opts out.
TRANSITIONS: Mapping[str | None, frozenset[str]] = {
    None: frozenset({INTERESTED, APPLIED, CONDITIONS_OPEN, IN_FORCE, WITHDRAWN}),
    INTERESTED: frozenset({APPLIED, WITHDRAWN}),
    APPLIED: frozenset({CONDITIONS_OPEN, IN_FORCE, WITHDRAWN}),
    CONDITIONS_OPEN: frozenset({IN_FORCE, WITHDRAWN}),
    IN_FORCE: frozenset({VARIED, CONDITIONS_OPEN, WITHDRAWN}),
    VARIED: frozenset({VARIED, IN_FORCE, CONDITIONS_OPEN, WITHDRAWN}),
    WITHDRAWN: frozenset({INTERESTED, APPLIED, CONDITIONS_OPEN, IN_FORCE}),
}
