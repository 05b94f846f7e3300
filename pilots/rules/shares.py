"""Sharing a whole out so that the parts sum to it exactly."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Any, TypeVar

Key = TypeVar("Key", bound=Any)

PENNY, WHOLE = Decimal("0.01"), Decimal(1)
HUNDRED = Decimal(100)


def split(amount: Decimal, weights: Mapping[Key, Decimal], unit: Decimal = PENNY) -> dict[Key, Decimal]:
    """The amount in parts by weight, each a multiple of `unit`, summing to it exactly.

    By largest remainder: each gets its share rounded towards nothing, then one unit more goes to those whose lost
    remainder is largest. Alike remainders go by key, so that the order of the weights never matters. What is owed
    and what is due are shared alike: the parts of -x are those of x, turned round. Raises ValueError where no weight
    is above nothing, one is below it, or the amount is no multiple of the unit.
    """
    units = Fraction(amount) / Fraction(unit)
    exact = {key: Fraction(weight) for key, weight in weights.items()}
    if units.denominator != 1:
        raise ValueError(f"{amount} is no multiple of {unit}.")
    if any(weight < 0 for weight in exact.values()) or not any(exact.values()):
        raise ValueError("A whole is shared by weights of nothing or more, of which one is more.")
    scale = lcm(*(weight.denominator for weight in exact.values()))
    whole = {key: int(weight * scale) for key, weight in exact.items()}
    total, number, sign = sum(whole.values()), abs(units.numerator), -1 if units < 0 else 1
    parts, lost = {}, {}
    for key, weight in whole.items():
        parts[key], lost[key] = divmod(number * weight, total)
    for key in sorted(whole, key=lambda each: (-lost[each], each))[: number - sum(parts.values())]:
        parts[key] += 1
    return {key: sign * part * unit for key, part in parts.items()}


def total(shares: Mapping[Key, Decimal | None]) -> Decimal:
    """What the shares that are given come to, in percent."""
    return sum((share for share in shares.values() if share is not None), Decimal(0))


def counts(shares: Mapping[Key, Decimal | None]) -> bool:
    """Whether a thing with these claims on it is counted: one claim alone and whole, or every share given, to exactly 100."""
    if len(shares) == 1 and None in shares.values():
        return True
    return bool(shares) and None not in shares.values() and total(shares) == HUNDRED


def claimed(amount: Decimal, shares: Mapping[Key, Decimal | None], unit: Decimal) -> dict[Key, Decimal] | None:
    """What of a thing each claim on it is counted with, two decimals long; None where it is left out until it is shared."""
    if not counts(shares):
        return None
    parts = split(amount, {key: HUNDRED if share is None else share for key, share in shares.items()}, unit)
    return {key: part.quantize(PENNY) for key, part in parts.items()}
