"""大字版 and 高对比: two switches kept in one cookie, read on every page."""

from django.http import HttpRequest

COOKIE = "display"
SWITCHES = ("large", "contrast")
YEAR = 365 * 24 * 3600


def switched_on(request: HttpRequest | None) -> list[str]:
    if request is None:
        return []
    chosen = request.COOKIES.get(COOKIE, "").split(".")
    return [name for name in SWITCHES if name in chosen]


def toggled(request: HttpRequest, name: str) -> str:
    """The cookie's value after the switch ``name`` was pressed."""
    on = set(switched_on(request)) ^ {name}
    return ".".join(switch for switch in SWITCHES if switch in on)
