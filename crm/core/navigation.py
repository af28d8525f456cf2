"""Administration in the left navigation."""

from django.utils.translation import gettext_lazy as _

from crm.core.registries import NavItem, navigation

for _order, (_key, _label, _url, _icon, _action) in enumerate(
    (
        ("accounts", _("Accounts"), "desk:core:accounts", "users", "core.manage_people"),
        ("teams", _("Teams"), "desk:core:teams", "users", "core.manage_people"),
        ("roles", _("Roles"), "desk:core:roles", "lock", "core.manage_people"),
        ("settings", _("Dated settings"), "desk:core:settings", "edit", "core.manage_settings"),
        ("calendar", _("Working calendar"), "desk:core:calendar", "clock", "core.manage_settings"),
        ("events", _("Event log"), "desk:core:events", "history", "core.view_events"),
    )
):
    navigation.register(
        NavItem(_key, _label, _url, _icon, _action, section="admin", order=80 + _order)
    )
