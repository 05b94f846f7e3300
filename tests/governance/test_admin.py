"""The administration pages, by the forms that they show: permission, versions, reasons and history hold there too."""

from datetime import date

import pytest
from django.utils import timezone

from devo_portal.core.history import history
from devo_portal.core.models import Membership, Organisation, Role, User
from governance.models import Agreement, Signature
from tests.factories import borough, organisation
from tests.governance.conftest import signature


@pytest.fixture
def admin(browse, world):
    return browse("administrator")


def typed(response, **changed):
    """What a browser would send from an admin page, with some fields typed over."""
    context = response.context
    forms = [context["adminform"].form, *(form for inline in context["inline_admin_formsets"] for form in inline.formset.forms)]
    forms += [inline.formset.management_form for inline in context["inline_admin_formsets"]]
    sent = {}
    for form in forms:
        for bound in form:
            value = bound.value()
            if bound.field.disabled or value is None or value is False or value == "":
                continue
            sent[bound.html_name] = (
                "on" if value is True else [str(getattr(each, "pk", each)) for each in value] if isinstance(value, list) else str(value)
            )
    return {**sent, **{name: value for name, value in changed.items() if value is not None}}


def row(response, record):
    """The prefix of a record's row: `signatures-0`."""
    formset = response.context["inline_admin_formsets"][0].formset
    return next(form.prefix for form in formset.initial_forms if form.instance.pk == record.pk)


def more(response, sent, **fields):
    """A row added beneath the record."""
    formset = response.context["inline_admin_formsets"][0].formset
    number = formset.total_form_count()
    return {
        **sent,
        f"{formset.prefix}-TOTAL_FORMS": str(number + 1),
        **{f"{formset.prefix}-{number}-{name}": str(value) for name, value in fields.items()},
    }


def words(response):
    """Everything that the page says is wrong."""
    forms = [response.context["adminform"].form, *(form for inline in response.context["inline_admin_formsets"] for form in inline.formset.forms)]
    return " ".join(str(error) for form in forms for errors in form.errors.values() for error in errors)


def at(record):
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/change/"


# --- Who may ---------------------------------------------------------------------------------------------------------
def test_administration_is_for_administrators(browse, world):
    for role in ("reader", "officer", "secretary", "haringey"):
        for path in ("/admin/", at(world.mou), "/admin/login/"):
            assert browse(role).get(path, follow=True).status_code == 403, (role, path)
        assert browse(role).post(at(world.mou), {"name": "Mine"}, follow=True).status_code == 403
    assert browse(None).get("/admin/")["Location"].startswith("/accounts/login/")


def test_administrator_needs_the_second_factor(people, client):
    client.force_login(people["administrator"])
    assert client.get("/admin/")["Location"].startswith("/accounts/2fa/")


def test_only_what_keeps_the_rules_is_registered(admin):
    from django.contrib.admin import site

    held = {"Organisation", "Area", "User", "Membership"}
    held |= {"Agreement", "AgreementVersion", "Decision", "Signature", "SignatureGroup", "Clearance", "SigningEvent"}
    held |= {"Commitment", "Condition", "Function", "OptIn", "Milestone", "BankHoliday", "StatutoryWindow", "Dependency"}
    held |= {"Board", "BoardMember", "Meeting", "AgendaItem", "Paper", "Attendance", "Interest", "Minutes", "Action", "Delegation"}
    assert {model.__name__ for model in site._registry} == held
    assert admin.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        *(f"core/{name}" for name in ("organisation", "area", "user", "membership")),
        *(f"governance/{name}" for name in ("agreement", "agreementversion", "decision", "signaturegroup")),
    ],
)
def test_lists_and_empty_forms_open(admin, path):
    assert admin.get(f"/admin/{path}/?q=har").status_code == 200
    assert admin.get(f"/admin/{path}/add/").status_code == 200


# --- Records ---------------------------------------------------------------------------------------------------------
def test_change_keeps_its_reason_in_the_history(admin, people):
    body = organisation("Haringey")
    page = admin.get(at(body))
    assert admin.post(at(body), typed(page, short_name="LBH", reason="They asked.")).status_code == 302
    body.refresh_from_db()
    assert (body.short_name, body.version) == ("LBH", 2)
    told = history(Organisation, body.pk)[0]
    assert (told["reason"], told["event"], told["by"]) == ("They asked.", "organisation.changed", str(people["administrator"]))
    assert "They asked." in admin.get(f"/admin/core/organisation/{body.pk}/history/").content.decode()


