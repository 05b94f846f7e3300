"""Whether a meeting may decide."""

from typing import NamedTuple


class Quorum(NamedTuple):
    """`needed` None: the board has set no number, so that one voting member may decide."""

    needed: int | None
    there: int
    withdrew: int  # of those there, who take no part in the item

    @property
    def met(self) -> bool:
        return self.there - self.withdrew >= max(self.needed or 1, 1)

    @property
    def said(self) -> str:
        voting = f"{self.there} voting member{'' if self.there == 1 else 's'} there"
        if self.withdrew:
            voting += f", {self.withdrew} of whom take{'s' if self.withdrew == 1 else ''} no part"
        return f"{voting}; no quorum is set, so one must be there" if self.needed is None else f"{voting}; {self.needed} needed"
