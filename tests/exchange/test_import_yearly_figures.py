"""Restricted yearly figures by spreadsheet: key, wrong cells, who may, the secrecy of the job."""

from decimal import Decimal

import pytest
from django.urls import reverse

from crm.core.errors import NotAllowed, Refused
from crm.core.models import Event
from crm.core.names import make_uscc
from crm.core.registries import exchange_kinds
from crm.enterprises.models import Enterprise, YearlyFigure
from crm.exchange.describing import columns, write_template
from crm.exchange.exporting import export
from crm.exchange.models import ImportJob
from crm.exchange.undoing import undo
from tests.exchange.files import begin, differences, dump, imported, looked_at, rows_in, write_csv
from tests.exchange.files import write_xlsx as write_book
from tests.exchange.test_export import exported, read
from tests.factories.enterprises import EnterpriseFactory, YearlyFigureFactory

pytestmark = pytest.mark.django_db

KIND = "yearly_figures"
CODE = make_uscc("91110101", "MA0YEAR0")
HEAD = ["enterprise", "uscc", "year", "kind", "value", "unit", "source", "authorisation"]
TAX = ["甲公司", "", "2022", "tax", "1,234.50", "万元", "税务部门", "京税授〔2023〕1号"]
PEOPLE = ["", CODE, "2022年", "headcount", "120", "人", "企业自报", ""]


@pytest.fixture
def firms() -> tuple[Enterprise, Enterprise]:
    return EnterpriseFactory(name="甲公司"), EnterpriseFactory(name="乙公司", uscc=CODE)


def changed(row: list[str], **cells: str) -> list[str]:
    return [cells.get(key, value) for key, value in zip(HEAD, row, strict=True)]


def test_figures_come_in_by_name_and_by_code(tmp_path, people, firms):
    answer = rows_in(tmp_path, KIND, [HEAD, TAX, PEOPLE], by=people.statistician)
    assert (answer["errors"], answer["created"]) == ([], 2)
    tax, heads = YearlyFigure.objects.order_by("pk")
    assert (tax.enterprise, tax.value, tax.unit) == (firms[0], Decimal("1234.50"), "万元")
    assert (heads.enterprise, heads.value, heads.year) == (firms[1], 120, 2022)
    assert tax.created_by == people.statistician
    assert Event.objects.filter(name="enterprises.figure_recorded").count() == 2


def test_chinese_heads_and_choices_are_read(tmp_path, people, firms):
    head = ["企业名称", "年份", "年度指标", "数值", "计量单位", "数据来源", "授权文号"]
    row = ["甲公司", "2022", "纳税额", "12", "万元（人民币）", "税务部门", "授1号"]
    labels = dict(YearlyFigure.Kind.choices)
    row[2] = str(labels["tax"])
    answer = rows_in(tmp_path, KIND, [head, row])
    assert answer["errors"] == []
    assert YearlyFigure.objects.get().unit == "万元"


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"enterprise": "无名公司"}, "enterprise", "没有登记"),
        ({"enterprise": "", "uscc": make_uscc("91110101", "MA0NBDY1")}, "uscc", "没有登记"),
        ({"enterprise": "", "uscc": "123"}, "uscc", "18"),
        ({"year": "二〇二二"}, "year", ""),
        ({"year": "2999"}, "year", "1980"),
        ({"kind": "利润"}, "kind", "tax"),
        ({"value": "1234.50万元"}, "value", "单位"),
        ({"value": "350元"}, "value", "单位"),
        ({"value": "-1"}, "value", "0"),
        ({"unit": "万美元"}, "unit", "万元"),
        ({"unit": ""}, "unit", ""),
        ({"source": "统计联网直报"}, "source", "不接收统计联网直报数据"),
        ({"source": ""}, "source", ""),
        ({"authorisation": ""}, "authorisation", "授权文号"),
    ],
)
@pytest.mark.parametrize("looking", [True, False])
def test_a_wrong_cell_is_named_and_leaves_nothing(tmp_path, firms, cells, column, said, looking):
    path = write_csv(tmp_path / "w.csv", [HEAD, changed(TAX, **cells)])
    before = dump()
    answer = looked_at(KIND, path) if looking else imported(KIND, path)
    [error] = answer["errors"]
    assert (error["row"], error["column"]) == (2, column)
    assert said in error["message"]
    assert differences(before, dump()) == []


def test_the_key_is_enterprise_year_kind_and_source(tmp_path, firms):
    rows_in(tmp_path, KIND, [HEAD, TAX])
    answer = rows_in(
        tmp_path,
        KIND,
        [HEAD, changed(TAX, value="9"), changed(TAX, source="企业自报"), changed(TAX, year="2021")],
    )
    assert (answer["updated"], answer["created"], answer["errors"]) == (1, 2, [])
    assert YearlyFigure.objects.get(source="税务部门", year=2022).value == 9


