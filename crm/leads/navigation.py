"""Leads in the navigation."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from crm.core.registries import NavItem, navigation
from crm.leads.models import Lead
from portal.models import InboxMessage


def own_open_leads(user: Any) -> QuerySet:
    """The open leads of this person."""
    return Lead.objects.filter(owner=user).open()


def waiting_enquiries(user: Any) -> QuerySet:
    """The portal enquiries that nobody has taken yet."""
    return InboxMessage.objects.waiting().enquiries()


navigation.register(
    NavItem(
        key="leads",
        label=_("Leads"),
        url_name="desk:leads:list",
        icon="lead",
        action="leads.view",
        order=20,
        count=own_open_leads,
        tab_action="leads.create",
    )
)
navigation.register(
    NavItem(
        key="leads.inbox",
        label=_("Portal enquiries"),
        url_name="desk:leads:inbox",
        icon="mail",
        action="leads.take_inbox",
        order=25,
        count=waiting_enquiries,
    )
)
navigation.register(
    NavItem(
        key="leads.new",
        label=_("Record a lead"),
        url_name="desk:leads:create",
        icon="plus",
        action="leads.create",
        section="quick",
        order=10,
    )
)
