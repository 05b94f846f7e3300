"""Signing in, the second factor, the lock-out, and tokens for programs."""

import re

import pyotp
import pytest
from allauth.idp.oidc.models import Client as Program
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client

from devo_portal.core.models import Membership, Organisation, Role, User
from devo_portal.core.operators import hand_out_token, register_client
from tests.factories import person

PASSWORD = "weather-lamp-otter-42"
LOGIN, ACTIVATE = "/accounts/login/", "/accounts/2fa/totp/activate/"


@pytest.fixture
def officer(db):
    return person(Role.OFFICER, password=PASSWORD)


@pytest.fixture
def administrator(db):
    return person(Role.ADMINISTRATOR, password=PASSWORD)


def sign_in(user, password=PASSWORD, client=None, **extra):
    client = client or Client()
    return client, client.post(LOGIN, {"login": user.email, "password": password, **extra})


def set_up_totp(client):
    """Activate an authenticator app as the page tells; answers the app and the recovery codes' page."""
    page = client.get(ACTIVATE)
    app = pyotp.TOTP(re.search(r'id="secret">([A-Z2-7]+)<', page.content.decode()).group(1))
    return app, client.post(ACTIVATE, {"code": app.now()}, follow=True)


# --- Signing in -------------------------------------------------------------------------------------------------------
def test_a_person_signs_in_by_address_and_password(officer):
    client, answer = sign_in(officer)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/pilots/").status_code == 200


def test_the_sign_in_page_is_the_portals_and_says_what_is_wrong(officer):
    page = Client().get(LOGIN).content.decode()
    assert "<title>Sign in – Devolution portal</title>" in page
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert "placeholder" not in page
    wrong = sign_in(officer, "not the password")[1].content.decode()
    assert "<title>Error: Sign in – Devolution portal</title>" in wrong
    assert "The e-mail address or the password is not right." in wrong


@pytest.mark.parametrize(
    ("given", "taken"), [("/pilots/?stage=live", "/pilots/?stage=live"), ("https://elsewhere.test/", "/"), ("//elsewhere.test", "/")]
)
def test_next_leads_only_within_the_portal(officer, given, taken):
    assert sign_in(officer, next=given)[1]["Location"] == taken


def test_the_sixth_failed_try_is_refused_even_with_the_right_password(officer):
    client = Client()
    for _ in range(5):
        sign_in(officer, "wrong", client)
    refused = sign_in(officer, PASSWORD, client)[1]
    assert "Wait 5 minutes" in refused.content.decode()
    assert client.get("/pilots/").status_code == 302
    assert sign_in(person(Role.READER, password=PASSWORD), PASSWORD, client)[1].status_code == 302, "another person is not locked out"


