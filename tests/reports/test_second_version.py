"""Rule version 2: eight sections whose figures add up, and reasons where there are none."""

import datetime as dt
from decimal import Decimal

import pytest

from crm.occupancy.actions import plan_release
from crm.occupancy.models import ReleasePlanRevision
from crm.projects.models import Project, StageMove
from crm.reports.canonical import plain
from crm.reports.narrative import has_stray_brace, unknown_names
from crm.reports.occupancy_monthly.figures import figures
from crm.reports.occupancy_monthly.matching import band_of
from crm.reports.occupancy_monthly.positions import Month, effects
from crm.reports.occupancy_monthly.second.document import build
from tests.factories.core import TeamFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.occupancy import LeaseFactory, ReleasePlanFactory, SpellOccupantFactory
from tests.factories.projects import FunctionPlanFactory, ProjectFactory, StageMoveFactory
from tests.reports.conftest import FEBRUARY, sit
from tests.reports.test_figures import cells, table

pytestmark = pytest.mark.django_db
TITLES = [
    "总体情况",
    "变化情况",
    "分楼宇情况",
    "行业结构",
    "到期与退租预警",
    "招商项目与楼宇匹配",
    "问题与建议",
    "口径说明",
]


def drawn(scope="district", as_of=FEBRUARY):
    return build(plain(figures(as_of, scope)))


def month_of(scope="district"):
    return Month(plain(figures(FEBRUARY, scope)))


def need(area, function="数字金融", stage="talks", on=dt.date(2023, 1, 10)):
    project = ProjectFactory(need_area_from=area, function=function, team=TeamFactory())
    StageMoveFactory(project=project, moved_on=on, to_stage=stage, to_side="")
    return project


def test_eight_sections_are_numbered_without_a_gap(ledger):
    document = drawn()
    assert [section.title for section in document.sections] == TITLES
    assert [section.number for section in document.sections] == list("一二三四五六七八")


@pytest.mark.parametrize("scope", ["district", "S", "NORTH-1"])
def test_every_passage_names_only_figures_that_it_has(ledger, scope):
    need("600.00")
    for key, passage in drawn(scope).passages.items():
        assert not unknown_names(passage.template, passage), key
        assert not has_stray_brace(passage.template), key
        assert "[[" not in passage.text


def test_no_reference_to_a_table_is_left_open(ledger):
    document = drawn()
    words = [cell.text for found in document.tables for row in found.rows for cell in row.cells]
    assert not [text for text in words if "[[" in text]
    assert not [block.source for block in document.tables if "[[" in block.source]


def test_the_balance_adds_up_with_its_difference(ledger):
    """A unit that was taken without a known tenant is a row of its own, never hidden."""
    spell = sit(ledger["units"][8], start=dt.date(2023, 2, 20))
    spell.occupants.all().delete()
    moved = month_of()["balance"]
    kinds = ("move_in", "expansion", "move_out", "contraction")
    total = sum(Decimal(moved[kind]) for kind in kinds) + Decimal(moved["difference"])
    assert Decimal(moved["difference"]) == 100
    assert Decimal(moved["adjusted"]) + total == Decimal(moved["closing"])
    assert cells(drawn(), "moves", "difference:未登记企业的面积:")[3] == "+100"


def test_a_relocation_is_a_row_that_counts_nothing(ledger):
    owner = EnterpriseFactory(name="搬迁企业")
    sit(ledger["units"][8], start=dt.date(2022, 1, 1), end=dt.date(2023, 2, 10), owner=owner)
    sit(ledger["fresh"][1], start=dt.date(2023, 2, 12), owner=owner)
    row = next(row for row in table(drawn(), "moves").rows if "搬迁企业" in row.key)
    texts = [cell.text for cell in row.cells]
    assert (texts[0], texts[2], texts[3], texts[4]) == ("区内搬迁", "甲楼 → 乙楼", "100", "—")


def test_a_change_of_tenant_in_a_group_is_no_move(ledger):
    parent = EnterpriseFactory(name="集团母公司")
    old = EnterpriseFactory(name="集团甲公司", parent=parent)
    new = EnterpriseFactory(name="集团乙公司", parent=parent)
    sit(ledger["units"][8], end=dt.date(2023, 2, 10), owner=old)
    sit(ledger["units"][8], start=dt.date(2023, 2, 10), owner=new)
    month = month_of()
    row = next(row for row in month["moves"] if row["kind"] == "succession")
    assert row["enterprise"] == "集团甲公司 → 集团乙公司"
    assert Decimal(row["net"]) == 0
    assert month["balance"]["succession_count"] == 1


def test_the_parts_of_the_denominator_add_up_to_its_effect(ledger):
    sit(ledger["units"][9], state="H", start=dt.date(2023, 2, 3))
    month = month_of()
    parts = month["denominator"]["parts"]
    change = month.now.base - month.previous.base
    assert sum(Decimal(part["area"]) for part in parts) == change
    document = build(month.figures)
    whole = table(document, "denominator").rows[-1].cells[2].value
    assert abs(whole - effects(month.previous, month.now).supply) < Decimal("1e-20")
    assert cells(document, "denominator", "held")[1:3] == ["−0.01", "+5.1"]


