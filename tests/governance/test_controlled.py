"""What is controlled moves by a decision or a delegation, by page, API, admin, service and SQL alike."""

from datetime import timedelta
from typing import Any

import pghistory
import pytest
from django.db import InternalError, connection, transaction
from django.utils import timezone

from devo_portal.core.writes import Refused, recorded, under
from governance import services
from governance.models import Board, Commitment, Delegation, OptIn
from governance.selectors import commitment_history
from pilots.models import Pilot
from pilots.services import create_pilot, update_pilot
from tests.factories import decided, delegate, fit_for, organisation
from tests.governance.conftest import agreement, commitment
from tests.governance.deciding import fresh
from tests.governance.places import ground, made_function
from tests.governance.promises import condition, do, path, piece
from tests.governance.test_admin import at, typed, words
from tests.governance.test_writes import as_form

TODAY = timezone.localdate()


@pytest.fixture
def ready(people: Any) -> Commitment:
    held = commitment("INT-9", agreement=agreement(), owner=organisation("Haringey"))
    held.evidence.add(piece())
    return held


def tries(channel: str, call: Any, browse: Any, held: Commitment, to: str) -> tuple[int, str]:
    """Move it by a channel: 302 where it is done, and the words of a refusal."""
    held.refresh_from_db()
    if channel in ("complete", "patch"):
        if channel == "complete":
            answer = do(call("officer"), held, "complete")
        else:
            answer = call("officer").patch(path(held), {"status": to, "reason": "Done."}, held.version)
        return (302 if answer.status_code == 200 else answer.status_code), answer.json().get("type", "").replace("-", " ")
    client = browse("administrator" if channel == "admin" else "officer")
    if channel == "admin":
        answer = client.post(at(held), typed(client.get(at(held)), status=to, reason="Done."))
        return (302, "") if answer.status_code == 302 else (409, words(answer))
    answer = client.post(f"/commitments/{held.pk}/edit/", as_form(client.get(f"/commitments/{held.pk}/edit/"), status=to, reason="Done."))
    return answer.status_code, "" if answer.status_code == 302 else answer.content.decode()


@pytest.mark.parametrize(
    ("channel", "to"), [("complete", "complete"), ("patch", "complete"), ("patch", "superseded"), ("page", "complete"), ("admin", "superseded")]
)
def test_every_channel_asks_for_a_decision_or_a_delegation(call, browse, ready, channel, to):
    status, said = tries(channel, call, browse, ready, to)
    assert (status, "needs decision" in said, fresh(ready).status) == (409, True, "not_started")
    given = delegate("Programme office", "commitment.status")
    assert tries(channel, call, browse, ready, to)[0] == 302
    newest = commitment_history(ready and call("officer").user, ready.pk)[0]
    assert newest["authority"]["url"] == f"/delegations/{given.pk}/"
    Delegation.objects.update(ends_on=TODAY)
    back = call("officer").patch(path(ready), {"status": "on_track", "reason": "Not yet."}, fresh(ready).version)
    assert (back.status_code, back.json()["type"]) == (409, "/problems/needs-decision")


def test_what_is_not_controlled_moves_as_ever(call, ready):
    assert call("officer").patch(path(ready), {"status": "at_risk", "reason": "Late."}, 1).status_code == 200


@pytest.mark.parametrize(
    ("why", "fields"),
    [
        ("another kind", {"kinds": ["pilot.stage"]}),
        ("another body", {"organisation": "Hackney"}),
        ("ended", {"ends_on": TODAY}),
        ("not begun", {"starts_on": TODAY + timedelta(days=1)}),
        ("a decision that was not agreed", {"status": "not_agreed"}),
    ],
)
def test_a_delegation_holds_for_its_kind_its_body_and_its_days(people, ready, why, fields):
    values: dict[str, Any] = {"organisation": "Haringey", "kinds": ["commitment.status"], **fields}
    decision = decided(status=values.pop("status", "agreed"))
    delegate(values.pop("organisation"), *values.pop("kinds"), decision=decision, **values)
    with pytest.raises(Refused, match="Propose it as an effect of a decision"):
        services.complete_commitment(by=people["haringey"], pk=ready.pk, version=1)
    delegate("Haringey", "commitment.status")
    assert services.complete_commitment(by=people["haringey"], pk=ready.pk, version=1).status == "complete"