def test_change_without_a_reason_is_refused(admin):
    body = organisation("Haringey")
    page = admin.get(at(body))
    for reason in ("", "   "):
        again = admin.post(at(body), typed(page, short_name="LBH", reason=reason))
        assert again.status_code == 200
        assert "reason" in again.context["adminform"].form.errors
    assert Organisation.objects.get(pk=body.pk).version == 1


def test_stale_change_is_refused(admin):
    body = organisation("Haringey")
    page = admin.get(at(body))
    assert admin.post(at(body), typed(page, short_name="First", reason="One")).status_code == 302
    again = admin.post(at(body), typed(page, short_name="Second", reason="Two"))
    assert again.status_code == 200
    assert "Somebody else changed" in words(again)
    sent = typed(page, short_name="Third", reason="Three")
    del sent["version"]
    assert "Somebody else changed" in words(admin.post(at(body), sent))
    assert Organisation.objects.get(pk=body.pk).short_name == "First"


def test_organisation_keeps_the_areas_that_it_serves(admin):
    body, area = organisation("Haringey"), borough("Haringey")
    page = admin.get(at(body))
    assert admin.post(at(body), typed(page, areas=[str(area.pk)], reason="It serves it.")).status_code == 302
    assert list(body.areas.all()) == [area]
    assert Organisation.objects.get(pk=body.pk).version == 2
    assert "It serves it." in admin.get(f"/admin/core/organisation/{body.pk}/history/").content.decode()


def test_rule_of_the_database_is_told_on_the_form(admin):
    page = admin.get("/admin/core/organisation/add/")
    again = admin.post("/admin/core/organisation/add/", typed(page, name="Haringey", kind="authority"))
    assert again.status_code == 200
    assert "An organisation has this name already." in words(again)


def test_person_is_added_with_a_membership_and_no_password(admin):
    page = admin.get("/admin/core/user/add/")
    home = organisation("Haringey")
    sent = more(
        page,
        typed(page, email="New.Person@Example.test", name="Officer", is_active="on"),
        organisation=home.pk,
        role="officer",
        starts_on="2026-01-05",
    )
    done = admin.post("/admin/core/user/add/", sent)
    assert done.status_code == 302, words(done)
    person = User.objects.get(email="new.person@example.test")
    assert not person.has_usable_password()
    assert [(each.organisation, each.role) for each in person.memberships.all()] == [(home, Role.OFFICER)]


def test_person_is_given_a_password_that_no_history_holds(admin):
    page = admin.get("/admin/core/user/add/")
    assert "too common" in words(admin.post("/admin/core/user/add/", typed(page, email="a@example.test", name="A", new_password="password")))
    assert (
        admin.post("/admin/core/user/add/", typed(page, email="a@example.test", name="A", new_password="a long and odd sentence")).status_code == 302
    )
    person = User.objects.get(email="a@example.test")
    assert person.check_password("a long and odd sentence")
    page = admin.get(at(person))
    assert admin.post(at(person), typed(page, name="B", reason="Renamed")).status_code == 302
    person.refresh_from_db()
    assert person.check_password("a long and odd sentence")
    assert "password" not in {change["field"] for act in history(User, person.pk) for change in act["changes"]}


def test_membership_ends_beneath_its_person(admin, people):
    person, membership = people["haringey"], people["haringey"].memberships.get()
    page = admin.get(at(person))
    sent = typed(page, reason="Left the council.", **{f"{row(page, membership)}-ends_on": timezone.localdate().isoformat()})
    assert admin.post(at(person), sent).status_code == 302
    membership.refresh_from_db()
    assert (membership.ends_on, membership.version) == (timezone.localdate(), 2)
    assert history(Membership, membership.pk)[0]["reason"] == "Left the council."
    assert "Left the council." in admin.get(f"/admin/core/user/{person.pk}/history/").content.decode()


def test_people_are_not_deleted(admin, people):
    assert admin.post(f"/admin/core/user/{people['reader'].pk}/delete/", {"post": "yes", "reason": "x", "version": "1"}).status_code == 403


