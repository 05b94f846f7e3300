"""A portal with something in every room: the seed programme, and a small estate return imported for one trust."""

import csv
import io
from datetime import date
from typing import Any

from bench import eric


def small_return(number: int = 12) -> bytes:
    """An ERIC site file as bytes."""
    text = io.StringIO()
    csv.writer(text).writerows(eric.rows(number))
    return text.getvalue().encode()


def trust_return(number: int = 12) -> bytes:
    """The trust sheet of the same return: what its trusts say of themselves."""
    text = io.StringIO()
    trusts = {row[0]: row[:4] for row in list(eric.rows(number))[1:]}
    headings = ("Number of sites - General acute hospital (No.)", "Estates Development Strategy (Yes/No)", "Capital investment for new build (£)")
    csv.writer(text).writerows([[*eric.HEADER[:4], *headings], *([*row, "1", "Yes", "1000000"] for row in trusts.values())])
    return text.getvalue().encode()


def import_return(by: Any, content: bytes, name: str) -> Any:
    from estates import services
    from estates.models import Import

    record = services.start_import(by=by, file_name=name, content=content, queue=False)
    services.check_import(record.pk)
    record = Import.objects.get(pk=record.pk)
    services.confirm_import(by=by, pk=record.pk, version=record.version, queue=False)
    services.run_import(record.pk)
    return Import.objects.get(pk=record.pk)


def match_columns(by: Any) -> None:
    """A file whose headings are its organisation's own, matched and then given up: the mapping stays."""
    from estates import services

    content = small_return().replace(b"Site Name,", b"Name of the place,", 1)
    mapping = {"columns": {"Site Name": "Name of the place"}}
    record = services.start_import(by=by, file_name="eric_2016-17_own_words.csv", content=content, mapping=mapping, queue=False)
    services.cancel_import(by=by, pk=record.pk, version=record.version)


def show_evidence(by: Any, people: list[Any]) -> None:
    """A piece of evidence with a file, and a notice to everybody."""
    from devo_portal.core.notices import tell
    from devo_portal.core.policy import Permission
    from devo_portal.core.writes import create, recorded
    from governance import services
    from governance.models import Board, Evidence

    board = Board.objects.get(short_name="SPB")
    services.create_decision(
        by=by, board=board, number="2017/1", title="The text goes to the parties", decided_on=date(2017, 9, 29), authority="The members’ own"
    )
    piece = Evidence(kind="paper", title="Letter", illustrative=True)
    piece.hold("letter.txt", "text/plain", b"We agree.")
    create(piece, by=by, may=Permission.SIGNING_RUN, event="evidence.kept")
    with recorded(by=by, event="notices.sent"):
        tell(people, subject="A party declined", body="It said why.", page="/agreements/")


def ask_for_clearance(by: Any) -> None:
    """A clearance that is still open, of which a reminder can be drafted. It blocks nothing: the memorandum stays as it was."""
    from governance import services
    from governance.models import Agreement

    mou = Agreement.objects.get(signed="2017-11-16")
    fields = {"kind": "legal", "holder": "Legal advisers", "contact": "legal@example.test", "blocking": False, "asked_on": date(2017, 3, 1)}
    services.create_clearance(by=by, agreement=mou, illustrative=True, **fields)