def test_a_column_that_is_absent_leaves_the_figure_alone(tmp_path, firms):
    rows_in(tmp_path, KIND, [HEAD, TAX])
    answer = rows_in(tmp_path, KIND, [HEAD[:-1], changed(TAX, value="9")[:-1]])
    assert (answer["updated"], answer["errors"]) == (1, [])
    assert YearlyFigure.objects.get().authorisation == "京税授〔2023〕1号"


def test_a_dry_run_writes_nothing(tmp_path, people, firms):
    before = dump()
    answer = looked_at(KIND, write_csv(tmp_path / "w.csv", [HEAD, TAX, PEOPLE, TAX]))
    assert (answer["created"], answer["errors"]) == (2, [])
    assert differences(before, dump()) == []


def test_an_undo_takes_new_figures_away_and_puts_corrected_ones_back(tmp_path, firms):
    rows_in(tmp_path, KIND, [HEAD, TAX])
    before = dump()
    rows_in(tmp_path, KIND, [HEAD, changed(TAX, value="9", unit="亿元"), PEOPLE])
    assert differences(before, dump()) == ["enterprises.YearlyFigure"]
    assert undo(ImportJob.objects.latest("pk"), by=None).refused == []
    assert differences(before, dump()) == []


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("heads", ["keys", "zh", "en"])
def test_an_export_comes_back_unchanged(tmp_path, firms, suffix, heads):
    rows_in(tmp_path, KIND, [HEAD, TAX, PEOPLE, changed(TAX, year="2021", value="99999999999.99")])
    answer = imported(KIND, exported(KIND, tmp_path, suffix, heads=heads))
    assert (answer["errors"], answer["unchanged"], answer["rows"]) == ([], 3, 3)


@pytest.mark.parametrize("name", ["manager", "chief", "coordinator", "admin", "operator"])
def test_who_may_not_record_figures_may_not_import_them(tmp_path, people, name):
    with pytest.raises(NotAllowed):
        begin(KIND, write_csv(tmp_path / "w.csv", [HEAD, TAX]), getattr(people, name))


@pytest.mark.parametrize(("name", "held"), [("statistician", 2), ("chief", 1), ("manager", 0)])
def test_an_export_holds_what_the_person_may_see(tmp_path, people, name, held):
    for team in ("section_one", "section_two"):
        YearlyFigureFactory(enterprise=EnterpriseFactory(team=people.team(team)))
    assert len(read(exported(KIND, tmp_path, by=getattr(people, name)))) == held


def test_the_export_screen_is_closed_without_the_right(client, people):
    address = reverse("desk:exchange:export", kwargs={"kind": KIND})
    for name, status in (("statistician", 200), ("manager", 403)):
        client.force_login(getattr(people, name))
        assert client.get(address).status_code == status
        assert (address in client.get(reverse("desk:exchange:list")).content.decode()) is (
            status == 200
        )


def test_a_job_with_restricted_rows_is_seen_only_by_who_sees_figures(
    client, tmp_path, people, firms
):
    rows = [HEAD, changed(TAX, unit="斤")]
    rows_in(tmp_path, KIND, rows, by=people.statistician)
    rows_in(tmp_path, "zones", [["code", "name"], ["south", "南区"]], by=people.statistician)
    figures, zones = ImportJob.objects.order_by("pk")
    for name, status in (("statistician", 200), ("admin", 404), ("coordinator", 404)):
        client.force_login(getattr(people, name))
        assert client.get(figures.get_absolute_url()).status_code == status
        assert client.get(zones.get_absolute_url()).status_code == 200
        listed = client.get(reverse("desk:exchange:list")).content.decode()
        assert (figures.number in listed, zones.number in listed) == (status == 200, True)
        assert getattr(people, name).can_on("exchange.import", figures) is (status == 200)


def test_restricted_rows_are_no_sheet_of_a_workbook(tmp_path, firms):
    path = write_book(tmp_path / "w.xlsx", {"zones": [["code", "name"], ["s", "南"]], KIND: [HEAD]})
    with pytest.raises(Refused, match="单独的文件"):
        imported("workbook", path)
    assert KIND not in columns("workbook")
    write_template("workbook", tmp_path / "t.xlsx")


def test_an_export_is_recorded(tmp_path, people, firms):
    export(exchange_kinds[KIND], tmp_path / "x.csv", by=people.statistician)
    assert Event.objects.get(name="exchange.exported").data["kind"] == KIND
