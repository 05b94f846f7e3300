"""The map's grid: cells of latitude and longitude, each level's a quarter of the one before.

A cell of level k is 360 / 2**k degrees wide and 225 / 2**k high, about square in London. Both are exact in binary, and
so are the edges of every cell: Python and PostgreSQL put a point in the same one. On a map of Web Mercator at zoom z, a
cell of level z + 2 is 64 pixels wide.
"""

from dataclasses import dataclass
from math import ceil, floor

from .grid import EAST, NORTH, SOUTH, WEST
from .outlines import Box

LEVELS = (13, 16, 19)  # of which the database keeps the count of each cell: 3 km, 380 m and 48 m wide
FINEST = 20  # and the deepest zoom asks for no finer
ZOOM = 18
MOST = 500  # cells of an answer
BRITAIN: Box = (WEST, SOUTH, EAST, NORTH)


def size(level: int) -> tuple[float, float]:
    """Width and height of a cell, in degrees."""
    return 360 / 2**level, 225 / 2**level


@dataclass(frozen=True)
class Range:
    """Cells of one level, from and to: both ends are in it. Empty where an end is before its start."""

    level: int
    left: int
    bottom: int
    right: int
    top: int

    @property
    def count(self) -> int:
        return max(0, self.right - self.left + 1) * max(0, self.top - self.bottom + 1)

    @property
    def box(self) -> Box:
        """The edges of the whole; what stands on the east or north edge is in the next cell."""
        width, height = size(self.level)
        return (self.left * width - 180, self.bottom * height - 90, (self.right + 1) * width - 180, (self.top + 1) * height - 90)


def touched(box: Box, level: int) -> Range:
    """Every cell that has a point of the box."""
    width, height = size(level)
    west, south, east, north = box
    return Range(level, floor((west + 180) / width), floor((south + 90) / height), floor((east + 180) / width), floor((north + 90) / height))


def within(box: Box, level: int) -> Range:
    """Every cell that is whole in the box."""
    width, height = size(level)
    west, south, east, north = box
    return Range(level, ceil((west + 180) / width), ceil((south + 90) / height), floor((east + 180) / width) - 1, floor((north + 90) / height) - 1)


def clipped(box: Box) -> Box:
    """What of a box is in Great Britain, where every site is. A box beside it becomes a line or a point of its edge."""
    west, south, east, north = box
    return (min(max(west, WEST), EAST), min(max(south, SOUTH), NORTH), max(min(east, EAST), WEST), max(min(north, NORTH), SOUTH))


def level_for(box: Box, zoom: int) -> int:
    """The level whose cells an answer has: about 64 pixels wide, or larger where there would be more than MOST."""
    level = min(zoom + 2, FINEST)
    while level > 0 and touched(box, level).count > MOST:
        level -= 1
    return level


def kept_level(level: int) -> int | None:
    """The coarsest level of which counts are kept that an answer of this level can be made from."""
    return next((each for each in LEVELS if each >= level), None)


def strips(box: Box, inner: Range) -> list[Box]:
    """What of a box is not in the cells: four boxes around them that meet without overlapping, or the box itself.

    Each is (west, south, east, north); the caller takes a point of the cells' own west and south edges as theirs.
    """
    if not inner.count:
        return [box]
    west, south, east, north = box
    left, bottom, right, top = inner.box
    return [(west, south, left, north), (right, south, east, north), (left, south, right, bottom), (left, top, right, north)]
