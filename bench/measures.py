"""Times a pair in turn, A B A B, and says the medians with their ratio: a busy machine slows both alike."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Measure:
    name: str
    value: float
    floor: float
    limit: float
    unit: str = "ms"

    @property
    def ratio(self) -> float:
        """How many times the floor's time; for rates, how many times slower than the floor."""
        return self.floor / self.value if self.unit == "rows/s" else self.value / self.floor

    @property
    def ok(self) -> bool:
        return self.ratio <= self.limit

    def __str__(self) -> str:
        digits = 0 if self.unit == "rows/s" else 2
        return (
            f"{self.name:<34}{self.value:>12,.{digits}f}{self.floor:>12,.{digits}f}  {self.unit:<7}"
            f"{self.ratio:>7.2f}{self.limit:>7.1f}  {'ok' if self.ok else 'short'}"
        )


HEADING = f"{'name':<34}{'value':>12}{'floor':>12}  {'':<7}{'ratio':>7}{'limit':>7}"


def paired(name: str, ours: Callable[[], Any], floor: Callable[[], Any], *, limit: float, rounds: int = 150) -> Measure:
    for _ in range(10):
        ours(), floor()
    gc.collect()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for kept, call in zip(times, (ours, floor), strict=True):
            began = time.perf_counter()
            call()
            kept.append(time.perf_counter() - began)
    value, base = (statistics.median(each) * 1000 for each in times)
    return Measure(name, value, base, limit)
