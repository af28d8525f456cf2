"""Logging in, the lockout, the second factor, and doors that stay shut."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.urls import NoReverseMatch, reverse

from tests.people import PASSWORD

LOGIN = reverse("account_login")
TAGS = re.compile(r"<(script|style|svg|title|head)\b.*?</\1>|<[^>]+>", re.DOTALL)
ENGLISH = re.compile(r"\b(?!District|Desk|Cookie|otpauth)[A-Za-z]{4,}\b")

pytestmark = pytest.mark.django_db


def english_of(page: str) -> list[str]:
    """English words that a person would read."""
    return ENGLISH.findall(TAGS.sub(" ", page))


def log_in(client, name: str, password: str = PASSWORD):
    return client.post(LOGIN, {"login": name, "password": password})


def code_of(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_the_login_page_says_that_nothing_classified_belongs_here(client):
    page = client.get(LOGIN).content.decode()
    assert "本系统为非涉密系统" in page
    assert english_of(page) == []


def test_a_person_with_a_role_lands_on_the_desk(client, people):
    assert log_in(client, "manager").url == reverse("desk:home")


def test_a_person_without_a_role_lands_on_the_explanation(client, people):
    assert log_in(client, "stranger").url == reverse("desk:no_grant")


def test_a_wrong_password_is_refused_in_chinese(client, people):
    page = log_in(client, "manager", "not-the-password").content.decode()
    assert english_of(page) == []
    assert "invalid-feedback" in page or "alert" in page


def test_the_sixth_wrong_password_locks_the_account_out(client, people):
    for _attempt in range(6):
        page = log_in(client, "manager", "not-the-password").content.decode()
    assert "登录失败次数过多" in page
    assert log_in(client, "manager").status_code == 200


def test_nobody_signs_up(client):
    page = client.get(reverse("account_signup")).content.decode()
    assert "账号由管理员开通" in page
    assert english_of(page) == []


@pytest.mark.parametrize(
    "name", ["account_email", "account_reset_password", "account_request_login_code"]
)
def test_doors_that_this_desk_does_not_offer_are_not_there(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize(
    "name", ["account_change_password", "account_logout", "account_reauthenticate", "mfa_index"]
)
def test_the_pages_of_the_account_hold_no_english(people, browse, name):
    assert english_of(browse(people.manager).get(reverse(name)).content.decode()) == []


def test_a_password_is_changed(people, client):
    log_in(client, "manager")
    fresh = "another-Long-password-7"
    values = {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh}
    assert client.post(reverse("account_change_password"), values).status_code == 302
    assert people.manager.check_password(fresh)


def test_the_second_factor_is_set_up_and_asked_for(people, client):
    log_in(client, "manager")
    assert client.get(reverse("mfa_activate_totp")).url.startswith(
        reverse("account_reauthenticate")
    )
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r"<code>(\w+)</code>", page)[1]
    assert english_of(page.replace(secret, "")) == []
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert Authenticator.objects.filter(user=people.manager, type="totp").exists()
    for name in (
        "mfa_index",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_deactivate_totp",
    ):
        assert english_of(client.get(reverse(name)).content.decode()) == []
    client.post(reverse("account_logout"))
    assert log_in(client, "manager").url == reverse("mfa_authenticate")
    assert english_of(client.get(reverse("mfa_authenticate")).content.decode()) == []


def test_where_the_second_factor_is_required_the_desk_waits_for_it(people, browse, settings):
    settings.MFA_REQUIRED = True
    assert browse(people.manager).get(reverse("desk:home")).url == reverse("mfa_activate_totp")
