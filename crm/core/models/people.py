"""People, the dated tree of their teams, and what roles let them do."""

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from crm.core.authority import Rights
from crm.core.clock import today
from crm.core.querysets import PeriodQuerySet, ScopedQuerySet
from crm.core.records import Period, Record
from crm.core.scopes import Scope, user_can_on


class Team(Record):
    """A bureau section, a park, a street or an operator company. Its place in the tree is dated."""

    class Kind(models.TextChoices):
        DISTRICT = "district", _("district")
        BUREAU = "bureau", _("bureau")
        SECTION = "section", _("section")
        PARK = "park", _("park")
        STREET = "street", _("street or town")
        OPERATOR = "operator", _("building operator")
        OTHER = "other", _("other unit")

    scope = Scope(view="core.view_teams", edit="core.manage_people", open_to="core.view_teams")

    code = models.CharField(_("team code"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.SECTION)

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("desk:core:team", kwargs={"slug": self.code})


class TeamParent(Record, Period):
    """Under whom a team stood from when to when, so that a reorganisation rewrites nothing."""

    scope = Scope.via("team")

    team = models.ForeignKey(
        Team, verbose_name=_("team"), on_delete=models.PROTECT, related_name="parents"
    )
    parent = models.ForeignKey(
        Team, verbose_name=_("parent team"), on_delete=models.PROTECT, related_name="children"
    )

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("place in the team tree")
        verbose_name_plural = _("places in the team tree")

    def __str__(self) -> str:
        return f"{self.team} < {self.parent}"


class AccountManager(UserManager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]
    """Django's own manager for accounts, with ``visible_to``."""


class User(AbstractUser):
    """A member of staff or of an operator. Rights come from dated role grants, never from flags."""

    scope = Scope(
        "home_team", view="core.view_teams", edit="core.manage_people", open_to="core.view_teams"
    )

    first_name = None
    last_name = None
    name = models.CharField(_("full name"), max_length=60)
    home_team = models.ForeignKey(
        Team,
        verbose_name=_("home team"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
    )
    title = models.CharField(_("job title"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    single_key_shortcuts = models.BooleanField(_("single-key shortcuts"), default=False)
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    objects = AccountManager()

    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ("username",)

    def __str__(self) -> str:
        return self.name or self.username

    def get_absolute_url(self) -> str:
        return reverse("desk:core:account", kwargs={"slug": self.username})

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @cached_property
    def rights(self) -> Rights:
        """What this person may do today; read once an instance, so once a request."""
        return Rights.of(self, today())

    def can(self, action: str) -> bool:
        """Whether any current grant holds ``action``, on whatever rows."""
        return self.rights.holds(action)

    def can_on(self, action: str, row: models.Model) -> bool:
        """Whether ``action`` may be done on this row."""
        return user_can_on(self, action, row)

    def reach(self, action: str) -> frozenset[int]:
        """Ids of the teams whose rows ``action`` reaches."""
        return self.rights.reach(action)

    def district_wide(self, action: str) -> bool:
        """Whether ``action`` reaches every row, those without a team included."""
        return self.rights.district_wide(action)

    @cached_property
    def role_names(self) -> list[str]:
        """Names of the roles held today, for the corner of the screen."""
        return list(dict.fromkeys(self.rights.role_names))


class Role(Record):
    """A named bundle of actions. Which rows they reach is decided by the grant's team and the
    scopes.
    """

    scope = Scope(view="core.manage_people", edit="core.manage_people")

    code = models.CharField(_("role code"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=60)
    actions = models.JSONField(_("actions"), default=list)
    offered = models.JSONField(
        _("actions offered so far"),
        default=list,
        editable=False,
        help_text=_(
            "An upgrade adds only actions that are not in this list; a removed one stays removed."
        ),
    )

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class RoleGrant(Record, Period):
    """A person holds a role from when to when, over a team and all below it."""

    scope = Scope.via("user")

    user = models.ForeignKey(
        User, verbose_name=_("account"), on_delete=models.PROTECT, related_name="grants"
    )
    role = models.ForeignKey(
        Role, verbose_name=_("role"), on_delete=models.PROTECT, related_name="grants"
    )
    team = models.ForeignKey(
        Team, verbose_name=_("over the team"), on_delete=models.PROTECT, related_name="grants"
    )

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("role grant")
        verbose_name_plural = _("role grants")

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.team}"