def test_rates_by_use_stand_beside_the_headline(ledger):
    document = drawn()
    assert cells(document, "overview", "rate_office")[1] == "42.9"
    assert cells(document, "overview", "rate_retail")[1] == "—"


def test_bands_add_up_to_the_vacancy_and_the_needs(ledger):
    need("400.00")
    need("2600.00", stage="intent")
    need("900.00", stage="signed")
    found, month = month_of()["needs"], month_of()
    assert (found["projects"], found["area"]) == (2, "3000.00")
    assert sum(Decimal(band["vacant"]) for band in found["bands"]) == month.now.area("V")
    assert [band["projects"] for band in found["bands"]] == [1, 0, 0, 1, 0]


def test_a_project_counts_where_it_stood_on_the_day(ledger):
    project = need("400.00")
    StageMoveFactory(project=project, moved_on=dt.date(2023, 3, 5), to_stage="signed", to_side="")
    need("700.00", on=dt.date(2023, 3, 1))
    assert month_of()["needs"]["projects"] == 1
    assert Project.objects.count() == StageMove.objects.values("project").distinct().count() == 2


@pytest.mark.parametrize(
    ("area", "band"),
    [("500", "500"), ("500.01", "1000"), ("2000", "2000"), ("30000", "30000"), ("30001", "whole")],
)
def test_the_upper_end_of_a_band_counts_in(area, band):
    assert band_of(Decimal(area)) == band


def test_needs_that_find_no_space_are_named_as_the_gap(ledger):
    need("5000.00")
    document = drawn()
    assert "2,000㎡以上或整层的意向面积0.50万平方米" in document.passages["matching.lead"].text
    assert "房源与需求错位" in document.passages["advice"].text


def test_the_outlook_names_the_version_of_the_plan(ledger):
    plan = ReleasePlanFactory(code="JH-1", zone=ledger["old"].zone)
    for revision, day, area in (
        (1, "2022-11-01", 900),
        (2, "2023-01-15", 500),
        (3, "2023-03-01", 9),
    ):
        plan_release(
            [
                ReleasePlanRevision(
                    plan=plan,
                    revision=revision,
                    revised_on=dt.date.fromisoformat(day),
                    year=2023,
                    quarter=3,
                    area=Decimal(area),
                    certainty="firm",
                )
            ],
            by=None,
            reason="测试",
        )
    document = drawn()
    # 600 of 1,500 ㎡ gross; 500 more and nothing let gives 600 of 2,000.
    assert cells(document, "outlook", "nothing")[2] == "30.0"
    assert cells(document, "outlook", "hold")[1:4] == ["0.02", "40.0", "0.0"]
    assert "JH-1第2版，2023-01-15修订" in document.passages["matching.outlook"].text


def test_what_is_missing_is_printed_with_its_reason(ledger):
    document = drawn()
    assert cells(document, "market", "rent")[1:4] == ["—", "元/㎡·月", "已租面积没有登记租金"]
    assert cells(document, "market", "clear")[3] == "月均净吸纳不为正，无法计算"
    assert "没有登记2023年待投放的楼宇" in document.passages["matching.outlook"].text
    assert document.passages["matching.lead"].text == "截止日没有登记选址面积的在谈项目。"


def test_the_mean_rent_is_weighted_by_area(ledger):
    for unit, price, kind in ((8, "6", "day"), (9, "100", "month")):
        spell = sit(ledger["units"][unit])
        spell.lease = LeaseFactory(tenant=EnterpriseFactory(), price=price, price_unit=kind)
        spell.save()
        SpellOccupantFactory(spell=spell, enterprise=EnterpriseFactory())
    # 6 × 365 ÷ 12 = 182.5; two units of 100 ㎡.
    assert cells(drawn(), "market", "rent")[1] == "141.25"


def test_an_empty_ledger_gives_eight_sections(db):
    document = drawn()
    assert len(document.sections) == 8
    assert document.passages["advice"].text == "本月没有需要提请研究的事项。"


def test_functions_show_the_plan_of_the_day_and_what_is_left_of_it(ledger):
    need("600.00")
    zone = ledger["old"].zone
    FunctionPlanFactory(zone=zone, area="50000.00", starts_on=dt.date(2022, 1, 1))
    FunctionPlanFactory(
        zone=zone, function="绿色金融", area="20000.00", starts_on=dt.date(2023, 3, 1)
    )
    document = drawn()
    row = cells(document, "functions", "数字金融")
    assert (row[1], row[-1]) == ("5.00", "+4.94")
    assert [line.key for line in table(document, "functions").rows] == ["数字金融", "合计"]


def test_the_report_of_a_zone_leaves_out_projects_that_want_another(ledger):
    need("600.00")
    elsewhere = need("900.00")
    Project.objects.filter(pk=elsewhere.pk).update(need_zone=ledger["new"].zone)
    assert month_of("S")["needs"]["projects"] == 1
    assert month_of("N")["needs"]["projects"] == 2
    assert "不含意向位置在" in table(drawn("S"), "needs").source
    assert "不含意向位置在" not in table(drawn(), "needs").source
