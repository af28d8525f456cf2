"""Projects as the actions make them."""

import datetime as dt
from decimal import Decimal

import factory

from crm.projects import models
from crm.projects.rules import Stage
from crm.projects.seeds import DEFAULT_LIBRARY
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.occupancy import ZoneFactory


class ProjectFactory(factory.django.DjangoModelFactory):
    """In talks, with an enterprise and an amount. ``team`` must be given."""

    class Meta:
        model = models.Project

    number = factory.Sequence(lambda n: f"XM-2021-{n + 1:04d}")
    name = factory.Sequence(lambda n: f"测试项目{n}")
    enterprise = factory.SubFactory(EnterpriseFactory, team=factory.SelfAttribute("..team"))
    stage = Stage.TALKS
    stage_since = dt.date(2022, 6, 1)
    investment_amount = Decimal("180000000.00")
    investment_cny = factory.SelfAttribute("investment_amount")


class StageMoveFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.StageMove

    moved_on = dt.date(2022, 6, 1)
    to_stage = Stage.TALKS


class LibraryFactory(factory.django.DjangoModelFactory):
    """The default library, which every installation has, unless a code is given."""

    class Meta:
        model = models.Library
        django_get_or_create = ("code",)

    code = DEFAULT_LIBRARY
    name = "“两区”库"
    starts_on = dt.date(2020, 9, 1)


class LibraryEntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.LibraryEntry

    library = factory.SubFactory(LibraryFactory)
    state = models.LibraryEntry.State.IN
    entered_on = dt.date(2022, 3, 1)


class MoneyIncrementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.MoneyIncrement

    kind = models.MoneyIncrement.Kind.CONTRACT
    happened_on = dt.date(2022, 6, 1)
    amount = Decimal("1000000.00")
    cny = factory.SelfAttribute("amount")


class PromiseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Promise

    title = "装修补贴"


class MilestoneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Milestone

    name = "签约"
    planned_on = dt.date(2023, 3, 1)


class ProjectFollowUpFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ProjectFollowUp

    at = dt.datetime(2023, 3, 1, 10, tzinfo=dt.UTC)
    result = "认可方案"


class FunctionPlanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.FunctionPlan

    function = "数字金融"
    zone = factory.SubFactory(ZoneFactory)
    area = Decimal("1000.00")
    starts_on = factory.Sequence(lambda n: dt.date(2020, 1, 1) + dt.timedelta(days=n))
