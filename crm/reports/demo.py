"""Demo reports: a form of another office, built here and mapped; filled by ``manage.py demo``."""

import datetime as dt
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from crm.core.registries import DemoBuilder, demo_builders
from crm.occupancy.models import Building
from crm.reports.models import SubmissionForm
from crm.reports.submissions.actions import map_cell, register_form
from crm.reports.submissions.catalogue import Parameters

CODE = "SW-01"
SUMMARY, LIST = "汇总表", "楼宇明细"
FIRST_ROW, FREE_ROWS = 5, 10
LINE = Border(*(Side(style="thin"),) * 4)
CENTER = Alignment(horizontal="center", vertical="center", wrap_text=True)
# label, unit, source, unit of the source, number format
INDICATORS = (
    ("在用商务楼宇数量", "栋", "count.buildings", "", "0"),
    ("在用楼宇建筑面积", "万平方米", "area.gross", "万㎡", "0.00"),
    ("已入驻面积", "万平方米", "area.occupied", "万㎡", "0.00"),
    ("空置面积", "万平方米", "area.V", "万㎡", "0.00"),
    ("入驻率", "%", "occupancy.rate", "%", "0.0"),
    ("入驻企业数", "家", "count.enterprises", "", "#,##0"),
    ("其中：属地注册企业数", "家", "count.registered", "", "#,##0"),
    ("累计入库项目数", "个", "project.cumulative", "", "#,##0"),
)
COLUMNS = (
    ("序号", 6, "row.number", ""),
    ("楼宇名称", 24, "place.name", ""),
    ("等级", 10, "place.grade", ""),
    ("建筑面积\n（平方米）", 14, "area.gross", "㎡"),
    ("已入驻面积\n（平方米）", 14, "area.occupied", "㎡"),
    ("入驻率\n（%）", 10, "occupancy.rate", "%"),
    ("企业数\n（家）", 10, "count.enterprises", ""),
)


def blank_form() -> bytes:
    """商务楼宇运行情况月报表: a summary with a year's change, and a list with ten rows and sums."""
    book = Workbook()
    book.active.title = SUMMARY
    _summary(book.active)
    _list(book.create_sheet(LIST))
    book.properties.creator = "演示数据"
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _head(sheet: Worksheet, title: str, columns: int) -> None:
    for row, words, size in ((1, title, 16), (2, "（演示样表，非真实报表）", 10)):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
        sheet.cell(row, 1, words).font = Font(name="黑体", size=size)
        sheet.cell(row, 1).alignment = CENTER
    sheet.row_dimensions[1].height = 30


def _box(sheet: Worksheet, row: int, values: tuple[object, ...], *, bold: bool = False) -> None:
    for column, value in enumerate(values, 1):
        cell = sheet.cell(row, column, value)
        cell.border, cell.alignment = LINE, CENTER
        cell.font = Font(name="宋体", size=11, bold=bold)


def _summary(sheet: Worksheet) -> None:
    _head(sheet, "商务楼宇运行情况月报表", 5)
    sheet["A3"], sheet["D3"] = "填报单位：示例商务区管理机构（演示）", "报告期："
    _box(sheet, 4, ("指标", "计量单位", "本月", "上年同月", "同比增减"), bold=True)
    for row, (label, unit, _source, _unit, shown) in enumerate(INDICATORS, FIRST_ROW):
        _box(sheet, row, (label, unit, None, None, f"=C{row}-D{row}"))
        for column in "CDE":
            sheet[f"{column}{row}"].number_format = shown
    foot = FIRST_ROW + len(INDICATORS)
    sheet.cell(foot, 1, "填表人：")
    sheet.cell(foot, 4, "填报日期：")
    for column, width in zip("ABCDE", (28, 12, 14, 14, 14), strict=True):
        sheet.column_dimensions[column].width = width


def _list(sheet: Worksheet) -> None:
    _head(sheet, "商务楼宇明细表", len(COLUMNS))
    sheet["A3"] = "单位：平方米、%、家"
    _box(sheet, 4, tuple(label for label, *_rest in COLUMNS), bold=True)
    last = FIRST_ROW + FREE_ROWS - 1
    for row in range(FIRST_ROW, last + 1):
        _box(sheet, row, (None,) * len(COLUMNS))
        for column, shown in zip("DEF", ("#,##0.00", "#,##0.00", "0.0"), strict=True):
            sheet[f"{column}{row}"].number_format = shown
    sums = tuple(f"=SUM({letter}{FIRST_ROW}:{letter}{last})" for letter in "DE")
    total = last + 1
    _box(sheet, total, ("合计", None, None, *sums, f"=E{total}/D{total}*100", None), bold=True)
    sheet.merge_cells(start_row=total, end_row=total, start_column=1, end_column=3)
    for column, shown in zip("DEF", ("#,##0.00", "#,##0.00", "0.0"), strict=True):
        sheet[f"{column}{total}"].number_format = shown
    sheet.cell(total + 1, 1, "注：企业在多栋楼的，各楼分别计数。")
    for (_label, width, *_rest), letter in zip(COLUMNS, "ABCDEFG", strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A5"


def map_demo(form: SubmissionForm) -> None:
    """Figures of both months, the period, and one row a building."""
    map_cell(form, (SUMMARY, "E3"), "period.words", Parameters(), by=None)
    for row, (_label, _words, source, unit, _shown) in enumerate(INDICATORS, FIRST_ROW):
        map_cell(form, (SUMMARY, f"C{row}"), source, Parameters(), unit=unit, by=None)
        before = Parameters(moment="year_ago")
        map_cell(form, (SUMMARY, f"D{row}"), source, before, unit=unit, by=None)
    foot = FIRST_ROW + len(INDICATORS)
    map_cell(form, (SUMMARY, f"B{foot}"), "filling.person", Parameters(), by=None)
    map_cell(form, (SUMMARY, f"E{foot}"), "filling.day", Parameters(), by=None)
    rows = Parameters(per="building")
    for letter, (_label, _width, source, unit) in zip("ABCDEFG", COLUMNS, strict=True):
        cell = (LIST, f"{letter}{FIRST_ROW}")
        map_cell(form, cell, source, rows, unit=unit, fills_down=True, by=None)


def build(today: dt.date) -> None:
    """The form; reports of it and of the buildings are drawn up by the demo command."""
    if not Building.objects.exists():
        return
    upload = SimpleUploadedFile("商务楼宇运行情况月报表.xlsx", blank_form())
    form = SubmissionForm(
        code=CODE,
        name="商务楼宇运行情况月报表（演示样表）",
        agency="市级投资促进部门（演示）",
        due_day=8,
    )
    map_demo(register_form(form, upload, by=None))


demo_builders.register(DemoBuilder("reports", build, order=90))
