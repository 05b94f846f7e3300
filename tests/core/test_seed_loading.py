"""The seed programme into a portal that has nothing of it yet."""

from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from devo_portal.core.models import Area, Organisation
from devo_portal.seed import commitments, loader
from devo_portal.seed.loader import load_programme


def test_a_body_that_came_by_another_way_is_kept_by_its_code(db):
    imported = Organisation.objects.create(name="BARTS HEALTH NHS TRUST", kind="trust", ods_code="R1H")
    load_programme()
    assert Organisation.objects.get(ods_code="R1H").name == "BARTS HEALTH NHS TRUST"
    imported.refresh_from_db()
    assert imported.version == 1


def test_a_fact_that_is_not_valid_stops_the_load_and_leaves_nothing(db, monkeypatch):
    wrong = commitments.FACTS[-1]._replace(theme="weather")
    monkeypatch.setattr(commitments, "FACTS", (*commitments.FACTS[:-1], wrong))
    with pytest.raises(ValidationError, match="weather"):
        load_programme()
    assert not Area.objects.exists()


def test_the_command_prints_a_line_for_each_noun(db):
    first, second = StringIO(), StringIO()
    call_command("load_programme", stdout=first)
    call_command("load_programme", stdout=second)
    assert "commitments          made   20  kept    0" in first.getvalue().splitlines()
    assert "commitments          made    0  kept   20" in second.getvalue().splitlines()
    assert len(first.getvalue().splitlines()) == len(loader.NOUNS)