def test_too_many_requests_are_answered_by_a_page_of_the_portal(officer, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    client = Client()
    sign_in(officer, "wrong", client)
    refused = sign_in(officer, "wrong", client)[1]
    assert refused.status_code == 429
    assert "Wait a few minutes" in refused.content.decode()
    assert "portal-header" in refused.content.decode()


def test_a_program_cannot_sign_in(officer):
    program = person(Role.OFFICER, "Programs", password=PASSWORD, is_client=True)
    client, answer = sign_in(program)
    assert "is not right" in answer.content.decode()
    assert client.get("/pilots/").status_code == 302


def test_nobody_signs_themself_up_or_changes_their_address(officer):
    assert "cannot sign yourself up" in Client().get("/accounts/signup/").content.decode()
    client, _ = sign_in(officer)
    client.post("/accounts/email/", {"email": "other@example.test", "action_add": ""})
    officer.refresh_from_db()
    assert officer.email.startswith("officer.")


def test_a_person_who_acts_for_no_organisation_is_told_so(db):
    user = User.objects.create_user("alone@example.test", PASSWORD, name="Newcomer")
    client, _ = sign_in(user)
    refused = client.get("/pilots/")
    assert refused.status_code == 403
    assert "acts for no organisation" in refused.content.decode()
    assert client.get("/api/v1/pilots/").json()["detail"].startswith("Your account acts for no organisation")
    assert client.get("/accounts/2fa/").status_code == 200


def test_a_changed_password_keeps_the_session_and_its_hash_out_of_history(officer):
    from devo_portal.core.history import event_model

    client, _ = sign_in(officer)
    new = "other-weather-otter-43"
    done = client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert done.status_code == 302
    assert client.get("/pilots/").status_code == 200
    assert sign_in(officer, new)[1].status_code == 302
    assert not [field.name for field in event_model(User)._meta.get_fields() if "password" in field.name]


def test_a_forgotten_password_is_set_again_by_mail(officer, mailoutbox):
    client = Client()
    client.post("/accounts/password/reset/", {"email": "nobody@example.test"})
    assert not mailoutbox
    client.post("/accounts/password/reset/", {"email": officer.email})
    link = re.search(r"http://testserver(/\S+)", mailoutbox[0].body).group(1)
    form = client.get(link, follow=True)
    new = "other-weather-otter-43"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert sign_in(officer, new)[1].status_code == 302


# --- The second factor ------------------------------------------------------------------------------------------------
def test_an_administrator_opens_nothing_before_the_second_factor(administrator):
    client, _ = sign_in(administrator)
    for path in ("/", "/pilots/", "/admin/", "/roles/"):
        assert client.get(path)["Location"].startswith(ACTIVATE), path
    assert client.get("/api/v1/pilots/").status_code == 403
    assert client.get("/metrics").status_code == 401


def test_an_administrator_is_led_through_setting_up_the_app(administrator):
    client, _ = sign_in(administrator)
    page = client.get("/", follow=True).content.decode()
    assert "Set up an authenticator app" in page
    assert 'src="data:image/svg+xml;base64,' in page
    _, codes = set_up_totp(client)
    assert "Your recovery codes" in codes.content.decode()
    assert client.get("/pilots/").status_code == 200


def test_signing_in_then_asks_for_a_code(administrator):
    app, codes = set_up_totp(sign_in(administrator)[0])
    code = re.search(r'portal-code">(\w+)<', codes.content.decode()).group(1)
    client, asked = sign_in(administrator)
    assert asked["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/pilots/").status_code == 302, "the password alone is not enough"
    assert 'autocomplete="one-time-code"' in client.get(asked["Location"]).content.decode()
    wrong = client.post(asked["Location"], {"code": "000000"})
    assert "The code is not right" in wrong.content.decode()
    assert client.post(asked["Location"], {"code": code}).status_code == 302
    assert client.get("/pilots/").status_code == 200
    assert app


def test_an_administrator_cannot_be_without_the_second_factor(administrator):
    client, _ = sign_in(administrator)
    set_up_totp(client)
    refused = client.post("/accounts/2fa/totp/deactivate/")
    assert "An administrator cannot be without a second factor." in refused.content.decode()
    assert Authenticator.objects.filter(user=administrator, type="totp").exists()


def test_a_person_confirms_who_they_are_by_password(officer):
    client, _ = sign_in(officer)
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    asked = client.get(ACTIVATE)
    assert asked.status_code == 302
    assert "/reauthenticate/" in asked["Location"]
    assert "Confirm that it is you" in client.get(asked["Location"]).content.decode()
    assert "is not right" in client.post(asked["Location"], {"password": "wrong"}).content.decode()
    assert client.post(asked["Location"], {"password": PASSWORD})["Location"] == ACTIVATE


PAGES = ["/accounts/2fa/", "/accounts/password/change/", "/accounts/logout/", ACTIVATE]


@pytest.mark.parametrize("path", PAGES)
def test_pages_of_ones_account_are_the_portals(officer, path):
    client, _ = sign_in(officer)
    page = client.get(path).content.decode()
    assert "– Devolution portal</title>" in page
    assert "portal-header" in page


# --- Programs ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def program(officer):
    client = register_client("measuring", officer)
    client.set_secret("a secret of this test")
    client.save()
    return client


def ask_for_token(**fields):
    return Client().post("/identity/o/api/token", {"grant_type": "client_credentials", "client_id": "measuring", **fields})


def test_client_credentials_give_a_token_that_works(program):
    given = ask_for_token(client_secret="a secret of this test", scope="portal:read portal:write")
    assert given.status_code == 200, given.content
    assert given.json()["token_type"] == "Bearer"
    token = {"Authorization": f"Bearer {given.json()['access_token']}"}
    assert Client().get("/api/v1/pilots/", headers=token).status_code == 200
    refused = Client().post("/api/v1/pilots/", {}, content_type="application/json", headers=token)
    assert refused.status_code == 400, "it may write, and is told what is missing"


def test_a_wrong_secret_gives_no_token(program):
    assert ask_for_token(client_secret="guess", scope="portal:read").status_code == 401


def test_a_token_reads_only_where_it_was_asked_to(program):
    token = {"Authorization": f"Bearer {ask_for_token(client_secret='a secret of this test', scope='portal:read').json()['access_token']}"}
    assert Client().get("/api/v1/pilots/", headers=token).status_code == 200
    assert Client().post("/api/v1/pilots/", {}, content_type="application/json", headers=token).status_code == 403


def test_a_token_ends_with_its_hours_and_with_its_owner(program, officer):
    old = hand_out_token(program, read_only=False, hours=-1)
    assert Client().get("/api/v1/pilots/", headers={"Authorization": f"Bearer {old}"}).status_code == 401
    value = hand_out_token(program, read_only=False, hours=1)
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert Client().get("/api/v1/pilots/", headers={"Authorization": f"Bearer {value}"}).status_code == 401


def test_api_token_prints_a_token_that_works(program, capsys):
    call_command("api_token", "measuring", read_only=True)
    token = {"Authorization": f"Bearer {capsys.readouterr().out.strip()}"}
    assert Client().get("/api/v1/pilots/", headers=token).status_code == 200
    assert Client().post("/api/v1/pilots/", {}, content_type="application/json", headers=token).status_code == 403


def test_api_token_names_the_clients_where_it_knows_none_of_that_name(program):
    with pytest.raises(CommandError, match=r"There is no client nobody. The clients are measuring\."):
        call_command("api_token", "nobody")
    assert Program.objects.count() == 1


# --- The first administrator ------------------------------------------------------------------------------------------
def test_the_first_administrator_needs_nobody_before_them(db, monkeypatch, capsys):
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    call_command("create_administrator", "first@example.test", "Head of the office")
    user = User.objects.get()
    assert user.check_password(PASSWORD)
    assert Membership.objects.get().role == Role.ADMINISTRATOR
    assert Organisation.objects.count() == 1
    assert "authenticator app" in capsys.readouterr().out


def test_the_first_administrator_needs_a_password_worth_the_name(db, monkeypatch):
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("password\n"))
    with pytest.raises(CommandError, match="too short"):
        call_command("create_administrator", "first@example.test", "Head of the office")
    assert not User.objects.exists()


def test_a_session_opened_by_the_password_alone_stays_shut_when_another_sets_the_app_up(administrator):
    alone, _ = sign_in(administrator)
    set_up_totp(sign_in(administrator)[0])
    for path in ("/", "/admin/", "/accounts/2fa/recovery-codes/"):
        assert alone.get(path)["Location"].startswith("/accounts/2fa/reauthenticate/"), path
    assert alone.get("/api/v1/pilots/").status_code == 403
