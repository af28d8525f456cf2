"""The monthly return from the operator's first click to the corrected month, in a real browser."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.looking import grave_violations

MONTH = "2023-03"
QUEUE = f"/desk/occupancy/returns/?month={MONTH}"
NAMES = ("operator", "operator_b", "operator_c", "operator_d")


def sound(visitor) -> None:
    """Nothing in the console, no other host, accessible."""
    assert visitor.watch.taken() == []
    assert grave_violations(visitor.page) == []


def buildings(visitor, state: str) -> list[str]:
    """Addresses of the visitor's returns in that state."""
    page = visitor.open(f"{QUEUE}&state={state}")
    links = page.locator("table a.strong")
    return [links.nth(at).get_attribute("href") for at in range(links.count())]


def unit_rows(page, state: str):
    """The units of the return that stand in that state in the ledger."""
    rows = page.locator("section[aria-labelledby=h-units] tbody tr")
    return rows.filter(has=page.locator("td.k-state b", has_text=re.compile(f"^{state}$")))


def send(page) -> None:
    page.get_by_role("link", name=re.compile("^报送")).click()
    page.get_by_label("负责人").fill("乔总")
    page.get_by_role("button", name="报送", exact=True).click()
    expect(page.locator("#messages")).to_contain_text("月报已送统计人员审核")


def download(page, path: Path) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载预填表").click()
    waiting.value.save_as(path)
    return path


def upload(page, content: bytes) -> None:
    page.get_by_role("link", name="上传表格").click()
    page.get_by_label("表格文件").set_input_files(
        {"name": "台账.xlsx", "mimeType": "application/vnd.ms-excel", "buffer": content}
    )
    page.get_by_role("button", name="读取并展示识别结果").click()
    page.wait_for_url("**/upload/*/")


def tab_to(page, selector: str, most: int = 150) -> None:
    """Walk there with the Tab key alone."""
    for _ in range(most):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached with the keyboard")


def first_kept(page, found_in: str, link: str, fill) -> str:
    """Report about the first unit in that state about which the ledger says nothing later; gives
    its number. ``fill`` fills in the form and is given the unit's area.
    """
    home = page.url
    for at in range(unit_rows(page, found_in).count()):
        row = unit_rows(page, found_in).nth(at)
        number = row.locator("td.k-title").inner_text()
        area = float(row.locator("td.num").nth(1).inner_text().replace(",", ""))
        row.get_by_role("link", name=re.compile(f"^{link}")).click()
        fill(area)
        page.get_by_role("button", name="保存", exact=True).click()
        if page.locator("#error-summary").count() == 0:
            expect(page.locator("#messages")).to_contain_text(number)
            return number
        page.goto(home)
    raise AssertionError(f"no unit in state {found_in} can be reported")


def report(page, found_in: str, **fields) -> str:
    """Report a change on screen."""

    def fill(_area: float) -> None:
        for name, value in fields.items():
            field = page.locator(f"form.b [name={name}]")
            field.select_option(value) if name == "state" else field.fill(value)

    return first_kept(page, found_in, "填报变动", fill)


def test_an_operator_reports_on_screen_prints_and_sends(visit):
    visitor = visit("operator")
    page = visitor.open(buildings(visitor, "none")[0])
    sound(visitor)
    left = report(page, "L", state="V", on="2023年3月31日", note="到期退租")
    report(page, "V", state="S", on="2023.3.31", tenants="示例自用单位")
    sound(visitor)
    lines = page.locator("section[aria-labelledby=h-lines]")
    expect(lines).to_contain_text(left)
    expect(lines).to_contain_text("到期退租")
    expect(lines).to_contain_text("示例自用单位")
    send(page)
    sound(visitor)
    paper = page.get_by_role("link", name="确认表").get_attribute("href")
    printed = visitor.context.request.get(visitor.site.address + paper)
    assert printed.body().startswith(b"%PDF")
    page.get_by_role("button", name="撤回报送").click()
    expect(page.locator("#messages")).to_contain_text("已撤回")
    send(page)
    assert visitor.watch.taken() == []


