"""A small London for tests of functions and opt-ins."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from devo_portal.core.models import Area
from governance.models import Function, OptIn
from governance.services import move_opt_in
from tests.factories import delegate


def made_function(code: str = "F-01", **fields: Any) -> Any:
    return Function.objects.create(
        **{"code": code, "name": f"Function {code}", "rung": "s75_lead", "to_whom": "Boroughs", "status": "delegated", **fields}
    )


def ground() -> Any:
    """London over one sub-region over three boroughs."""
    london = Area.objects.create(name="London", kind="region")
    north = Area.objects.create(name="North Central London", kind="sub_region", parent=london)
    one, two, three = (Area.objects.create(name=name, kind="authority", parent=north) for name in ("Barnet", "Camden", "Enfield"))
    return SimpleNamespace(london=london, north=north, barnet=one, camden=two, enfield=three)


def ground_of(by: Any) -> Any:
    """The same with a function and `move(area, state, on)`, which carries the version of what runs and a reason."""
    found = ground()
    found.function, found.by = made_function(), by
    delegate("Programme office", "opt-in.state")

    def move(area: Any, state: str, on: str, **fields: Any) -> Any:
        latest = OptIn.objects.filter(function=found.function, area=area).order_by("-starts_on").first()
        return move_opt_in(
            by=by,
            function=found.function,
            area=area,
            state=state,
            on=date.fromisoformat(on),
            **{"version": latest.version if latest else None, "reason": "Because.", **fields},
        )

    found.move = move
    return found


def spans(area: Any) -> list[Any]:
    return [(each.state, str(each.starts_on), str(each.ends_on or "")) for each in OptIn.objects.filter(area=area).order_by("starts_on")]


def condition(place: Any, **fields: Any) -> Any:
    from governance.models import Condition

    return Condition.objects.create(**{"function": place.function, "text": "A plan is agreed.", **fields})