def test_who_only_reads_for_an_organisation_has_none_of_its_delegations(people):
    from devo_portal.core.models import Membership, Role

    delegate("Hackney", "pilot.stage")
    Membership.objects.create(user=people["haringey"], organisation=organisation("Hackney"), role=Role.READER)
    pilot = Pilot.objects.create(name="Haringey", theme="prevention", summary="s", lead=organisation("Haringey"), starts="2015")
    with pytest.raises(Refused, match="moves only by a decision"):
        update_pilot(by=people["haringey"], pk=pilot.pk, version=1, stage="launched", reason="So.")


def test_none_begins_in_a_controlled_state_either(call, browse, people, ready):
    for make in (
        lambda: services.create_commitment(
            by=people["officer"], agreement=ready.agreement, code="N-1", text="T", theme="estates", strength="will", status="superseded"
        ),
        lambda: create_pilot(by=people["officer"], name="P", theme="estates", summary="s", stage="launched", starts="2015"),
        lambda: services.move_opt_in(by=people["officer"], function=made_function(), area=ground().barnet, state="in_force", on=TODAY),
    ):
        with pytest.raises(Refused) as refused:
            make()
        assert refused.value.rule == "needs-decision"
    assert not Pilot.objects.exists() and not OptIn.objects.exists()
    delegate("Programme office", "pilot.stage")
    with pytest.raises(Refused, match="A pilot begins as proposed") as refused:
        create_pilot(by=people["officer"], name="P", theme="estates", summary="s", stage="launched", starts="2015")
    assert refused.value.rule == "gate-not-met"
    pilot = fit_for(create_pilot(by=people["officer"], name="P", theme="estates", summary="s"), "launched")
    assert update_pilot(by=people["officer"], pk=pilot.pk, version=pilot.version, stage="launched", reason="So.").stage == "launched"


def test_an_opt_in_comes_into_force_is_varied_and_corrected_by_authority(people):
    area, function = ground().barnet, made_function()

    def move(state, on, version=None):
        return services.move_opt_in(by=people["officer"], function=function, area=area, state=state, on=on, version=version, reason="Because.")

    day = TODAY - timedelta(days=30)
    move("applied", day)
    with pytest.raises(Refused, match="delegated"):
        move("in_force", day + timedelta(days=9), 1)
    given = delegate("Programme office", "opt-in.state")
    held = move("in_force", day + timedelta(days=9), 1)
    Delegation.objects.filter(pk=given.pk).update(ends_on=TODAY)
    for state in ("conditions_open", "in_force"):
        with pytest.raises(Refused, match="delegated"):
            move(state, held.starts_on, held.version)  # what is in force is not corrected away
    with pytest.raises(Refused, match="delegated"):
        move("conditions_open", day + timedelta(days=20), held.version)
    assert move("withdrawn", day + timedelta(days=20), held.version).state == "withdrawn"  # an area may always leave


@pytest.mark.django_db(transaction=True)
def test_no_sql_goes_round_it(people):
    """Each in a transaction of its own, as an import or a hand at the database would be."""
    held = commitment("INT-9", agreement=agreement())
    period = OptIn.objects.create(function=made_function(), area=ground().barnet, state="applied", starts_on=TODAY)
    board = Board.objects.create(name="A board", short_name="AB")
    pilot = Pilot.objects.create(name="P", theme="estates", summary="s", starts="2015")
    statements = [
        ("UPDATE governance_commitment SET status = 'complete' WHERE id = %s", held.pk),
        ("UPDATE governance_optin SET state = 'in_force' WHERE id = %s", period.pk),
        ("UPDATE governance_board SET phase = 'II' WHERE id = %s", board.pk),
        ("UPDATE pilots_pilot SET stage = 'launched' WHERE id = %s", pilot.pk),
    ]

    def run(sql, pk):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [pk])

    for sql, pk in statements:
        with pytest.raises(InternalError, match="needs-decision"):
            run(sql, pk)
        with recorded(by=people["officer"], event="something.done"), pytest.raises(InternalError, match="needs-decision"):
            run(sql, pk)  # an act that names no authority
        with pghistory.context(authority={"type": "whim", "id": "1"}), pytest.raises(InternalError, match="needs-decision"):
            run(sql, pk)
        with under(services.of_rule("a rule of the house")), recorded(by=people["officer"], event="something.done"):
            run(sql, pk)
        with pytest.raises(InternalError, match="needs-decision"):  # the next transaction has none of it
            run(
                sql.replace("= 'complete'", "= 'superseded'")
                .replace("'II'", "'III'")
                .replace("'launched'", "'closed'")
                .replace("'in_force'", "'applied'"),
                pk,
            )
    run("UPDATE governance_commitment SET progress = 'Free' WHERE id = %s", held.pk)


