"""Leads as the actions make them."""

import datetime as dt

import factory

from crm.core.clock import now
from crm.leads import models
from crm.leads.clocks import set_clocks
from crm.leads.rules import State
from tests.factories.enterprises import EnterpriseFactory


class PromotionEventFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.PromotionEvent

    code = factory.Sequence(lambda n: f"TJH-{n}")
    name = "年初推介会"
    held_on = dt.date(2023, 1, 6)


class LeadFactory(factory.django.DjangoModelFactory):
    """Received just now; with an owner it awaits the first response. ``team`` must be given."""

    class Meta:
        model = models.Lead

    number = factory.Sequence(lambda n: f"XS-2021-{n + 1:04d}")
    title = factory.LazyAttribute(lambda row: row.enterprise.name if row.enterprise else "线索")
    enterprise = factory.SubFactory(EnterpriseFactory, team=factory.SelfAttribute("..team"))
    contact_name = "方某"
    contact_phone = "13912340117"
    phone_key = "13912340117"
    received_at = factory.LazyFunction(now)
    state_since = factory.SelfAttribute("received_at")
    owner = None
    state = factory.LazyAttribute(
        lambda row: State.UNASSIGNED if row.owner is None else State.UNANSWERED
    )
    assigned_at = factory.LazyAttribute(lambda row: row.received_at if row.owner else None)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        lead = model_class(*args, **kwargs)
        set_clocks([lead], day=lead.received_at.date())
        lead.save()
        return lead


class LeadMoveFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.LeadMove

    moved_at = factory.LazyFunction(now)
    to_state = State.UNASSIGNED


class FollowUpFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.FollowUp

    at = factory.LazyFunction(now)
    result = "认可方案"


class FirstReportClaimFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.FirstReportClaim

    enterprise = factory.SubFactory(EnterpriseFactory)
    enterprise_key = factory.SelfAttribute("enterprise.name_key")
    filed_at = factory.LazyFunction(now)
    protected_until = dt.date(2023, 6, 5)
