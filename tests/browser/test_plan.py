"""The stacking plan by keyboard: one stop, arrows, Enter, Esc, and the slider over months."""

BUILDING = "/desk/occupancy/buildings/LY-0001/?as_of=2023-02-28"
STOPS = (
    "[...document.querySelectorAll('#plan svg a[data-unit]')].filter(a => a.tabIndex === 0).length"
)
HERE = "document.activeElement.getAttribute('aria-label') ?? document.activeElement.id"


def test_the_plan_is_walked_by_arrows_and_the_drawer_gives_the_focus_back(visit):
    visitor = visit("manager")
    visitor.look_at(BUILDING)
    page = visitor.page
    assert page.evaluate(STOPS) == 1
    page.locator("#plan svg a[data-unit][tabindex='0']").focus()
    for key in [*["ArrowDown"] * 8, "ArrowRight"]:
        page.keyboard.press(key)
    cell = page.evaluate(HERE)
    assert cell.startswith("2202 室")
    page.keyboard.press("Enter")
    page.wait_for_selector("#h-unit:focus")
    assert page.url.endswith("&unit=2202")
    page.keyboard.press("Escape")
    assert page.evaluate(HERE) == cell
    assert "unit=" not in page.url
    assert visitor.watch.taken() == []


def test_the_slider_shows_another_month_end_and_keeps_the_focus(visit):
    visitor = visit("manager")
    visitor.look_at(BUILDING)
    page = visitor.page
    page.locator("#as-of-slider").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**as_of=2023-01-31**")
    page.wait_for_selector("#as-of-slider:focus")
    assert page.input_value("#as-of") == "2023-01-31"
    page.go_back()
    page.wait_for_url("**as_of=2023-02-28**")
    assert visitor.watch.taken() == []
