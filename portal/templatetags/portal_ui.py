"""What every public template draws with: the frame, icons, states, dates that do not break."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _

from portal import display
from portal.choices import Validity
from portal.frame import frame_of
from portal.published import LABELS as FIGURE_LABELS
from portal.rules import validity, windows

register = template.Library()

VALIDITY_TONES = {
    validity.PENDING: "next",
    validity.IN_FORCE: "ok",
    validity.AMENDED: "warn",
    validity.LAPSED: "bad",
    validity.REPEALED: "bad",
}
LABELS = dict(Validity.choices)


@register.inclusion_tag("portal/_icon.html")
def picture(name: str) -> dict[str, str]:
    """One symbol of static/portal/icons.svg; it says nothing to a screen reader."""
    return {"name": name}


@register.inclusion_tag("portal/_validity.html")
def validity_state(state: str) -> dict[str, Any]:
    return {"label": LABELS.get(state, ""), "tone": VALIDITY_TONES.get(state, "")}


@register.inclusion_tag("portal/_window_state.html")
def window_state(state: windows.WindowState, opens_on: dt.date | None = None) -> dict[str, Any]:
    return {"state": state, "opens_on": opens_on}


@register.inclusion_tag("portal/_window_days.html")
def window_days(state: windows.WindowState) -> dict[str, Any]:
    """The first column of a table of windows: days left, in figures."""
    return {"state": state}


@register.filter
def iso(day: dt.date | None) -> str:
    return day.isoformat() if day else "—"


@register.filter
def month_day(day: dt.date | None) -> str:
    return day.strftime("%m-%d") if day else ""


@register.filter
def paragraphs(text: str) -> list[str]:
    return [line.strip() for line in str(text or "").split("\n") if line.strip()]


@register.filter
def ten_thousand(amount: Decimal | None) -> str:
    """Yuan as 万元 without trailing zeros: 600000.00 → 60."""
    if amount is None:
        return "—"
    text = f"{amount / 10_000:.6f}".rstrip("0").rstrip(".")
    return text


@register.simple_tag(takes_context=True)
def display_classes(context: template.Context) -> str:
    return " ".join(display.switched_on(context.get("request")))


@register.inclusion_tag("portal/_head.html", takes_context=True)
def portal_head(context: template.Context) -> dict[str, Any]:
    request = context.get("request")
    on, frame = display.switched_on(request), frame_of(request)
    other = "en" if get_language() != "en" else settings.LANGUAGE_CODE
    with override(other):
        other_url = reverse("wagtail_serve", args=[""])
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "site": frame.words,
        "entries": _entries(request),
        "large": "large" in on,
        "contrast": "contrast" in on,
        "other_url": other_url,
        "other_is_english": other == "en",
        "accessibility": frame.accessibility,
        "stamped": settings.DEMO_DATA or _is_demo(context),
        "district_name": settings.DISTRICT_NAME,
        "here": request.get_full_path() if request else "/",
    }


@register.inclusion_tag("portal/_foot.html", takes_context=True)
def portal_foot(context: template.Context) -> dict[str, Any]:
    request = context.get("request")
    frame = frame_of(request)
    return {
        "request": request,
        "site": frame.words,
        "indexes": frame.indexes,
        "standing": frame.standing,
        "district_name": settings.DISTRICT_NAME,
    }


@register.simple_tag(takes_context=True)
def site_name(context: template.Context) -> str:
    """The name of the site in the reader's language, for the title of the window."""
    words = frame_of(context.get("request")).words
    if get_language() == "en":
        return words.brand_en or "District Desk"
    return words.brand or "招商台"


@register.simple_tag(takes_context=True)
def stamped(context: template.Context) -> bool:
    """Whether this page is demonstration content."""
    return settings.DEMO_DATA or _is_demo(context)


def _is_demo(context: template.Context) -> bool:
    return bool(getattr(context.get("page"), "is_demo", False))


def _entries(request: HttpRequest | None) -> list[dict[str, Any]]:
    """The main navigation: what exists in this language, nothing that a later issue brings."""
    path = request.path if request else ""
    home = reverse("wagtail_serve", args=[""])
    entries = [{"label": pgettext("portal", "Home"), "url": home, "current": path == home}]
    if get_language() != "en":
        url = reverse("wagtail_serve", args=["packages/"])
        entries.append({"label": _("Policy packages"), "url": url, "current": path.startswith(url)})
    search = reverse("portal:search")
    policies = reverse("wagtail_serve", args=["policies/"])
    entries.append(
        {"label": _("Find a policy"), "url": search, "current": path.startswith((search, policies))}
    )
    enquiry = reverse("portal:enquiry")
    entries.append({"label": _("Invest here"), "url": enquiry, "current": path.startswith(enquiry)})
    question = reverse("portal:question")
    entries.append(
        {"label": _("Ask a question"), "url": question, "current": path.startswith(question)}
    )
    return entries


@register.filter
def percentage(figure: Any) -> str:
    """A stored rate (0.81) in percent with one decimal."""
    return str((figure.value * 100).quantize(Decimal("0.1"), ROUND_HALF_UP))


@register.filter
def wan(area: Decimal) -> str:
    """㎡ in 万㎡ with two decimals."""
    return str((area / 10_000).quantize(Decimal("0.01"), ROUND_HALF_UP))


@register.filter
def whole(value: Decimal) -> str:
    return f"{value.quantize(Decimal(1), ROUND_HALF_UP):,}"


@register.filter
def changes_of(key: str, glance: Any) -> list[tuple[str, str]]:
    """Changes in percentage points with their sign: [("month", "−0.8"), …]."""
    found = []
    for name, change in glance.changes.get(key, {}).items():
        rounded = change.quantize(Decimal("0.1"), ROUND_HALF_UP)
        sign = "−" if rounded < 0 else "+"
        found.append((name, f"{sign}{abs(rounded)}"))
    return found


@register.filter
def figure_label(figure: Any) -> str:
    return str(FIGURE_LABELS.get(figure.key, figure.label))
