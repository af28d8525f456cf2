"""The monthly return from the operator's first click to the corrected month, in a real browser."""

import re
from pathlib import Path

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


def unit_row(page, state: str):
    """The first unit of the return that stands in that state in the ledger."""
    rows = page.locator("section[aria-labelledby=h-units] tbody tr")
    return rows.filter(has=page.locator("td.k-state b", has_text=re.compile(f"^{state}$"))).first


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
