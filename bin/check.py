"""The checks of `make check` that need more than one command. Usage: check.py imports|migrations|production|openapi"""

import io
import json
import os
import secrets
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def manage(*words: str, **options: object) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "devo_portal.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command(*words, **options)


def no_servers() -> None:
    """Addresses that nothing answers at: what follows reads settings, and asks no server."""
    os.environ.update(DATABASE_URL="postgresql://none/none", REDIS_URL="redis://none")


def imports() -> None:
    from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

    if lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) != EXIT_STATUS_SUCCESS:
        sys.exit("An import goes against the direction of the house.")


def migrations() -> None:
    manage("makemigrations", "--check", "--dry-run")


def production() -> None:
    """The settings as a real service has them."""
    no_servers()
    os.environ.update(PRODUCTION="1", SECRET_KEY=secrets.token_urlsafe(60), ALLOWED_HOSTS="portal.example", BEHIND_TLS_PROXY="1")
    manage("check", "--deploy", fail_level="WARNING")


def openapi() -> None:
    no_servers()
    out = io.StringIO()
    manage("spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", stdout=out)
    from openapi_spec_validator import OpenAPIV31SpecValidator, validate

    document = json.loads(out.getvalue())
    validate(document, cls=OpenAPIV31SpecValidator)
    print(f"The OpenAPI document is valid: {len(document['paths'])} paths.")


if __name__ == "__main__":
    os.chdir(ROOT)
    {"imports": imports, "migrations": migrations, "production": production, "openapi": openapi}[sys.argv[1]]()
