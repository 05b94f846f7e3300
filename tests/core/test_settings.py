"""The settings: every variable is named, production refuses what is not safe, and the container's files fit."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAFE = {
    "PRODUCTION": "1",
    "SECRET_KEY": "of-this-test-" * 6 + "0aB",
    "ALLOWED_HOSTS": "portal.example",
    "DATABASE_URL": "postgresql://none/none",
    "REDIS_URL": "redis://none",
}
# What the test run itself sets, and a service does not.
NOT_PASSED_ON = (*SAFE, "DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE")


def manage(*words, **environment):
    kept = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON}
    return subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env={**kept, **environment}, capture_output=True, text=True, check=False)


def read_by(path):
    """The variables that a file asks the environment for."""
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call) and node.args]
    asks = ("os.environ.get", "env_flag", "env_list")
    named = {call.args[0].value for call in calls if ast.unparse(call.func) in asks and isinstance(call.args[0], ast.Constant)}
    return named | set(re.findall(r'os\.environ\["(\w+)"\]', path.read_text()))


def test_the_example_names_every_variable_and_no_other():
    named = set(re.findall(r"^#? ?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    wanted = read_by(ROOT / "devo_portal/settings.py") | read_by(ROOT / "devo_portal/core/metrics.py") | read_by(ROOT / "bin/web.py")
    assert named == wanted


def test_production_settings_pass_djangos_own_checks():
    done = manage("check", "--deploy", "--fail-level", "WARNING", **SAFE)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("missing", ["SECRET_KEY", "DATABASE_URL", "REDIS_URL"])
def test_production_does_not_start_without(missing):
    done = manage("check", **{name: value for name, value in SAFE.items() if name != missing})
    assert done.returncode != 0
    assert missing in done.stderr


def test_production_has_no_demo_accounts():
    done = manage("demo_accounts", "a-password-of-this-test", **SAFE)
    assert done.returncode != 0
    assert "not for production" in done.stderr


def test_lock_files_are_hashed_and_name_no_index():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        assert "--hash=sha256:" in text
        assert not re.search(r"https?://|--index-url|--extra-index-url|--find-links", text)
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()


def test_the_container_runs_as_nobody_special_and_compose_has_every_part():
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert re.search(r"^USER (?!root)", dockerfile, re.MULTILINE)
    assert "--require-hashes" in dockerfile
    compose = (ROOT / "compose.yaml").read_text()
    for part in ("postgres:18", "valkey", "web:", "worker:", "beat:", "healthcheck:"):
        assert part in compose
