"""The NHS 5 by 5: likelihood times impact, and the word for the product."""

LOW, MODERATE, HIGH, EXTREME = "low", "moderate", "high", "extreme"
BANDS = ((LOW, 1, 3), (MODERATE, 4, 6), (HIGH, 8, 12), (EXTREME, 15, 25))  # from and to; the products between do not occur
LABELS = {LOW: "Low", MODERATE: "Moderate", HIGH: "High", EXTREME: "Extreme"}
CURRENT, INHERENT, TARGET = "current", "inherent", "target"
BASES = ((CURRENT, "Current"), (INHERENT, "Inherent"), (TARGET, "Target"))


def band(score: int) -> str:
    return next(name for name, _, most in BANDS if score <= most)