def test_deletion_needs_a_reason_and_the_version_that_was_read(admin):
    area = borough("Nowhere")
    path = f"/admin/core/area/{area.pk}/delete/"
    assert 'name="reason"' in admin.get(path).content.decode()
    for sent in ({"version": "1"}, {"version": "1", "reason": " "}, {"reason": "Twice"}, {"reason": "Twice", "version": "7"}):
        refused = admin.post(path, {"post": "yes", **sent}, follow=True)
        assert refused.status_code == 200
        assert [str(message) for message in refused.context["messages"]]
    area.refresh_from_db()
    assert admin.post(path, {"post": "yes", "version": "1", "reason": "Entered twice."}).status_code == 302
    assert not type(area).objects.filter(pk=area.pk).exists()
    told = history(type(area), area.pk)[0]
    assert (told["event"], told["reason"]) == ("area.removed", "Entered twice.")


def test_records_are_not_deleted_in_bulk(admin, world):
    for path, record in (("core/area", borough("Nowhere")), ("governance/agreement", world.mou)):
        page = admin.post(f"/admin/{path}/", {"action": "delete_selected", "_selected_action": [str(record.pk)], "post": "yes"}, follow=True)
        assert page.status_code == 200
        assert type(record).objects.filter(pk=record.pk).exists()
        assert "delete_selected" not in admin.get(f"/admin/{path}/").content.decode()


# --- Agreements and their signatories --------------------------------------------------------------------------------
def test_agreement_is_added_with_its_signatories(admin):
    page = admin.get("/admin/governance/agreement/add/")
    sent = more(
        page,
        typed(page, name="Another", status="draft", text_status="paraphrase"),
        organisation=organisation("NHS England").pk,
        role="Chair",
        side="national",
        order=1,
        status="asked",
    )
    done = admin.post("/admin/governance/agreement/add/", sent)
    assert done.status_code == 302, words(done)
    assert [str(each) for each in Agreement.objects.get(name="Another").signatures.all()] == ["NHS England (Chair)"]


def test_signatory_is_added_and_the_reason_is_told(admin, world):
    page = admin.get(at(world.mou))
    sent = more(
        page, typed(page, reason="Named by the board."), organisation=organisation("GLA").pk, role="Mayor", side="london", order=3, status="not_asked"
    )
    done = admin.post(at(world.mou), sent)
    assert done.status_code == 302, words(done)
    added = world.mou.signatures.get(organisation__name="GLA")
    assert history(Signature, added.pk)[0]["reason"] == "Named by the board."
    shown = admin.get(f"/agreements/{world.mou.pk}/").context["history"][0]
    assert shown["reason"] == "Named by the board."
    assert shown["changes"] == [{"field": "signatory", "label": "Signatory", "before": "", "after": "GLA"}]


def test_signatories_change_places(admin, world):
    page = admin.get(at(world.mou))
    sent = typed(page, reason="As signed.", **{f"{row(page, world.signed)}-order": "2", f"{row(page, world.asked)}-order": "1"})
    done = admin.post(at(world.mou), sent)
    assert done.status_code == 302, words(done)
    world.signed.refresh_from_db()
    world.asked.refresh_from_db()
    assert (world.signed.order, world.asked.order) == (2, 1)
    told = admin.get(f"/agreements/{world.mou.pk}/").context["history"][0]
    assert {(change["label"], change["before"], change["after"]) for change in told["changes"]} == {
        ("HM Treasury: order", 1, 2),
        ("London Councils: order", 2, 1),
    }


def test_same_place_twice_is_refused(admin, world):
    page = admin.get(at(world.mou))
    again = admin.post(at(world.mou), typed(page, reason="x", **{f"{row(page, world.asked)}-order": "1"}))
    assert again.status_code == 200
    assert "London Councils (Chair): Two signatories stand in the same place." in words(again)
    again = admin.post(
        at(world.mou), more(page, typed(page, reason="x"), organisation=organisation("GLA").pk, role="Mayor", side="london", order=1, status="asked")
    )
    assert "Two signatories stand in the same place." in words(again)
    assert world.mou.signatures.count() == 3


def test_signatory_is_ended(admin, world):
    page = admin.get(at(world.mou))
    done = admin.post(at(world.mou), typed(page, reason="Left office.", **{f"{row(page, world.signed)}-ended_on": "2018-01-08"}))
    assert done.status_code == 302, words(done)
    world.signed.refresh_from_db()
    assert (world.signed.ended_on, world.signed.status) == (date(2018, 1, 8), "signed")
    page = admin.get(at(world.mou))
    assert "before signing" in words(admin.post(at(world.mou), typed(page, reason="x", **{f"{row(page, world.signed)}-ended_on": "2016-01-01"})))


