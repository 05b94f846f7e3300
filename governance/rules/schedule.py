"""When things can fall at the earliest, how long they can wait, and what holds up the end: the critical path in working days.

Pure functions over nodes and links; what the nodes are (milestones, clearances, windows, meetings), the caller knows. Days are
ordinals, so that 10,000 links cost little; `Calendar` counts them.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .working_days import Calendar

Key = Any  # hashable


@dataclass(frozen=True)
class Node:
    """Something that falls on a day: not before `floor`, and just then where it `stands` (reached, given, or running by itself).

    With `slots`, sorted days, it falls on one of them: the meetings of the board that must take it. Where the last is past, it falls
    as it would without any.
    """

    key: Hashable
    floor: int
    stands: bool = False
    slots: tuple[int, ...] | None = None

    def falls(self, day: int) -> int:
        """The day on which it falls where nothing keeps it beyond `day`."""
        if self.slots is None or self.stands:
            return day
        place = bisect_left(self.slots, day)
        return self.slots[place] if place < len(self.slots) else day

    def waits_in_vain(self, day: int) -> bool:
        """There is no slot on or after `day`, though it needs one."""
        return self.slots is not None and not self.stands and (not self.slots or self.slots[-1] < day)

    def last_slot(self, day: int, earliest: int) -> int:
        """The last day to which it may be put, where that is no later than `day`: it is never put behind its slots."""
        if self.slots is None or self.waits_in_vain(earliest):
            return day
        return max(earliest, self.slots[bisect_right(self.slots, day) - 1])


@dataclass(frozen=True)
class Link:
    """`after` falls `lag` working days after `before`, or later."""

    before: Hashable
    after: Hashable
    lag: int = 0


class Cycle(ValueError):
    """Things that wait for each other. `chain` begins and ends with the same one."""

    def __init__(self, chain: Sequence[Key]) -> None:
        super().__init__(" → ".join(str(each) for each in chain))
        self.chain = list(chain)


@dataclass
class Plan:
    calendar: Calendar
    nodes: dict[Key, Node]
    before: dict[Key, list[Link]]
    after: dict[Key, list[Link]]
    order: list[Key]  # each behind all that it waits for
    network: dict[Key, int]  # which of the groups that links hold together
    ready: dict[Key, int] = field(default_factory=dict)  # from when each could fall, were there a slot on every day
    earliest: dict[Key, int] = field(default_factory=dict)
    latest: dict[Key, int] = field(default_factory=dict)

    def slack(self, key: Key) -> int:
        """Working days by which it may fall later and still move no end of its network."""
        return self.calendar.number(self.latest[key]) - self.calendar.number(self.earliest[key])

    def critical(self, key: Key) -> bool:
        return not self.nodes[key].stands and self.slack(key) == 0

    def no_slot(self, key: Key) -> bool:
        """It needs a slot, and none is left from the day on which it could fall."""
        return self.nodes[key].waits_in_vain(self.ready[key])

    def last_day(self, key: Key) -> int:
        """`latest`, said as a working day where one will do; a slot is a slot."""
        if self.nodes[key].slots and not self.no_slot(key):
            return self.latest[key]
        return max(self.earliest[key], self.calendar.numbered(self.calendar.number(self.latest[key])))

    def binding(self, key: Key) -> Link | None:
        """The link that leaves something no working day to spare; None where only its own date or slot holds it, or it stands."""
        if self.nodes[key].stands:
            return None
        number, after = self.calendar.number, self.calendar.after
        held = (link for link in self.before[key] if number(after(self.earliest[link.before], link.lag)) == number(self.earliest[key]))
        return max(held, key=lambda link: self.earliest[link.before], default=None)

    def path(self, network: int) -> list[Key]:
        """The chain that ends with the last of a network, from what sets it off. What stands already is left out."""
        keys = [key for key in self.order if self.network[key] == network and not self.nodes[key].stands]
        if not keys:
            return []
        chain = [max(keys, key=lambda key: self.earliest[key])]
        while (link := self.binding(chain[-1])) and not self.nodes[link.before].stands:
            chain.append(link.before)
        return chain[::-1]

    def moved(self, floors: Mapping[Key, int]) -> dict[Key, int]:
        """The new earliest days of all that moves where some things fall no earlier than the days given."""
        days: dict[Key, int] = {}
        reached = set(floors)
        for key in self.order:
            if key not in reached or self.nodes[key].stands:
                continue
            day = self.nodes[key].falls(_ready(self, key, floors.get(key, 0), days))
            if day != self.earliest[key]:
                days[key] = day
                reached.update(link.after for link in self.after[key])
        return days


def plan(nodes: Iterable[Node], links: Iterable[Link], calendar: Calendar) -> Plan:
    """Earliest and latest days of everything. Raises Cycle."""
    known = {node.key: node for node in nodes}
    before: dict[Key, list[Link]] = {key: [] for key in known}
    after: dict[Key, list[Link]] = {key: [] for key in known}
    for link in links:
        before[link.after].append(link)
        after[link.before].append(link)
    made = Plan(calendar, known, before, after, _ordered(before, after), _networks(after))
    for key in made.order:
        made.ready[key] = day = _ready(made, key, 0, {})
        made.earliest[key] = made.nodes[key].falls(day)
    ends: dict[int, int] = defaultdict(int)
    for key, network in made.network.items():
        ends[network] = max(ends[network], made.earliest[key])
    for key in reversed(made.order):
        made.latest[key] = _latest(made, key, ends[made.network[key]])
    return made


def _ready(made: Plan, key: Key, floor: int, instead: Mapping[Key, int]) -> int:
    node = made.nodes[key]
    if node.stands:
        return node.floor
    day, after = max(node.floor, floor), made.calendar.after
    for link in made.before[key]:
        start = instead.get(link.before)
        day = max(day, after(made.earliest[link.before] if start is None else start, link.lag))
    return day


def _latest(made: Plan, key: Key, end: int) -> int:
    node = made.nodes[key]
    if node.stands:
        return made.earliest[key]
    last = made.calendar.last_start
    until = min((last(made.latest[link.after], link.lag) for link in made.after[key] if not made.nodes[link.after].stands), default=end)
    return node.last_slot(until, made.earliest[key])


def _ordered(before: Mapping[Key, list[Link]], after: Mapping[Key, list[Link]]) -> list[Key]:
    waits = {key: len(links) for key, links in before.items()}
    ready = deque(key for key, count in waits.items() if not count)
    order = []
    while ready:
        order.append(key := ready.popleft())
        for link in after[key]:
            waits[link.after] -= 1
            if not waits[link.after]:
                ready.append(link.after)
    if len(order) < len(waits):
        raise Cycle(_some_cycle({key for key, count in waits.items() if count}, before))
    return order


def _some_cycle(left: set[Key], before: Mapping[Key, list[Link]]) -> list[Key]:
    """Each of what is left waits for another of it: going back, one comes round."""
    chain, seen = [next(iter(left))], set()
    while chain[-1] not in seen:
        seen.add(chain[-1])
        chain.append(next(link.before for link in before[chain[-1]] if link.before in left))
    return chain[chain.index(chain[-1]) :][::-1]


def _networks(after: Mapping[Key, list[Link]]) -> dict[Key, int]:
    """A number for each node: alike for those that links hold together."""
    parent = {key: key for key in after}

    def root(key: Key) -> Key:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for links in after.values():
        for link in links:
            parent[root(link.before)] = root(link.after)
    numbers: dict[Key, int] = {}
    return {key: numbers.setdefault(root(key), len(numbers)) for key in after}


def way(links: Iterable[tuple[Key, Key]], start: Key, goal: Key) -> list[Key] | None:
    """The shortest chain of (before, after) from one thing to another; None where there is none. From a thing to itself: just it."""
    after: dict[Key, list[Key]] = defaultdict(list)
    for one, other in links:
        after[one].append(other)
    came: dict[Key, Key] = {start: None}
    ready = deque([start])
    while ready:
        key = ready.popleft()
        if key == goal:
            chain = [key]
            while (key := came[key]) is not None:
                chain.append(key)
            return chain[::-1]
        for each in after[key]:
            if each not in came:
                came[each] = key
                ready.append(each)
    return None
