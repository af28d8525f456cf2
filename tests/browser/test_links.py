"""Nothing that a page offers is refused: links asked one after another, three steps deep.

Quicker than opening each page in a browser, so it goes further than tests/browser/test_pages.py.
"""

import html
import re
from collections import deque
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest

from tests.browser.test_pages import SKIPPED, shape

MOST_PAGES, STEPS = 160, 3
# One of each reach: the whole district with and without leases, one branch, own buildings.
ACCOUNTS = ("coordinator", "deputy_head", "steward", "operator", "editor")
LINK = re.compile(r"<a\b[^>]*?\bhref=\"([^\"#]+)")


def offered(page: str, at: str, within: str) -> Iterator[str]:
    """Addresses of the site below ``within`` that the page links to, without fragments."""
    for written in LINK.findall(page):
        parts = urlsplit(urljoin(at, html.unescape(written)))
        same_site = parts.netloc == urlsplit(at).netloc
        if same_site and parts.path.startswith(within) and not parts.path.startswith(SKIPPED):
            yield f"{parts.path}?{parts.query}" if parts.query else parts.path


def refused(visitor, start: str, within: str) -> list[str]:
    """Links, one of a kind, that are answered with an error, and the page that offers them."""
    ask, address = visitor.context.request, visitor.site.address
    waiting, known, wrong = deque([(start, "", 0)]), {shape(start)}, []
    asked = 0
    while waiting and asked < MOST_PAGES:
        path, source, steps = waiting.popleft()
        answer, asked = ask.get(address + path), asked + 1
        if answer.status >= 400:
            wrong.append(f"{source} → {path}: {answer.status}")
        elif steps < STEPS and "text/html" in answer.headers.get("content-type", ""):
            for link in offered(answer.text(), answer.url, within):
                if shape(link) not in known:
                    known.add(shape(link))
                    waiting.append((link, path, steps + 1))
    return wrong


@pytest.mark.parametrize("account", ACCOUNTS)
def test_no_link_of_the_desk_is_refused(visit, account):
    assert refused(visit(account), "/desk/", "/desk/") == []


def test_no_link_of_the_portal_is_dead(visit):
    assert refused(visit(), "/", "/") == []
