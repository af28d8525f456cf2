"""Staff accounts: nobody signs up, and Wagtail's permissions come from mirrored groups."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest
from django.urls import reverse

from crm.core.models import User


class StaffBackend(ModelBackend):
    """Password login for active accounts. Rights of our own come from role grants, not from
    here.
    """

    def get_user(self, user_id: Any) -> User | None:
        """The account with its home team, which every page shows: one query for both."""
        user = User.objects.select_related("home_team").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None


class StaffAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the administrator; there is no sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        user: Any = request.user
        return reverse("desk:home") if user.can("core.use_desk") else reverse("desk:no_grant")