def describe_a_site(by: Any) -> None:
    """Illustrative buildings, interests, occupations, plots and identifiers on the first site; one of the plots is sensitive."""
    from devo_portal.core.models import Organisation
    from estates import services
    from estates.models import Site

    first, second = Site.objects.order_by("name")[:2]
    made = {"by": by, "site": first.pk, "illustrative": True}
    main = services.create_building(name="Main building", gross_internal_m2=9000, storeys=4, built="1936", use="Wards", condition="b", **made)
    services.create_building(name="Old laundry", gross_internal_m2=400, demolished_on=date(2012, 3, 1), **made)
    lessee = Organisation.objects.get(name="London Borough of Haringey")
    above = services.create_holding(
        organisation=first.organisation, tenure="freehold", building=main.pk, floor_m2=9000, starts_on=date(1948, 7, 5), **made
    )
    beneath = {"tenure": "leasehold", "tenure_category": "occupied", "part": "Ground floor", "building": main.pk, "superior": above.pk}
    lease = services.create_holding(
        organisation=lessee, floor_m2=1200, landlord=first.organisation, starts_on=date(2014, 4, 1), break_on=date(2019, 4, 1), **beneath, **made
    )
    services.create_occupation(building=main.pk, occupier=first.organisation, area_m2=7000, starts_on=date(1948, 7, 5), **made)
    services.create_occupation(building=main.pk, holding=lease.pk, occupier=lessee, area_m2=1200, starts_on=date(2014, 4, 1), **made)
    services.create_occupation(building=main.pk, vacant=True, area_m2=500, starts_on=date(2016, 1, 1), **made)
    land = {"land_ha": "0.5", "surplus_status": "declared", "proposed_use": "housing", "homes_from": 40, "homes_to": 55, "planned_year": "2019-20"}
    services.create_plot(name="Car park", market_value="3500000", **land, **made)
    services.create_plot(name="Nurses’ home", sensitive=True, land_ha="0.2", **made)
    services.claim_identifier(scheme="uprn", value="100023336956", **made)
    services.claim_identifier(scheme="title_number", value="TGL123456", **made)
    services.claim_identifier(by=by, site=second.pk, scheme="title_number", value="TGL123456", dispute=True, illustrative=True)
    services.confirm_site(by=by, pk=second.pk, version=second.version, note="Illustrative.")
    services.waive_finding(by=by, site=first.pk, rule="disputed_identifier", why="Illustrative: one title covers both.")
    _lose_a_site(by, second.organisation)


def _lose_a_site(by: Any, owner: Any) -> None:
    """A site that was sold, and a second record of it that had become a part of it: they are in no list."""
    from devo_portal.core.policy import Permission
    from devo_portal.core.writes import create
    from estates import services
    from estates.models import Site

    yard, twin = (
        create(Site(organisation=owner, code=code, name="Yard", illustrative=True), by=by, may=Permission.SITE_EDIT, event="site.created")
        for code in ("YARD1", "YARD2")
    )
    yard.refresh_from_db()
    twin.refresh_from_db()
    given = {"version": twin.version, "into": yard.pk, "into_version": yard.version}
    yard = services.merge_sites(by=by, pk=twin.pk, reason="Illustrative: one yard had two records.", **given)
    services.remove_site(by=by, pk=yard.pk, version=yard.version, on=date(2017, 6, 30), reason="Illustrative: the yard was sold.")


def change_two_sites(by: Any) -> None:
    """Two sites marked illustrative in one act, which is kept as a change of many."""
    from estates import services
    from estates.models import Site

    last = list(Site.objects.filter(removed_on=None).order_by("-name").values("id", "version")[:2])
    services.apply_bulk_change(by=by, sites=last, values={"illustrative": True}, reason="They show how a change of many sites works.")


OFFICE = "Programme office"
PEOPLE = {
    "reader": ("reader", OFFICE),
    "officer": ("officer", "London Health and Care Devolution Programme Office"),
    "secretary": ("secretary", OFFICE),
    "administrator": ("administrator", OFFICE),
    "haringey": ("partner_editor", "London Borough of Haringey"),
    "hackney": ("partner_editor", "London Borough of Hackney"),
}  # a role and whom they act for


def people() -> dict[str, Any]:
    """One person of each role, as `fill` made them; `haringey` and `hackney` edit for their boroughs."""
    from devo_portal.core.models import User
    from tests.factories import email_of

    return {name: User.objects.get(email=email_of(*each)) for name, each in PEOPLE.items()}


def fill() -> None:
    """Load it, and its people. It takes five seconds: `tests.databases.world` has it ready."""
    from django.core.management import call_command

    from pilots import services
    from pilots.models import Pilot
    from tests.factories import person

    call_command("load_programme", verbosity=0)
    made = {name: person(*each) for name, each in PEOPLE.items()}
    match_columns(made["officer"])
    import_return(made["officer"], trust_return(), "eric_2016-17_trusts.csv")
    import_return(made["officer"], small_return(), "eric_2016-17_small.csv")
    describe_a_site(made["officer"])
    change_two_sites(made["officer"])
    show_evidence(made["officer"], list(made.values()))
    ask_for_clearance(made["officer"])
    services.update_pilot(by=made["officer"], pk=Pilot.objects.get(name="Haringey").pk, version=1, status_note="The case is with the board.")


if __name__ == "__main__":  # as tests/databases.py calls it
    import django
    from django.db import connection

    django.setup()
    fill()
    with connection.cursor() as asked:
        asked.execute("VACUUM ANALYZE")  # a copy has its statistics as well
