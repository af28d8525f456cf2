"""A real browser on the running site; what it complains about fails the test."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Response, sync_playwright

from tests.services.site import Site, running_site

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 375, "height": 740}
PATIENCE = 60_000


@dataclass
class Watch:
    """What a page complained about: console errors, failed files, requests to other hosts."""

    address: str
    complaints: list[str] = field(default_factory=list)

    def on(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)

    def taken(self) -> list[str]:
        """The complaints so far; the next page starts without them."""
        found, self.complaints = self.complaints, []
        return found

    def _console(self, message) -> None:
        # A refused page (403, 404, 422) logs itself; the response listener judges those.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _request(self, request) -> None:
        # Only these leave the machine; data:, blob: and the browser's own PDF viewer do not.
        asked = urlsplit(request.url)
        if asked.scheme not in ("http", "https", "ws", "wss"):
            return
        if asked.netloc != urlsplit(self.address).netloc:
            self.complaints.append(f"other host: {request.url}")

    def _response(self, response) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            self.complaints.append(f"{response.status}: {response.url}")


@dataclass
class Visitor:
    """Somebody at the browser: ``open`` a path, then look at ``page``."""

    site: Site
    context: BrowserContext
    page: Page
    watch: Watch

    def open(self, path: str) -> Page:
        """Go there and wait until the page is at rest; the answer must not be an error."""
        response = self.look_at(path)
        assert response is not None, f"{path} is a download"
        assert response.status < 400, f"{path}: {response.status}"
        return self.page

    def look_at(self, path: str) -> Response | None:
        """Go there and wait until the page is at rest; None when it is a file to download."""
        try:
            return self.page.goto(self.site.address + path, wait_until="networkidle")
        except Error as error:
            if "Download is starting" not in error.message:
                raise
            return None

    def narrow(self) -> None:
        self.page.set_viewport_size(NARROW)

    def wide(self) -> None:
        self.page.set_viewport_size(WIDE)


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    with running_site() as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def states(site, browser) -> dict[str, dict]:
    """User name → the browser's state after signing in, filled on first use."""
    return {}


def signed_in(browser: Browser, site: Site, username: str) -> dict:
    context = browser.new_context(viewport=WIDE, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{site.address}/accounts/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", site.password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/desk/**", timeout=PATIENCE)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def visit(site, browser, states) -> Iterator:
    """``visit("manager")`` is that demo account signed in; ``visit()`` is the public."""
    opened: list[Visitor] = []

    def enter(username: str | None = None) -> Visitor:
        if username and username not in states:
            states[username] = signed_in(browser, site, username)
        context = browser.new_context(
            viewport=WIDE, locale="zh-CN", storage_state=states.get(username)
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        visitor = Visitor(site, context, page, Watch(site.address))
        visitor.watch.on(page)
        opened.append(visitor)
        return visitor

    yield enter
    for visitor in opened:
        visitor.context.close()
