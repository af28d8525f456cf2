"""Every page that a role can reach from its navigation, at both widths.

Pages are found by following links, so a new screen is looked at without being listed here.
"""

from urllib.parse import urlsplit

import pytest

from tests.browser.looking import english_left, grave_violations, wider_than_the_screen

ACCOUNTS = (
    "manager",
    "chief",
    "coordinator",
    "steward",
    "operator",
    "statistician",
    "head",
    "editor",
    "admin",
)
SKIPPED = ("/cms/", "/documents/", "/files/", "/accounts/logout", "/media/")
MOST_PAGES = 70
seen_by_somebody: set[str] = set()


def links(visitor, within: str) -> list[str]:
    """Addresses on this page below ``within``, without their fragments."""
    found = visitor.page.eval_on_selector_all(
        "a[href]:not([download])",
        # The links of a drawing (SVG) hold an object where others hold the address.
        "all => all.map(a => new URL(a.getAttribute('href'), document.baseURI).href)",
    )
    paths = []
    for address in found:
        parts = urlsplit(address)
        same_site = visitor.site.address.endswith(parts.netloc)
        if same_site and parts.path.startswith(within) and not parts.path.startswith(SKIPPED):
            paths.append(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    return list(dict.fromkeys(paths))


def shape(path: str) -> str:
    """Pages of one kind: /desk/leads/XS-2023-0001/ and /desk/leads/XS-2023-0002/?tab=2 are one."""
    parts = urlsplit(path).path.split("/")
    return "/".join("#" if any(c.isdigit() for c in part) else part for part in parts)


def walk(visitor, start: str, within: str):
    """Yield each page reachable in two steps, one of a kind, opened."""
    waiting, known = [(start, 0)], {shape(start)}
    for _ in range(MOST_PAGES):
        if not waiting:
            return
        path, depth = waiting.pop(0)
        response = visitor.look_at(path)
        if response is None:
            continue
        yield path, response
        if depth < 2:
            for link in links(visitor, within):
                if shape(link) not in known:
                    known.add(shape(link))
                    waiting.append((link, depth + 1))


def faults(visitor, path: str, response) -> list[str]:
    """What is wrong with the page that is open, at both widths."""
    found = [] if response.status < 400 else [f"dead link: {response.status}"]
    if "text/html" not in response.headers.get("content-type", ""):
        return found
    found += [f"English: {text}" for text in english_left(visitor.page)]
    found += [f"axe: {line}" for line in grave_violations(visitor.page)]
    visitor.narrow()
    found += [f"375 px: {line}" for line in wider_than_the_screen(visitor.page)]
    found += [f"axe at 375 px: {line}" for line in grave_violations(visitor.page)]
    visitor.wide()
    found += visitor.watch.taken()
    return [f"{path}: {line}" for line in found]


@pytest.mark.parametrize("account", ACCOUNTS)
def test_staff_pages_are_sound(visit, account):
    visitor, wrong = visit(account), []
    for path, response in walk(visitor, "/desk/", "/desk/"):
        if shape(path) not in seen_by_somebody or response.status >= 400:
            wrong += faults(visitor, path, response)
        seen_by_somebody.add(shape(path))
    assert wrong == []


def test_public_pages_are_sound(visit):
    visitor, wrong = visit(), []
    for path, response in walk(visitor, "/", "/"):
        if not path.startswith(("/desk/", "/en/")):
            wrong += faults(visitor, path, response)
    assert wrong == []


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/"])
def test_the_door_is_sound(visit, path):
    visitor = visit()
    assert faults(visitor, path, visitor.look_at(path)) == []
