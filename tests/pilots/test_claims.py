"""What two claim counts once: by shares that come to exactly 100%, or not at all."""

import threading
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devo_portal.core.writes import Refused
from pilots import services
from pilots.models import Claim, ClaimedThing, Pilot
from tests.factories import borough, organisation

D = Decimal


def pilot(name, lead="Haringey"):
    fields = {"theme": "estates", "stage": "proposed", "summary": "S.", "lead": organisation(lead) if lead else None}
    return Pilot.objects.get_or_create(name=name, defaults=fields)[0]


def thing(amount="100", measure="money", name="Receipts", **claims):
    made = ClaimedThing.objects.create(name=name, measure=measure, amount=D(amount))
    for who, share in claims.items():
        claim(made, who, share)
    return made


def claim(of, who, share=None, area="Haringey", lead=None):
    leads = {"Prevention": "Haringey", "Estates": "Camden"}
    return Claim.objects.create(
        thing=of, pilot=pilot(who, lead or leads.get(who, who)), area=borough(area), share=None if share is None else D(share)
    )


def summary(call, query="", role="reader"):
    answer = call(role).get(f"/api/v1/claims/summary/{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def totals(said):
    return {each["measure"]: each["total"] for each in said["measures"]}


# --- What is counted -------------------------------------------------------------------------------------------------------
def test_haringey_is_in_two_pilots_and_counts_once(call, browse, people):
    thing("18500000", Prevention="40", Estates="60")
    thing("121", "homes", "Staff homes", Prevention="50", Estates="50")
    left_out = thing("341", "homes", "New homes", Prevention=None, Estates=None)
    thing("7", "people", "Alone", Prevention=None)
    said = summary(call)
    assert totals(said) == {"money": "18500000.00", "homes": "121.00", "people": "7.00"}
    assert [(each["pilot"]["name"], each["money"], each["homes"]) for each in said["by_pilot"]] == [
        ("Estates", "11100000.00", "60.00"),
        ("Prevention", "7400000.00", "61.00"),
    ]
    assert [(each["area"]["name"], each["money"], each["homes"], each["people"]) for each in said["by_area"]] == [
        ("Haringey", "18500000.00", "121.00", "7.00")
    ]
    assert (said["left_out"], said["without_share"], said["not_100"]) == (1, 1, 0)
    assert [(each["thing"]["name"], each["why"]) for each in said["unshared"]] == [("New homes", "no_share")]
    assert [each["thing"]["name"] for each in said["shared"]] == ["Receipts", "Staff homes"]
    page = browse("officer").get("/claims/").content.decode()
    assert "£18.5 million, 121 homes and 7 people are claimed" in page
    assert f"/claims/things/{left_out.pk}/share/" in page and page.index("left out of the totals") < page.index("By pilot")
    assert f"/claims/things/{left_out.pk}/share/" not in browse("haringey").get("/claims/").content.decode()


@pytest.mark.parametrize(
    ("shares", "counted"),
    [((None,), True), (("100",), True), (("60",), False), ((None, "100"), False), (("33.3333", "66.6667"), True), (("33.3333", "66.6666"), False)],
)
def test_sql_and_the_rule_agree_on_what_counts(call, people, shares, counted):
    made = thing()
    for place, share in enumerate(shares):
        claim(made, f"Pilot {place}", share)
    assert call("reader").get(f"/api/v1/claimed-things/{made.pk}/").json()["counted"] is counted
    assert {each["counted"] for each in call("reader").get("/api/v1/claims/").json()["results"]} == {counted}
    assert len(call("reader").get(f"/api/v1/claims/?counted={str(counted).lower()}").json()["results"]) == len(shares)
    assert totals(summary(call))["money"] == ("100.00" if counted else "0.00")
    assert summary(call)["left_out"] == (not counted)


def test_the_figures_of_a_question_are_parts_of_the_whole(call, browse, people):
    thing("100", Prevention="33.3333", Estates="66.6667")
    said = summary(call, f"?pilot={Pilot.objects.get(name='Prevention').pk}")
    assert (totals(said)["money"], said["by_area"][0]["money"], said["counted"]) == ("33.33", "33.33", 1)
    assert [each["amount"] for each in call("reader").get("/api/v1/claims/?order=pilot__name").json()["results"]] == ["66.67", "33.33"]
    assert totals(browse("reader").get("/claims/?measure=homes").context["summary"])["money"] == 0


# In SQL, without any code of ours: each claim's part by largest remainder, of the things that are counted.
COUNTED = """
    WITH thing AS (
        SELECT t.id, t.measure, CASE t.measure WHEN 'money' THEN t.amount * 100 ELSE t.amount END AS units
        FROM pilots_claimedthing t JOIN pilots_claim c ON c.thing_id = t.id GROUP BY t.id
        HAVING (count(*) = 1 AND count(c.share) = 0) OR (count(*) = count(c.share) AND sum(c.share) = 100)
    ), part AS (
        SELECT c.id, c.thing_id, c.pilot_id, c.area_id, t.measure, t.units, t.units * coalesce(c.share, 100) / 100 AS exact
        FROM pilots_claim c JOIN thing t ON t.id = c.thing_id
    ), ranked AS (
        SELECT *, row_number() OVER (PARTITION BY thing_id ORDER BY exact - floor(exact) DESC, id) AS place,
               units - sum(floor(exact)) OVER (PARTITION BY thing_id) AS over
        FROM part
    )
    SELECT {by}, measure, sum((floor(exact) + CASE WHEN place <= over THEN 1 ELSE 0 END) / CASE measure WHEN 'money' THEN 100 ELSE 1 END)
    FROM ranked GROUP BY 1, 2
"""


def in_sql(by):
    with connection.cursor() as cursor:
        cursor.execute(COUNTED.format(by=by))
        return {(str(key), measure): total for key, measure, total in cursor.fetchall() if total}


def in_summary(rows, name):
    return {(each[name]["id"], measure): D(each[measure]) for each in rows for measure in ("money", "homes", "people") if D(each[measure])}


SHARES = st.lists(st.integers(0, 10**6), min_size=1, max_size=6).flatmap(
    lambda cuts: st.sampled_from(["whole", "short", "none"]).map(lambda kind: (sorted(cuts), kind))
)
THINGS = st.lists(st.tuples(st.sampled_from(["money", "homes", "people"]), st.integers(0, 10**10), SHARES), min_size=1, max_size=5)


def table(cuts, kind):
    """Shares that come to 100%, or to less, or of which one is missing."""
    ends = [*cuts, 10**6]
    parts = [D(end - start) / 10**4 for start, end in zip([0, *cuts], ends, strict=True)]
    return {"whole": parts, "short": parts[:-1], "none": [*parts[:-1], None]}[kind]


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(things=THINGS)
def test_the_sum_over_boroughs_is_that_over_pilots_and_the_total(call, people, things):
    with transaction.atomic():
        pilots = [pilot(f"Pilot {number}") for number in range(3)]
        areas = [borough(f"Borough {number}") for number in range(3)]
        for number, (measure, amount, (cuts, kind)) in enumerate(things):
            made = ClaimedThing.objects.create(name=f"Thing {number}", measure=measure, amount=D(amount) / (100 if measure == "money" else 1))
            for place, share in enumerate(table(cuts, kind)):
                Claim.objects.create(
                    thing=made, pilot=pilots[place % 3], area=areas[place // 3 if number % 2 else (place + place // 3) % 3], share=share
                )
        said = summary(call)
        by_pilot, by_area = in_sql("pilot_id"), in_sql("area_id")
        transaction.set_rollback(True)
    assert in_summary(said["by_pilot"], "pilot") == by_pilot
    assert in_summary(said["by_area"], "area") == by_area
    for each in said["measures"]:
        of = each["measure"]
        assert sum(D(row[of]) for row in said["by_pilot"]) == sum(D(row[of]) for row in said["by_area"]) == D(each["total"])


# --- What is refused -------------------------------------------------------------------------------------------------------
def test_shares_over_100_are_refused_and_say_who_holds_what(call, people):
    made = thing(Prevention="60", Estates="40")
    officer = call("officer")
    body = {"thing": str(made.pk), "pilot": str(pilot("Third", "Lewisham").pk), "area": str(borough("Lewisham").pk), "share": "0.0001"}
    refused = officer.post("/api/v1/claims/", body)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/shares-over-100")
    assert all(each in refused.json()["detail"] for each in ("100.0001%", "Prevention in Haringey 60%", "Third in Lewisham 0.0001%"))
    held = Claim.objects.get(pilot__name="Estates")
    refused = officer.patch(f"/api/v1/claims/{held.pk}/", {"share": "40.5", "reason": "More."}, 1)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/shares-over-100")
    shares = [{"claim": str(each.pk), "share": "50.0001"} for each in Claim.objects.all()]
    refused = officer.post(f"/api/v1/claimed-things/{made.pk}/share/", {"shares": shares, "reason": "New."}, **{"If-Match": '"1"'})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/shares-over-100")
    assert sorted(Claim.objects.values_list("share", flat=True)) == [40, 60]
    assert officer.post("/api/v1/claims/", {**body, "share": "100.5"}).status_code in (400, 409)


def test_shares_change_places_in_one_act(call, people):
    made = thing(Prevention="60", Estates="40")
    shares = [{"claim": str(each.pk), "share": "40" if each.share == 60 else "60"} for each in Claim.objects.all()]
    path, officer = f"/api/v1/claimed-things/{made.pk}/share/", call("officer")
    unsaid = officer.post(path, {"shares": shares}, **{"If-Match": '"1"'})
    assert (unsaid.status_code, unsaid.json()["errors"][0]["pointer"]) == (400, "/reason")
    done = officer.post(path, {"shares": shares, "reason": "Agreed again."}, **{"If-Match": '"1"'})
    assert done.status_code == 200, done.content
    assert (done.json()["version"], done.json()["counted"]) == (2, True)
    assert officer.post(path, {"shares": shares, "reason": "Late."}, **{"If-Match": '"1"'}).status_code == 412


def test_homes_and_people_are_whole_and_a_thing_stands_once(call, people):
    body = {"name": "Homes", "measure": "homes", "amount": "3.50", "pilot": str(pilot("Prevention").pk), "area": str(borough("Haringey").pk)}
    assert "whole numbers" in call("officer").post("/api/v1/claimed-things/", body).content.decode()
    made = call("officer").post("/api/v1/claimed-things/", {**body, "amount": "3"})
    assert made.status_code == 201, made.content
    assert (made.json()["counted"], made.json()["claims"][0]["amount"]) == (True, "3.00")
    again = call("officer").post("/api/v1/claimed-things/", {**body, "amount": "4"})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/thing-recorded")
    one = {"thing": made.json()["id"], "pilot": body["pilot"], "area": body["area"]}
    assert call("officer").post("/api/v1/claims/", one).json()["type"] == "/problems/claim-recorded"


def test_a_second_claim_leaves_the_thing_out_and_the_last_stays(call, people):
    made = thing(Prevention=None)
    second = services.make_claim(by=people["officer"], thing=made, pilot=pilot("Estates", "Camden"), area=borough("Haringey"))
    assert (totals(summary(call))["money"], summary(call)["left_out"]) == ("0.00", 1)
    services.remove_claim(by=people["officer"], pk=second.pk, version=1)
    assert totals(summary(call))["money"] == "100.00"
    with pytest.raises(Refused, match="Nobody else claims"):
        services.remove_claim(by=people["officer"], pk=Claim.objects.get().pk, version=1)
    services.remove_claimed_thing(by=people["haringey"], pk=made.pk, version=1)
    assert not Claim.objects.exists() and not ClaimedThing.objects.exists()


# --- Who may ---------------------------------------------------------------------------------------------------------------
def test_a_partner_claims_for_its_own_pilot_and_officers_share_between_two(call, browse, people):
    partner = call("haringey")
    body = {"name": "Own", "measure": "money", "amount": "9.99", "pilot": str(pilot("Prevention").pk), "area": str(borough("Haringey").pk)}
    made = partner.post("/api/v1/claimed-things/", body)
    assert made.status_code == 201, made.content
    path = f"/api/v1/claimed-things/{made.json()['id']}/"
    assert call("hackney").post("/api/v1/claimed-things/", {**body, "name": "Not own"}).status_code == 403
    assert call("hackney").patch(path, {"amount": "1.00", "reason": "Mine."}, 1).status_code == 403
    assert partner.patch(path, {"amount": "10.00", "reason": "Restated."}, 1).status_code == 200
    mine = Claim.objects.get()
    assert partner.patch(f"/api/v1/claims/{mine.pk}/", {"share": "100"}, 1).status_code == 200
    theirs = {"thing": made.json()["id"], "pilot": str(pilot("Hackney's", "Hackney").pk), "area": body["area"]}
    assert call("hackney").post("/api/v1/claims/", {**theirs, "share": "0"}).status_code == 403  # a share between two is for officers
    assert call("hackney").post("/api/v1/claims/", theirs).status_code == 201
    assert partner.patch(f"/api/v1/claims/{mine.pk}/", {"share": "50", "reason": "Half."}, 2).status_code == 403
    shares = {"shares": [{"claim": str(each.pk), "share": "50"} for each in Claim.objects.all()], "reason": "Half each."}
    assert partner.post(f"{path}share/", shares, **{"If-Match": '"2"'}).status_code == 403
    assert browse("haringey").get(f"/claims/things/{made.json()['id']}/share/").status_code == 403
    assert "officers share it" in browse("haringey").get(f"/claims/things/{made.json()['id']}/").content.decode()
    done = call("officer").post(f"{path}share/", shares, **{"If-Match": '"2"'})
    assert (done.status_code, done.json()["counted"], done.json()["may_edit"]) == (200, True, True)
    with pytest.raises(PermissionDenied):
        services.remove_claimed_thing(by=people["haringey"], pk=made.json()["id"], version=3)


def test_a_thing_of_a_pilot_without_a_lead_is_the_officers(call, people):
    made = thing()
    Claim.objects.create(thing=made, pilot=pilot("BHR", None), area=borough("Havering"))
    assert call("haringey").get(f"/api/v1/claimed-things/{made.pk}/").json()["may_edit"] is False
    assert call("officer").get(f"/api/v1/claimed-things/{made.pk}/").json()["may_edit"] is True


# --- The pages -------------------------------------------------------------------------------------------------------------
def test_all_shares_of_a_thing_are_set_on_one_page(browse, people):
    made = thing(Prevention=None, Estates=None)
    path, officer = f"/claims/things/{made.pk}/share/", browse("officer")
    keys = [f"share_{each.pk.hex}" for each in Claim.objects.order_by("id")]
    over = officer.post(path, {"version": 1, keys[0]: "70", keys[1]: "40%"})
    assert over.status_code == 409
    assert "(Rule: shares over 100.)" in over.content.decode() and "110% as typed" in over.content.decode()
    assert over.context["form"][keys[1]].value() == "40%"
    assert officer.post(path, {"version": 1, keys[0]: "70", keys[1]: "30"}).status_code == 302
    assert "counted once, by shares that come to 100%" in officer.get(f"/claims/things/{made.pk}/").content.decode()
    stale = officer.post(path, {"version": 1, keys[0]: "10", keys[1]: "90", "reason": "Late."})
    assert (stale.status_code, "changed this record after you opened it" in stale.content.decode()) == (409, True)


def test_a_thing_and_a_claim_are_made_on_pages(browse, people):
    partner = browse("haringey")
    pilot("Prevention"), pilot("Estates", "Camden"), borough("Haringey")
    form = partner.get("/claims/things/new/").context["form"]
    assert [str(each) for each in form.fields["pilot"].queryset] == ["Prevention"]
    sent = {"name": "Homes", "measure": "homes", "amount": "1,200", "pilot": str(pilot("Prevention").pk), "area": str(borough("Haringey").pk)}
    done = partner.post("/claims/things/new/", sent)
    assert done.status_code == 302, done.context["form"].errors
    assert "1,200 homes, claimed 1 time; counted once" in partner.get(done["Location"]).content.decode()
    made = ClaimedThing.objects.get()
    sent = {"thing": str(made.pk), "pilot": str(pilot("Estates", "Camden").pk), "area": str(borough("Haringey").pk)}
    assert browse("officer").post("/claims/new/", sent).status_code == 302
    assert "left out of the totals until it is shared" in partner.get(done["Location"]).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_cannot_claim_more_than_the_whole(people):
    made = thing(First="40")
    others = [pilot(f"Other {number}", "Camden") for number in range(6)]
    start, refused = threading.Barrier(len(others)), []
    haringey = borough("Haringey")

    def claims(who):
        start.wait()
        try:
            services.make_claim(by=people["officer"], thing=made, pilot=who, area=haringey, share=D("30"))
        except Refused as error:
            refused.append(error.rule)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=claims, args=(who,)) for who in others]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert refused == ["shares-over-100"] * 4
    assert sorted(Claim.objects.values_list("share", flat=True)) == [30, 30, 40]


@pytest.mark.parametrize("share", ["-1", "-0.001", "100.5"])
def test_a_share_beyond_its_bounds_is_told_beside_it(call, people, share):
    made = thing("7", "people", "Alone", Prevention=None)
    answer = call("officer").post(
        "/api/v1/claims/", {"thing": str(made.pk), "pilot": str(pilot("Estates", "Camden").pk), "area": str(borough("Camden").pk), "share": share}
    )
    assert answer.status_code in (400, 409), answer.content


def test_a_claim_is_given_its_share_once(call, people):
    made = thing(Prevention=None)
    of = str(made.claims.get().pk)
    body = {"shares": [{"claim": of, "share": "40"}, {"claim": of, "share": "100"}], "reason": "r"}
    refused = call("officer").post(f"/api/v1/claimed-things/{made.pk}/share/", body, **{"If-Match": '"1"'})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/shares")
