"""The house's rules that a machine can read from the code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey

from devo_portal.core.history import event_model
from devo_portal.core.models import Record

ROOT = Path(__file__).resolve().parents[2]
APPS = ("core", "governance", "pilots", "estates")
SOURCES = sorted(
    path
    for folder in ("devo_portal", "governance", "pilots", "estates", "tests", "bench")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)
OURS = [path for path in SOURCES if path.relative_to(ROOT).parts[0] not in ("tests", "bench")]

# Who may write rows besides core/writes.py, and why.
MAY_WRITE = {
    "devo_portal/core/writes.py": "the write path itself",
    "devo_portal/core/models/people.py": "UserManager.create_user, which tests use",
    "devo_portal/core/operators.py": "allauth's clients and tokens, which are no records of ours",
    "devo_portal/core/demo.py": "the demonstration's one password",
}
MAY_WRITE_UNDER = ("devo_portal/seed/", "devo_portal/core/management/commands/")  # the seed loader and set-up commands
SAVES = {"save", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
ON_MANAGERS = {"create", "update", "delete"}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def row_writes(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        target = ast.unparse(node.func.value)
        dry = any(keyword.arg == "commit" and ast.unparse(keyword.value) == "False" for keyword in node.keywords)
        if node.func.attr in SAVES and "session" not in target and not dry:
            yield node.lineno
        if node.func.attr in ON_MANAGERS and ("objects" in target or "filter(" in target or "_default_manager" in target):
            yield node.lineno


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_files_and_functions_stay_small(path):
    assert len(path.read_text().splitlines()) <= 400
    long = [
        f"{node.name}, {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(parse(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.end_lineno - node.lineno >= 50
    ]
    assert not long


@pytest.mark.parametrize("path", [path for path in OURS if path.stem in ("api", "pages")], ids=name)
def test_what_carries_imports_no_model(path):
    imported = [
        ast.unparse(node)
        for node in ast.walk(parse(path))
        if isinstance(node, ast.ImportFrom) and ((node.module or "").split(".")[-1] == "models" or (node.module or "").endswith(".models"))
    ]
    assert not imported


@pytest.mark.parametrize("path", OURS, ids=name)
def test_rows_are_written_in_one_place(path):
    if name(path) in MAY_WRITE or name(path).startswith(MAY_WRITE_UNDER):
        return
    assert not list(row_writes(parse(path)))


def test_the_rule_above_sees_a_write():
    assert list(row_writes(ast.parse("Pilot.objects.create(name='x')\npilot.save()\nrows.filter(pk=1).update(a=2)"))) == [1, 2, 3]


@pytest.mark.parametrize("path", OURS, ids=name)
def test_nothing_listens_behind_the_scenes(path):
    text = path.read_text()
    assert "@receiver" not in text
    assert ".connect(" not in text.replace("psycopg2.connect(", "").replace("sociallogin.connect(", "").replace("sock.connect(", "")


MODELS = [model for app in APPS for model in apps.get_app_config(app).get_models() if not hasattr(model, "pgh_tracked_model")]
# A counter; what an import was made of, never changed; counts that follow from the sites.
WORKING_PAPERS = {"core.RefCounter", "estates.ImportFile", "estates.ImportRow", "estates.OwnerChange", "estates.SiteCell"}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_table_has_a_history(model):
    if model._meta.label in WORKING_PAPERS:
        return
    assert event_model(model).pgh_tracked_model is model


def test_many_to_many_tables_have_a_history_too():
    for model in MODELS:
        for field in model._meta.local_many_to_many:
            assert event_model(field.remote_field.through).pgh_tracked_model is field.remote_field.through


def test_reference_prefixes_tell_records_apart():
    records = [model for model in MODELS if issubclass(model, Record)]
    assert len({model.REF_PREFIX for model in records}) == len(records)


def test_no_generic_foreign_keys():
    assert not [field for model in MODELS for field in model._meta.private_fields if isinstance(field, GenericForeignKey)]
