"""Approval chains and what waits in them."""

import datetime as dt

import factory

from crm.core.clock import now
from crm.directives import models
from tests.factories.core import TeamFactory, UserFactory


class ApprovalChainFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ApprovalChain

    act = factory.Sequence(lambda n: f"tests.act_{n}")
    effective_from = dt.date(2020, 1, 1)
    steps = factory.LazyFunction(lambda: ["chief", "deputy_head"])


class ApprovalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Approval

    act = "tests.act"
    record = factory.SubFactory(TeamFactory)
    team = factory.SubFactory(TeamFactory)
    requested_by = factory.SubFactory(UserFactory)
    requested_at = factory.LazyFunction(now)


class ApprovalStepFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ApprovalStep

    approval = factory.SubFactory(ApprovalFactory)
    order = factory.Sequence(lambda n: n % 30000)
    role = "chief"
