"""Who signs, for whom and in which group: the same refusals by page, API and admin."""

import pytest
from django.utils import timezone

from governance.models import Evidence, Mandate, Signature, SignatureGroup
from tests.factories import organisation
from tests.governance.conftest import agreement
from tests.governance.test_admin import at, more, typed, words
from tests.governance.test_signing import fresh, party, post, rule, without_mandate


# --- Groups: n of m --------------------------------------------------------------------------------------------------
@pytest.fixture
def three(people):
    """A group that needs two of its three members."""
    of = agreement(name="Two of three")
    group = SignatureGroup.objects.create(agreement=of, name="London", step=1)
    members = [party("asked", name, of, group=group) for name in ("A", "B", "C")]
    SignatureGroup.objects.filter(pk=group.pk).update(needed=2)
    return fresh(group), [fresh(each) for each in members]


def test_a_group_is_made_with_its_members(call, browse, people):
    of = agreement(name="Grouped")
    members = [str(party(name=name, of=of).pk) for name in ("A", "B")]
    answer = call("administrator").post("/api/v1/signature-groups/", {"agreement": str(of.pk), "name": "Pair", "needed": 2, "members": members})
    assert answer.status_code == 201, answer.content
    assert [each["organisation"]["name"] for each in answer.json()["members"]] == ["A", "B"]
    page = browse("administrator").post(
        "/signature-groups/new/", {"agreement": str(of.pk), "name": "Other", "step": "2", "needed": "1", "members": members[:1]}
    )
    assert page.status_code == 409, "one would be left of the pair, which needs two"
    assert "(Rule: n of m.)" in page.content.decode()
    assert SignatureGroup.objects.count() == 1


def test_n_greater_than_m_is_refused_everywhere(call, browse, three):
    group, members = three
    body = {"agreement": str(group.agreement_id), "name": "Four", "step": 1, "needed": 4, "members": [str(members[0].pk)]}
    assert rule(call("administrator").post("/api/v1/signature-groups/", body)) == "n-of-m"
    assert rule(call("administrator").patch(f"/api/v1/signature-groups/{group.pk}/", {"needed": 4, "reason": "x"}, group.version)) == "n-of-m"
    client = browse("administrator")
    assert "(Rule: n of m.)" in client.post("/signature-groups/new/", body).content.decode()
    edit = f"/signature-groups/{group.pk}/edit/"
    chosen = [str(each.pk) for each in members]
    sent = {
        "agreement": str(group.agreement_id),
        "name": "London",
        "step": "1",
        "needed": "4",
        "members": chosen,
        "reason": "x",
        "version": str(group.version),
    }
    assert "(Rule: n of m.)" in client.post(edit, sent).content.decode()
    assert "(Rule: n of m.)" in words(client.post(at(group), typed(client.get(at(group)), needed="4", reason="x")))
    page = client.get("/admin/governance/signaturegroup/add/")
    assert "(Rule: n of m.)" in words(client.post("/admin/governance/signaturegroup/add/", typed(page, **body)))
    assert (SignatureGroup.objects.count(), fresh(group).needed) == (1, 2)


def test_a_group_keeps_enough_members_to_reach_its_number(call, browse, three):
    group, members = three
    caller, path = call("administrator"), "/api/v1/signatures/{}/"
    today = timezone.localdate().isoformat()
    assert caller.patch(path.format(members[0].pk), {"ended_on": today, "reason": "x"}, members[0].version).status_code == 200
    for change in ({"ended_on": today}, {"group": None}):
        assert rule(caller.patch(path.format(members[1].pk), {**change, "reason": "x"}, members[1].version)) == "n-of-m"
    Signature.objects.filter(pk=members[2].pk).update(status="declined")
    never = party(name="D", of=group.agreement, group=group)
    assert caller.patch(path.format(members[1].pk), {"group": None, "reason": "x"}, members[1].version).status_code == 200
    gone = caller("delete", path.format(never.pk), {"reason": "x"}, **{"If-Match": '"1"'})
    assert rule(gone) == "n-of-m"
    sent = {"members": [str(members[2].pk)], "version": str(group.version)}
    assert rule(caller.patch(f"/api/v1/signature-groups/{group.pk}/", {"members": sent["members"], "reason": "x"}, fresh(group).version)) == "n-of-m"
    client = browse("administrator")
    page = client.get(at(group.agreement))
    prefix = next(form.prefix for form in page.context["inline_admin_formsets"][0].formset.initial_forms if form.instance.pk == never.pk)
    for change in ({f"{prefix}-DELETE": "on"}, {f"{prefix}-ended_on": today}, {f"{prefix}-group": ""}):
        again = client.post(at(group.agreement), typed(page, reason="x", **change))
        assert again.status_code == 200 and "(Rule: n of m.)" in words(again), change


