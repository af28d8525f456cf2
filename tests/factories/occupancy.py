"""Places, units and spells as the actions make them: an office of 100 ㎡, alive since 2020."""

import datetime as dt
from decimal import Decimal

import factory
from django.utils import timezone

from crm.occupancy import models
from tests.factories.enterprises import EnterpriseFactory

LONG_AGO = dt.date(2020, 1, 1)
MONTH = dt.date(2023, 2, 1)


class ZoneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Zone

    code = factory.Sequence(lambda n: f"Z{n:03d}")
    name = factory.Sequence(lambda n: f"第{n}片区")


class BuildingFactory(factory.django.DjangoModelFactory):
    """In use since 2020, without operator and section."""

    class Meta:
        model = models.Building

    code = factory.Sequence(lambda n: f"LY-{n:04d}")
    name = factory.Sequence(lambda n: f"测试楼宇{n}")
    zone = factory.SubFactory(ZoneFactory)
    in_use_from = LONG_AGO
    gross_area = Decimal("10000.00")


class BuildingNameFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.BuildingName

    building = factory.SubFactory(BuildingFactory)
    name = factory.Sequence(lambda n: f"曾用名{n}")
    starts_on = dt.date(2010, 1, 1)
    ends_before = LONG_AGO


class BuildingStatusFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.BuildingStatus

    building = factory.SubFactory(BuildingFactory)
    status = models.BuildingStatus.Status.IN_USE
    starts_on = LONG_AGO


class BuildingMembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.BuildingMembership

    building = factory.SubFactory(BuildingFactory)
    counts = True
    starts_on = LONG_AGO


class FloorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Floor

    building = factory.SubFactory(BuildingFactory)
    level = factory.Sequence(lambda n: n % 30000 + 1)
    label = factory.LazyAttribute(lambda floor: str(floor.level))


class UnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Unit

    building = factory.SubFactory(BuildingFactory)
    floor = factory.SubFactory(FloorFactory, building=factory.SelfAttribute("..building"))
    number = factory.Sequence(lambda n: f"{n:04d}")
    area = Decimal("100.00")
    starts_on = LONG_AGO


class UnitLineageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.UnitLineage

    parent = factory.SubFactory(UnitFactory)
    child = factory.SubFactory(UnitFactory)
    kind = models.UnitLineage.Kind.SPLIT


class AreaChangeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.AreaChange

    before = factory.SubFactory(UnitFactory)
    after = factory.SubFactory(UnitFactory)
    changed_on = LONG_AGO
    document = "测绘报告〔2020〕1号"


class UnitDispositionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.UnitDisposition

    unit = factory.SubFactory(UnitFactory)
    way = models.UnitDisposition.Way.FOR_SALE
    starts_on = LONG_AGO


class UnitUseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.UnitUse

    unit = factory.SubFactory(UnitFactory)
    use = models.UnitUse.Use.RETAIL
    starts_on = LONG_AGO


class UnitHoldFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.UnitHold

    unit = factory.SubFactory(UnitFactory)
    owner_label = "某项目"
    owner_number = factory.Sequence(lambda n: f"XM-2023-{n:04d}")
    starts_on = dt.date(2023, 2, 1)
    ends_before = dt.date(2023, 3, 20)


class LeaseFactory(factory.django.DjangoModelFactory):
    """Three years from 2022-01-01; the building is unknown, as after an import."""

    class Meta:
        model = models.Lease

    number = factory.Sequence(lambda n: f"HT-{n:05d}")
    tenant = factory.SubFactory(EnterpriseFactory)
    starts_on = dt.date(2022, 1, 1)
    last_day = dt.date(2024, 12, 31)


class SpellFactory(factory.django.DjangoModelFactory):
    """Let and occupied from 2022-01-01 on, by nobody known."""

    class Meta:
        model = models.Spell

    unit = factory.SubFactory(UnitFactory)
    state = "L"
    starts_on = dt.date(2022, 1, 1)


class SpellOccupantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.SpellOccupant

    spell = factory.SubFactory(SpellFactory)
    enterprise = factory.SubFactory(EnterpriseFactory)


class ReleasePlanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ReleasePlan

    code = factory.Sequence(lambda n: f"JH-{n:03d}")
    name = factory.Sequence(lambda n: f"北区第{n}期")
    zone = factory.SubFactory(ZoneFactory)


class ReleasePlanRevisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ReleasePlanRevision

    plan = factory.SubFactory(ReleasePlanFactory)
    revised_on = dt.date(2023, 1, 10)
    year = 2023
    quarter = 3
    area = Decimal("170000.00")
    certainty = models.ReleasePlanRevision.Certainty.FIRM


class MonthlyReturnFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.MonthlyReturn

    number = factory.Sequence(lambda n: f"YB-2023-02-{n:04d}")
    building = factory.SubFactory(BuildingFactory)
    month = MONTH


class MonthlyReturnLineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.MonthlyReturnLine

    monthly_return = factory.SubFactory(MonthlyReturnFactory)
    unit = factory.SubFactory(
        UnitFactory, building=factory.SelfAttribute("..monthly_return.building")
    )
    changed_on = dt.date(2023, 2, 15)
    state = "V"


class MonthCloseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.MonthClose

    month = MONTH
    edition = factory.Sequence(lambda n: n % 30000 + 1)
    closed_at = factory.LazyFunction(timezone.now)


class ClosedPositionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ClosedPosition

    close = factory.SubFactory(MonthCloseFactory)
    building = factory.SubFactory(BuildingFactory)
    unit = factory.SubFactory(UnitFactory, building=factory.SelfAttribute("..building"))
    state = "L"
    area = Decimal("100.00")


class ClosedDueFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.ClosedDue

    close = factory.SubFactory(MonthCloseFactory)
    building = factory.SubFactory(BuildingFactory)
    lease_number = factory.Sequence(lambda n: f"ZL-2022-{n:06d}")
    area = Decimal("100.00")
    renewed = Decimal("60.00")


class QualityWaiverFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.QualityWaiver

    building = factory.SubFactory(BuildingFactory)
    check_key = "unit_larger_than_floor"
    subject = factory.Sequence(lambda n: f"unit:{n}")
    reason = "已与实测报告核对。"
