"""The administration pages, sent what no form of theirs would send, or at the same moment as somebody else: refused, never a crash."""

import pytest

from devo_portal.core.history import history
from devo_portal.core.models import Organisation
from tests.factories import borough, organisation
from tests.governance.test_admin import at, typed, words


@pytest.fixture
def admin(browse, world):
    return browse("administrator")


@pytest.mark.django_db(transaction=True)  # a lock outside a transaction is what PostgreSQL would refuse
def test_history_is_read_by_post_as_well(admin, people):
    assert admin.post(f"/admin/core/user/{people['reader'].pk}/history/").status_code == 200


@pytest.mark.parametrize("path", ["core/user/?memberships__role=%00", "core/user/?q=%00", "core/user/add/?email=%00", "core/organisation/?%00=1"])
def test_address_with_a_nul_is_refused(admin, path):
    assert admin.get(f"/admin/{path}").status_code == 400


@pytest.mark.parametrize("path", ["r/1/x/", "r/x/1/", "r/1/1/"])
def test_no_record_is_viewed_on_site(admin, path):
    assert admin.get(f"/admin/{path}").status_code == 404


@pytest.mark.parametrize("version", ["²", "9" * 5000, "9" * 400, "x", "-1", "1.5"])
def test_version_that_no_record_has_is_stale(admin, version):
    body, area = organisation("Haringey"), borough("Nowhere")
    again = admin.post(at(body), typed(admin.get(at(body)), short_name="LBH", reason="x", version=version))
    assert again.status_code == 200
    assert "Somebody else changed" in words(again)
    refused = admin.post(f"/admin/core/area/{area.pk}/delete/", {"post": "yes", "reason": "x", "version": version}, follow=True)
    assert "Somebody else changed" in " ".join(str(message) for message in refused.context["messages"])
    assert type(area).objects.filter(pk=area.pk).exists()


def test_deletion_takes_no_nul_for_a_reason(admin):
    area = borough("Nowhere")
    path = f"/admin/core/area/{area.pk}/delete/"
    assert admin.post(path, {"post": "yes", "version": "1", "reason": "\0"}).status_code == 302
    assert type(area).objects.filter(pk=area.pk).exists()
    assert admin.post(path, {"post": "yes", "version": "1", "reason": "Entered\0 twice."}).status_code == 302
    assert history(type(area), area.pk)[0]["reason"] == "Entered twice."


def test_two_who_save_the_same_at_once_are_told(admin, monkeypatch):
    """Neither's checks see the other's row; the database does."""
    page, sent = admin.get("/admin/core/organisation/add/"), {"name": "Haringey", "kind": "authority"}
    for check in ("full_clean", "validate_unique", "validate_constraints"):
        monkeypatch.setattr(Organisation, check, lambda self, *args, **kwargs: None)
    again = admin.post("/admin/core/organisation/add/", typed(page, **sent))
    assert again.status_code == 200
    assert "Somebody else has just saved" in words(again)
    assert Organisation.objects.filter(name="Haringey").count() == 1