def test_two_of_three_complete_the_agreement(call, three):
    group, members = three
    for number, member in enumerate(members[:2], 1):
        assert post(call("officer"), member, "sign").status_code == 200
        assert fresh(group.agreement).status == ("signed" if number == 2 else "signing")
    answer = call("administrator")("delete", f"/api/v1/signature-groups/{group.pk}/", {"reason": "x"}, **{"If-Match": f'"{group.version}"'})
    assert rule(answer) == "group-has-members"


def test_who_waits_no_longer_lets_the_agreement_be_signed(call, people):
    of = agreement(name="One leaves")
    party("signed", "A", of)
    waits = party("asked", "B", of)
    assert (
        call("administrator").patch(f"/api/v1/signatures/{waits.pk}/", {"ended_on": timezone.localdate().isoformat(), "reason": "x"}, 1).status_code
        == 200
    )
    assert (fresh(of).status, str(fresh(of).signed)) == ("signed", "16 November 2017")


# --- Signatories and mandates ----------------------------------------------------------------------------------------
def test_a_signatory_is_added_changed_replaced_and_deleted(call, browse, people):
    of = agreement(name="Kept")
    body = {"agreement": str(of.pk), "organisation": str(organisation("A").pk), "role": "Chair", "side": "london", "order": 1}
    caller = call("administrator")
    made = caller.post("/api/v1/signatures/", body)
    assert made.status_code == 201, made.content
    assert caller.patch(made.json()["url"], {"person": "The Chair", "reason": "Named."}, 1).json()["person"] == "The Chair"
    assert call("officer").post("/api/v1/signatures/", body).status_code == 403
    assert "party_once" not in caller.post("/api/v1/signatures/", {**body, "order": 2}).content.decode()
    new = browse("administrator").post("/signatures/new/", {**body, "role": "Vice-chair", "replaces": made.json()["id"]})
    assert new.status_code == 302, new.context["form"].errors
    shown = browse("administrator").get(new["Location"]).context["signature"]
    old = caller.get(made.json()["url"]).json()
    assert (old["ended_on"], old["replaced_by"]["id"]) == (timezone.localdate().isoformat(), str(shown["id"]))
    other = party(name="B")
    assert caller.post("/api/v1/signatures/", {**body, "order": 9, "replaces": str(other.pk)}).status_code == 400
    gone = caller("delete", f"/api/v1/signatures/{shown['id']}/", {"reason": "Entered twice."}, **{"If-Match": '"1"'})
    assert rule(gone) == "signature-succeeds"


def test_a_signatory_that_has_moved_is_not_deleted_or_carried_elsewhere(call, people):
    record = fresh(party())
    assert post(call("officer"), record, "ask").status_code == 200
    path, caller = f"/api/v1/signatures/{record.pk}/", call("administrator")
    assert rule(caller("delete", path, {"reason": "x"}, **{"If-Match": '"2"'})) == "signature-moved"
    for change in ({"organisation": str(organisation("GLA").pk)}, {"agreement": str(agreement(name="Elsewhere").pk)}):
        assert rule(caller.patch(path, {**change, "reason": "x"}, 2)) == "signature-moved"
    assert post(call("officer"), fresh(record), "sign").status_code == 200
    assert rule(caller.patch(path, {"role": "Clerk", "reason": "x"}, fresh(record).version)) == "signature-given"
    assert rule(caller("delete", path, {"reason": "x"}, **{"If-Match": f'"{fresh(record).version}"'})) == "signature-given"