def test_what_follows_from_a_rule_says_so(call, people, ready):
    delegate("Programme office", "commitment.status")
    waits = condition(ready, state="met", decided_on=TODAY)
    assert do(call("officer"), ready, "complete").status_code == 200
    Delegation.objects.update(ends_on=TODAY)
    assert do(call("officer"), waits, "fail", {"note": "The treasury withdrew."}).status_code == 200
    assert fresh(ready).status == "at_risk"
    newest = commitment_history(people["reader"], ready.pk)[0]
    assert (newest["authority"]["type"], newest["authority"]["url"]) == ("rule", "")


def test_a_delegation_is_given_shown_and_ended(call, browse, people):
    decision = decided()
    client = browse("secretary")
    page = client.get(f"/delegations/new/?decision={decision.pk}")
    sent = as_form(page, organisation=str(organisation("Haringey").pk), post="Director", kinds=["commitment.status", "pilot.stage"])
    made = client.post("/delegations/new/", sent)
    given = Delegation.objects.get()
    assert (made.status_code, made["Location"]) == (302, f"/delegations/{given.pk}/"), made.context
    body = call("reader").get(f"/api/v1/delegations/{given.pk}/").json()
    assert (body["in_force"], body["kind_labels"]) == (True, ["Status of a commitment", "Stage of a pilot"])
    assert "In force, from" in client.get(f"/delegations/{given.pk}/").content.decode()
    fields = {"decision": str(decision.pk), "organisation": str(given.organisation_id), "post": "x", "kinds": ["pilot.stage"]}
    assert call("secretary").post("/api/v1/delegations/", {**fields, "kinds": ["milestone.date"]}).status_code == 400
    assert call("secretary").post("/api/v1/delegations/", {**fields, "starts_on": "2016-12-31"}).status_code == 400  # before its decision
    assert call("haringey").post("/api/v1/delegations/", fields).status_code == 403
    assert client.post(f"/delegations/{given.pk}/end/", as_form(client.get(f"/delegations/{given.pk}/end/"))).status_code == 422  # no reason
    done = client.post(f"/delegations/{given.pk}/end/", as_form(client.get(f"/delegations/{given.pk}/end/"), reason="The post is gone."))
    assert done.status_code == 302 and fresh(given).ends_on == TODAY
    again = call("secretary").post(f"/api/v1/delegations/{given.pk}/end/", {"reason": "x"}, **{"If-Match": f'"{given.version}"'})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/delegation-ended")
    assert [each["id"] for each in call("reader").get("/api/v1/delegations/?in_force=false").json()["results"]] == [str(given.pk)]


def test_administrators_give_and_end_delegations_by_the_same_rules(browse, people):
    decision, client = decided(), browse("administrator")
    add = client.get("/admin/governance/delegation/add/")
    sent = typed(add, decision=str(decision.pk), organisation=str(organisation("Haringey").pk), post="Director", kinds=["pilot.stage"])
    done = client.post("/admin/governance/delegation/add/", sent)
    assert done.status_code == 302, words(done)
    given = Delegation.objects.get()
    page = client.get(at(given))
    assert set(page.context["adminform"].form.fields) == {"ends_on", "version", "reason"}
    assert client.post(at(given), typed(page, ends_on=str(TODAY), reason="Over.")).status_code == 302
    assert fresh(given).ends_on == TODAY