def test_an_operator_splits_a_unit_on_a_phone(visit):
    visitor = visit("operator_b")
    page = visitor.open(buildings(visitor, "none")[0])
    visitor.narrow()
    home = page.url
    unit_rows(page, "V").first.get_by_role("link", name=re.compile("^拆分")).click()
    page.fill("[name=on]", "2023-03-31")
    page.fill("[name=part-0-area]", "60")
    page.fill("[name=part-1-area]", "40")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#error-summary")).to_contain_text("合计 100.00 ㎡")
    sound(visitor)
    page.goto(home)

    def fill(area: float) -> None:
        page.fill("[name=on]", "2023-03-31")
        page.fill("[name=part-0-area]", f"{area - 40:.2f}")
        page.fill("[name=part-1-area]", "40")

    number = first_kept(page, "V", "拆分", fill)
    lines = page.locator("section[aria-labelledby=h-lines]")
    expect(lines).to_contain_text(f"{number} → {number}、{number}-2")
    sound(visitor)


def test_an_operator_works_in_the_downloaded_sheet(visit, tmp_path):
    visitor = visit("operator_c")
    page = visitor.open(buildings(visitor, "none")[0])
    book = load_workbook(download(page, tmp_path / "预填.xlsx"))
    sheet = book.worksheets[0]
    rows = [row for row in sheet.iter_rows(min_row=2) if str(row[3].value).startswith("L")]
    left, wrong = rows[0], rows[1]
    left[3].value = wrong[3].value = "V 空置"
    former, wrong[5].value = wrong[5].value, "另一家公司"
    upload(page, content_of(book))
    sound(visitor)
    expect(page.locator("#main")).to_contain_text(f"F{wrong[0].row}")
    expect(page.locator("#main")).to_contain_text("请改状态，或清空企业名称")
    page.get_by_role("link", name="返回月报").click()
    wrong[5].value = former
    upload(page, content_of(book))
    expect(page.locator("#main")).not_to_contain_text("请改状态")
    page.get_by_role("button", name=re.compile("^计入2处")).click()
    lines = page.locator("section[aria-labelledby=h-lines]")
    for row in (left, wrong):
        expect(lines).to_contain_text(str(row[1].value))
    assert visitor.watch.taken() == []


def content_of(book) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_nothing_changed_is_one_click(visit):
    visitor = visit("operator_d")
    page = visitor.open(buildings(visitor, "none")[0])
    page.get_by_role("button", name="零变动报送").click()
    expect(page.locator("#messages")).to_contain_text("月报已送统计人员审核")
    expect(page.locator("#main")).to_contain_text("零变动")
    assert visitor.watch.taken() == []


@pytest.fixture
def waiting(visit) -> tuple[str, str]:
    """A return with several lines that waits: its building and its review."""
    visitor = visit("statistician")
    page = visitor.open(f"{QUEUE}&state=sent")
    rows = page.locator("tbody tr").filter(has=page.locator("td.num", has_text=re.compile("[3-9]")))
    row = rows.first
    links = (row.locator("a.strong"), row.get_by_role("link", name="审核"))
    building, review = (link.get_attribute("href") for link in links)
    return building, review