def test_all_of_a_kind_are_named_at_once_with_one_evidence(call, browse, people):
    record = fresh(party("asked", "London Clinical Commissioning Council"))
    bodies = [organisation(f"NHS {name} CCG", "ccg") for name in ("Barnet", "Camden", "Enfield")]
    Mandate.objects.create(signature=record, organisation=bodies[0])
    answer = post(call("officer"), record, "mandates", kind="ccg", evidence={"title": "Constitution of the council"})
    assert answer.status_code == 200, answer.content
    assert {(each["organisation"]["name"], each["evidence"]["title"]) for each in answer.json()["bodies"]} == {
        (body.name, "Constitution of the council") for body in bodies
    }
    assert Evidence.objects.count() == 1
    assert answer.json()["version"] > record.version
    assert post(call("officer"), fresh(record), "mandates").status_code == 400
    page = browse("officer").post(
        f"/signatures/{record.pk}/mandates/", {"bodies": [str(organisation("Haringey").pk)], "version": str(fresh(record).version)}
    )
    assert page.status_code == 302, page.context["form"].errors
    assert record.mandates.count() == 4
    assert rule(post(call("officer"), fresh(record), "sign")) == "mandate-missing"


def test_a_mandate_is_shown_then_the_signature_is_given_then_nothing_changes(call, browse, people):
    record = fresh(without_mandate())
    mandate = record.mandates.get()
    done = browse("officer").post(f"/mandates/{mandate.pk}/edit/", {"evidence_title": "Its constitution", "version": "1"})
    assert done["Location"] == f"/signatures/{record.pk}/"
    assert post(call("officer"), fresh(record), "sign", on="2017-11-16").json()["standing"] == "Signed on 16 November 2017, for 1 body."
    caller, path = call("officer"), f"/api/v1/mandates/{mandate.pk}/"
    assert rule(caller.patch(path, {"evidence": None}, 2)) == "mandate-missing"
    assert rule(caller.patch(path, {"organisation": str(organisation("NHS Barnet CCG", "ccg").pk)}, 2)) == "signature-given"
    assert rule(caller("delete", path, {"reason": "x"}, **{"If-Match": '"2"'})) == "signature-given"
    other = {"signature": str(record.pk), "organisation": str(organisation("NHS Barnet CCG", "ccg").pk)}
    assert rule(caller.post("/api/v1/mandates/", other)) == "signature-given"
    assert rule(post(caller, fresh(record), "mandates", kind="ccg")) == "signature-given"
    assert "(Rule: signature given.)" in browse("officer").post(f"/mandates/{mandate.pk}/remove/", {"version": "2"}).content.decode()


def test_a_mandate_by_api(call, people):
    record, caller = party("asked"), call("officer")
    body = {"signature": str(record.pk), "organisation": str(organisation("NHS Camden CCG", "ccg").pk), "evidence": {"title": "Letter"}}
    made = caller.post("/api/v1/mandates/", body)
    assert made.status_code == 201, made.content
    assert made.json()["evidence"]["title"] == "Letter"
    assert caller.post("/api/v1/mandates/", body).status_code == 400  # named twice
    assert caller.post("/api/v1/mandates/", {**body, "organisation": str(record.organisation_id)}).status_code == 400  # it signs for itself
    assert call("haringey").post("/api/v1/mandates/", body).status_code == 403
    assert caller.patch(made.json()["url"], {"signature": str(party().pk)}, 1).status_code == 400
    assert caller("delete", made.json()["url"], {"reason": "Left."}, **{"If-Match": '"1"'}).status_code == 204


def test_mandates_and_a_move_in_one_post_of_admin(browse, people):
    record, admin = fresh(without_mandate()), browse("administrator")
    page = admin.get(at(record))
    sent = typed(page, move_to="signed", on="2017-11-16", reason="Signed in the room.", **{"mandates-0-evidence_title": "Its constitution"})
    sent = more(page, sent, organisation=organisation("NHS Barnet CCG", "ccg").pk, evidence_title="A letter")
    done = admin.post(at(record), sent)
    assert done.status_code == 302, words(done)
    assert {each.evidence and each.evidence.title for each in record.mandates.all()} == {"Its constitution", "A letter"}
    assert fresh(record).status == "signed"
    again = admin.post(at(record), typed(admin.get(at(record)), reason="x", **{"mandates-0-DELETE": "on"}))
    assert "(Rule: signature given.)" in words(again)
