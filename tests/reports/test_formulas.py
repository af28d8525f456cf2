"""Results of plain formulas in a filled form: computed, stored beside the formula, or left out."""

from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.formula import ArrayFormula

from crm.reports.submissions.filling import Entry, fill
from crm.reports.submissions.formulas import results

GIVEN = {"A1": 10, "A2": 2.5, "A3": "文字", "A4": None, "A5": True}


def book_of(cells: dict, title: str = "表1") -> Workbook:
    book = Workbook()
    book.active.title = title
    for cell, value in cells.items():
        book.active[cell] = value
    return book


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=A1-A2", "7.5"),
        ("=A1+A2*2", "15"),
        ("=(A1+A2)*2", "25"),
        ("=-A1+A4", "-10"),
        ("=A2/A1*100", "25"),
        ("=A1*50%", "5"),
        ("=SUM(A1:A5)", "12.5"),
        ("=SUM(A1,A2,1)", "13.5"),
        ("=SUM(A1:A2)/COUNT(A1:A5)", "6.25"),
        ("=AVERAGE(A1:A3)", "6.25"),
        ("=MAX($A$1:$A$2)-MIN(A1:A2)", "7.5"),
        ("=ROUND(A1/3,2)", "3.33"),
        ("=ABS(A2-A1)", "7.5"),
        ("='表1'!A1*2", "20"),
    ],
)
def test_plain_formulas_have_results(formula, value):
    assert results(book_of({**GIVEN, "B1": formula}))["表1", "B1"] == Decimal(value)


@pytest.mark.parametrize(
    "formula",
    [
        "=IF(A1>0,1,2)",
        "=A3+1",
        "=A5*1",
        "=A1/A4",
        "=A1&A2",
        "=A1^2",
        "=VLOOKUP(A1,A1:A5,1)",
        "=SUM(A:A)",
        "=别处!A1",
        "=SUM(",
        "=B1",
        "=ROUND(A1)",
        "=A1 A2",
        "=[1]表!A1",
        "={1,2}",
        '="abc',
        "=)",
        "=+",
    ],
)
def test_what_is_not_plain_has_none(formula):
    assert results(book_of({**GIVEN, "B1": formula})) == {}


def test_a_formula_reads_another_and_a_circle_ends():
    book = book_of({**GIVEN, "B1": "=B2*2", "B2": "=A1+1", "C1": "=C2", "C2": "=C1"})
    assert results(book) == {("表1", "B1"): Decimal(22), ("表1", "B2"): Decimal(11)}


def test_an_array_formula_is_left_alone():
    book = book_of(GIVEN)
    book.active["B1"] = ArrayFormula("B1:B2", "=A1:A2*2")
    assert results(book) == {}


@given(st.lists(st.integers(-(10**9), 10**9), min_size=3, max_size=3))
def test_arithmetic_is_that_of_python(values):
    cells = dict(zip(("A1", "A2", "A3"), values, strict=True))
    found = results(book_of({**cells, "B1": "=A1-A2*A3+(A1-A3)*2", "B2": "=SUM(A1:A3)-A2"}))
    one, two, three = values
    expected = Decimal(one - two * three + (one - three) * 2)
    assert found["表1", "B1"] == Decimal(f"{expected:.15g}")
    assert found["表1", "B2"] == one + three


def filled(cells: dict, *entries: Entry) -> bytes:
    buffer = BytesIO()
    book_of(cells).save(buffer)
    return fill(buffer.getvalue(), entries).content


def test_a_filled_form_holds_formula_and_result():
    content = filled({"C1": "=A1-B1", "C2": "=IF(A1>1,1,2)"}, Entry("表1", "A1", [Decimal("81.0")]))
    formulas, shown = (
        load_workbook(BytesIO(content)),
        load_workbook(BytesIO(content), data_only=True),
    )
    assert formulas["表1"]["C1"].value == "=A1-B1"
    assert (shown["表1"]["C1"].value, shown["表1"]["C2"].value) == (81, None)


def test_results_go_to_their_own_sheet():
    book = book_of({"A1": 1, "B1": "=A1*3"})
    other = book.create_sheet("表&2")
    other["A1"], other["B1"] = 5, "=A1*3"
    buffer = BytesIO()
    book.save(buffer)
    shown = load_workbook(BytesIO(fill(buffer.getvalue(), []).content), data_only=True)
    assert [shown[name]["B1"].value for name in ("表1", "表&2")] == [3, 15]