def test_a_return_goes_back_and_forth_by_keyboard(visit, waiting):
    building, review = waiting
    visitor = visit("statistician")
    page = visitor.open(review)
    sound(visitor)
    groups = page.locator("[role=radiogroup]")
    count, first = groups.count(), groups.nth(0).locator("input").nth(0).get_attribute("name")
    tab_to(page, f"input[name='{first}']")
    page.keyboard.press("ArrowRight")
    tab_to(page, f"input[name='{first.replace('decision', 'reason')}']")
    page.keyboard.type("请附退租单")
    for at in range(1, count):
        name = groups.nth(at).locator("input").nth(0).get_attribute("name")
        tab_to(page, f"input[name='{name}']")
        page.keyboard.press("Space")
    sound(visitor)
    expect(page.locator("button[value=decide]")).to_have_text(f"审核通过{count - 1}行，退回1行")
    tab_to(page, "button[value=decide]")
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("已退回运营方")

    mine = owner_of(visit, building)
    page = mine.open(building)
    lines = page.locator("section[aria-labelledby=h-lines]")
    expect(lines).to_contain_text("请附退租单")
    expect(lines).to_contain_text("审核通过")
    lines.get_by_role("link", name="编辑").click()
    page.get_by_label("证据").set_input_files(
        {"name": "退租单.txt", "mimeType": "text/plain", "buffer": "退租单".encode()}
    )
    page.get_by_role("button", name="保存", exact=True).click()
    send(page)
    assert mine.watch.taken() == []

    page = visitor.open(review)
    expect(page.locator("#main")).to_contain_text("第2次报送")
    page.get_by_role("button", name=re.compile("^通过可算")).click()
    page.locator("button[value=decide]").click()
    expect(page.locator("#messages")).to_contain_text("审核通过")
    assert visitor.watch.taken() == []


def owner_of(visit, building: str):
    """The operator who reports for that building."""
    for name in NAMES:
        visitor = visit(name)
        if visitor.look_at(building).status == 200:
            return visitor
    raise AssertionError(building)


def test_the_slower_of_two_reviewers_is_told(visit, waiting):
    _building, review = waiting
    first, second = visit("statistician"), visit("statistician")
    for visitor in (first, second):
        visitor.open(review)
    first.page.get_by_role("button", name=re.compile("^通过可算")).click()
    expect(first.page.locator("#messages")).to_contain_text("已暂存")
    second.page.locator("label[for^=r-]").first.click()
    second.page.locator("input[name^=reason-]").first.fill("我的理由")
    second.page.locator("button[value=save]").click()
    expect(second.page.locator("#messages")).to_contain_text("已先处理该月报")
    expect(second.page.locator("input[name^=reason-]").first).to_have_value("我的理由")
    assert second.watch.taken() == []


def accept_one_late(page, visitor) -> None:
    """A return with changes that comes through after the month was closed."""
    rows = visitor.open(f"{QUEUE}&state=sent").locator("tbody tr")
    row = rows.filter(has=page.locator("td.num", has_text=re.compile("[1-9]"))).first
    row.get_by_role("link", name="审核").click()
    page.get_by_role("button", name=re.compile("^通过可算")).click()
    page.locator("button[value=decide]").click()
    expect(page.locator("#messages")).to_contain_text("审核通过")


def test_all_without_changes_are_accepted_and_the_month_is_closed_and_corrected(visit):
    visitor = visit("statistician")
    page = visitor.open(QUEUE)
    sound(visitor)
    page.get_by_role("button", name=re.compile("审核通过.*零变动")).click()
    expect(page.locator("#messages")).to_contain_text("零变动月报")
    page.get_by_role("link", name="月度结账").last.click()
    sound(visitor)
    page.locator("form.b button[type=submit]").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("缺报结账的理由").fill("运营方系统故障，已电话核实")
    page.locator("form.b button[type=submit]").click()
    expect(page.locator("#messages")).to_contain_text("已结账，第1版")
    closed = page.url
    sound(visitor)
    accept_one_late(page, visitor)
    page.goto(closed)
    page.get_by_role("link", name=re.compile("更正")).click()
    page.get_by_label("更正说明").fill("补报一处退租")
    page.locator("form.b button[type=submit]").click()
    expect(page.locator("#messages")).to_contain_text("已出第2版")
    expect(page.locator("section[aria-labelledby=h-editions]")).to_contain_text("补报一处退租")
    sound(visitor)
