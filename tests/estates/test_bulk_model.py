"""Random changes of many sites, later edits and undos, held against a dictionary; and two who apply at once."""

import threading

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devo_portal.core.models import Role
from devo_portal.core.writes import Refused
from estates import services
from estates.models import BulkChange, Site
from tests.factories import borough, organisation, person

SITES, FIELDS = 5, ("type", "postcode", "source", "area_id")
VALUES = {
    "type": st.sampled_from(["support", "mixed", "unknown"]),
    "postcode": st.sampled_from(["", "E9 6SR"]),
    "source": st.sampled_from(["", "Survey", "Deeds"]),
    "area": st.integers(0, 2),
}
places = st.integers(0, SITES - 1)
sets = st.fixed_dictionaries({}, optional=VALUES).filter(bool)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("change"), st.sets(places, min_size=1), sets),
        st.tuples(st.just("edit"), places, sets),
        st.tuples(st.just("undo"), st.integers(0, 4), st.none()),
    ),
    min_size=1,
    max_size=12,
)


@pytest.fixture
def register(officer):
    made = [Site.objects.create(organisation=organisation("Barts", "trust"), code=f"R1H{number}", name=f"Site {number}") for number in range(SITES)]
    return made, [None, borough("Hackney").pk, borough("Camden").pk]


def columns(chosen, areas):
    return {("area_id" if name == "area" else name): areas[value] if name == "area" else value for name, value in chosen.items()}


def arguments(chosen, areas):
    return {name: areas[value] if name == "area" else value for name, value in chosen.items()}


class Slow:
    """What the register should hold: a dictionary a site, and of each change what it found."""

    def __init__(self):
        self.sites = [{"type": "unknown", "postcode": "", "source": "", "area_id": None} for _ in range(SITES)]
        self.changes = []

    def change(self, chosen, values):
        """Whether it is done."""
        found = {
            place: dict(self.sites[place]) for place in sorted(chosen) if any(self.sites[place][name] != value for name, value in values.items())
        }
        for place in found:
            self.sites[place].update(values)
        if found:
            self.changes.append({"found": found, "set": values, "undone": False})
        return bool(found)

    def undo(self, number):
        change = self.changes[number]
        names = change["set"]
        edited = any(self.sites[place][name] != value for place in change["found"] for name, value in names.items())
        if change["undone"] or edited:
            return False
        for place, before in change["found"].items():
            self.sites[place].update({name: before[name] for name in names})
        change["undone"] = True
        return True


def refused(act):
    try:
        with transaction.atomic():
            act()
    except Refused:
        return True
    return False


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_any_run_of_changes_edits_and_undos_ends_as_the_slow_one_does(officer, register, steps):
    made, areas = register
    with transaction.atomic():
        slow = Slow()
        records = []
        for kind, which, chosen in steps:
            if kind == "change":
                held = list(Site.objects.filter(pk__in=[made[place].pk for place in which]).values("id", "version"))
                told = services.preview_bulk_change(by=officer, sites=held, values=arguments(chosen, areas))
                before = BulkChange.objects.count()
                no = refused(
                    lambda held=held, chosen=chosen: records.append(
                        services.apply_bulk_change(by=officer, sites=held, values=arguments(chosen, areas), reason="x")
                    )
                )
                assert no is not slow.change(which, columns(chosen, areas))
                assert BulkChange.objects.count() - before == (not no)
                assert told["changed"] == (0 if no else records[-1].count) == (0 if no else len(slow.changes[-1]["found"]))
            elif kind == "edit":
                now = Site.objects.get(pk=made[which].pk)
                fields = columns(chosen, areas)
                services.update_site(by=officer, pk=now.pk, version=now.version, **fields)
                slow.sites[which].update(fields)
            elif records:
                number = which % len(records)
                record = BulkChange.objects.get(pk=records[number].pk)
                no = refused(lambda record=record: services.undo_bulk_change(by=officer, pk=record.pk, version=record.version))
                assert no is not slow.undo(number)
            stands = {site.code: {name: getattr(site, name) for name in FIELDS} for site in Site.objects.all()}
            assert stands == {f"R1H{place}": held for place, held in enumerate(slow.sites)}
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_two_who_apply_at_once_one_wins_and_the_other_is_told():
    officer, other = person(Role.OFFICER), person(Role.ADMINISTRATOR)
    trust = organisation("Barts", "trust")
    made = [Site.objects.create(organisation=trust, code=f"R1H{number}", name=f"Site {number}") for number in range(40)]
    held = [{"id": each.pk, "version": 1} for each in made]
    told, ready = [], threading.Barrier(2)

    def work(by, sites, source):
        ready.wait()
        try:
            services.apply_bulk_change(by=by, sites=sites, values={"source": source}, reason="x")
            told.append("won")
        except Refused as refusal:
            told.append(refusal.rule)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=each) for each in ((officer, held, "Survey"), (other, held[::-1], "Deeds"))]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert sorted(told) == ["site-changed", "won"]
    assert BulkChange.objects.count() == 1 and set(Site.objects.values_list("version", flat=True)) == {2}
    assert len(set(Site.objects.values_list("source", flat=True))) == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_undo_at_once_one_does():
    officer = person(Role.OFFICER)
    site = Site.objects.create(organisation=organisation("Barts", "trust"), code="R1H13", name="Mile End")
    record = services.apply_bulk_change(by=officer, sites=[{"id": site.pk, "version": 1}], values={"source": "Survey"}, reason="x")
    told, ready = [], threading.Barrier(2)

    def work():
        ready.wait()
        try:
            told.append(services.undo_bulk_change(by=officer, pk=record.pk, version=1).state)
        except Exception as error:
            told.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert sorted(told) == ["Stale", "undone"]
    assert Site.objects.get().source == ""
