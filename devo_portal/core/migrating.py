"""Migrations at the pace of their SQL."""

from typing import Any

from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger, _get_trigger_by_name


def add(self: Any, app_label: str, state: ProjectState) -> None:
    options = state.models[app_label, self.model_name.lower()].options
    options["triggers"] = [*options.get("triggers", []), self.trigger]


def remove(self: Any, app_label: str, state: ProjectState) -> None:
    model = state.models[app_label, self.model_name.lower()]
    gone = _get_trigger_by_name(model, self.name)
    model.options["triggers"] = [each for each in model.options["triggers"] if each is not gone]


def quicken() -> None:
    """A trigger alters no model; yet pgtrigger has Django render each related model anew for every one of them, which
    made of ten seconds of SQL some minutes. Here a trigger is noted in the state, and nothing is rendered."""
    AddTrigger.state_forwards = add  # type: ignore[method-assign]
    RemoveTrigger.state_forwards = remove  # type: ignore[method-assign]
