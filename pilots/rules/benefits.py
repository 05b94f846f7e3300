"""How a benefit stands against its trajectory, in words that need no model."""

OVERDUE_AFTER = 90  # days after a benefit is due, by which it should have been measured

AHEAD, ON_PLAN, BEHIND, NO_PLAN, NO_ACTUAL = "ahead", "on_plan", "behind", "no_plan", "no_actual"


class State:
    """Codes and their words, as a model's choices are held."""

    choices = ((BEHIND, "Behind"), (ON_PLAN, "On plan"), (AHEAD, "Ahead"), (NO_PLAN, "No trajectory for its day"), (NO_ACTUAL, "No actual yet"))