def test_signatory_is_replaced_in_one_step(admin, world):
    page = admin.get(at(world.mou))
    sent = more(
        page,
        typed(page, reason="New minister."),
        organisation=world.signed.organisation_id,
        person="Successor",
        role="Chief Secretary",
        side="central",
        order=1,
        status="not_asked",
        replaces=world.signed.pk,
    )
    done = admin.post(at(world.mou), sent)
    assert done.status_code == 302, words(done)
    world.signed.refresh_from_db()
    assert world.signed.ended_on == timezone.localdate()
    assert world.signed.replaced_by.person == "Successor"
    assert history(Signature, world.signed.pk)[0]["reason"] == "New minister."
    assert "Replaced" in admin.get(f"/agreements/{world.mou.pk}/").content.decode()


def test_signed_signature_is_not_rewritten(admin, world):
    page = admin.get(at(world.mou))
    prefix = row(page, world.signed)
    sent = typed(
        page,
        reason="x",
        **{
            f"{prefix}-person": "Somebody else",
            f"{prefix}-status": "asked",
            f"{prefix}-signed_on": "",
            f"{prefix}-role": "Clerk",
            f"{prefix}-organisation": str(organisation("GLA").pk),
        },
    )
    admin.post(at(world.mou), sent)
    now = Signature.objects.get(pk=world.signed.pk)
    assert (now.person, now.status, now.role, now.organisation_id, now.version) == (
        "Chief Secretary",
        "signed",
        "Chair",
        world.signed.organisation_id,
        1,
    )


def test_signed_signature_is_not_rewritten_by_the_service(people, world):
    from devo_portal.core.writes import Refused
    from governance.services import update_signature

    for fields in ({"person": "Somebody else"}, {"status": "asked", "signed_on": None}, {"organisation": organisation("GLA")}):
        with pytest.raises(Refused):
            update_signature(by=people["administrator"], pk=world.signed.pk, version=1, reason="x", **fields)


def test_signatory_who_has_signed_cannot_be_deleted(admin, world):
    page = admin.get(at(world.mou))
    again = admin.post(at(world.mou), typed(page, reason="x", name="Renamed", **{f"{row(page, world.signed)}-DELETE": "on"}))
    assert again.status_code == 200
    assert "has signed, so it cannot be deleted" in words(again)
    assert Signature.objects.filter(pk=world.signed.pk).exists()
    assert Agreement.objects.get(pk=world.mou.pk).name == "Memorandum of understanding"


def test_ended_signatory_who_had_signed_cannot_be_deleted(admin, world):
    Signature.objects.filter(pk=world.signed.pk).update(ended_on=date(2018, 1, 8))
    page = admin.get(at(world.mou))
    assert "cannot be deleted" in words(admin.post(at(world.mou), typed(page, reason="x", **{f"{row(page, world.signed)}-DELETE": "on"})))


def test_signatory_who_has_not_signed_is_deleted(admin, world):
    page = admin.get(at(world.mou))
    assert admin.post(at(world.mou), typed(page, reason="Never a party.", **{f"{row(page, world.asked)}-DELETE": "on"})).status_code == 302
    assert history(Signature, world.asked.pk)[0]["reason"] == "Never a party."


def test_agreement_with_signatories_cannot_be_deleted(admin, world):
    path = f"/admin/governance/agreement/{world.mou.pk}/delete/"
    assert "Cannot delete" in admin.get(path).content.decode()
    admin.post(path, {"post": "yes", "reason": "x", "version": "1"})
    assert Signature.objects.filter(pk=world.signed.pk).exists()


def test_stale_row_beneath_is_refused(admin, world, people):
    from governance.services import update_signature

    page = admin.get(at(world.mou))
    update_signature(by=people["administrator"], pk=world.asked.pk, version=1, reason="First", person="Theirs")
    again = admin.post(at(world.mou), typed(page, reason="x", **{f"{row(page, world.asked)}-person": "Mine"}))
    assert again.status_code == 200
    assert "Somebody else changed" in words(again)
    assert Signature.objects.get(pk=world.asked.pk).person == "Theirs"


def test_replacement_belongs_to_the_same_agreement(people, world):
    from django.core.exceptions import ValidationError

    from governance.services import update_signature

    other = signature(Agreement.objects.create(name="Other", status="draft"), "GLA", 1)
    with pytest.raises(ValidationError):
        update_signature(by=people["administrator"], pk=world.asked.pk, version=1, reason="x", ended_on=date(2018, 1, 1), replaced_by=other)
