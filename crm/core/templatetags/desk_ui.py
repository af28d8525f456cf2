"""What every staff template draws with: icons, states, countdowns, figures, breadcrumbs."""

import datetime as dt
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm.core import figure_text
from crm.core.clock import now, today
from crm.core.registries import navigation
from crm.core.registries.figures import Figure
from crm.core.registries.navigation import NavItem
from crm.core.registries.todos import Todo

register = template.Library()

NOTE_ICONS = {"ok": "check", "warn": "warn", "bad": "stop", "": "info"}
LEVEL_TONES = {"success": "ok", "warning": "warn", "error": "bad"}
SECTION_TITLES = {
    "space": gettext_lazy("Space and enterprises"),
    "data": gettext_lazy("Data and policies"),
    "admin": gettext_lazy("Administration"),
}
TABS = 4
HOMES = ("desk:home", "desk:my_day", "desk:overview")

register.filter("day", figure_text.day)
register.filter("moment", figure_text.moment)
register.filter("dash", figure_text.dash)
register.filter("area", figure_text.area)
register.filter("wan_area", figure_text.wan_area)
register.filter("rate", figure_text.rate)
register.filter("points", figure_text.points)
register.filter("net_area", figure_text.net_area)
register.filter("net_wan_area", figure_text.net_wan_area)
register.filter("money", figure_text.money)
register.filter("grouped", figure_text.grouped)
register.filter("grouped_or_exact", figure_text.grouped_or_exact)
register.filter("masked_phone", figure_text.masked_phone)
register.filter("yes_no", figure_text.yes_no)
register.filter("setting_value", figure_text.setting_value)


@register.filter
def may(viewer: Any, action: str) -> bool:
    """Whether the viewer holds the action on whatever rows, so that no link answers 403."""
    return viewer is not None and viewer.is_authenticated and viewer.can(action)


@register.inclusion_tag("components/icon.html")
def icon(name: str, extra: str = "") -> dict[str, str]:
    """One picture of the sprite static/staff/icons.svg; it says nothing to a screen reader."""
    return {"name": name, "extra": extra}


@register.inclusion_tag("components/status.html")
def status(label: Any, tone: str = "") -> dict[str, Any]:
    """A dot and a word. ``tone``: ok, info, warn, bad, hollow or nothing (grey)."""
    return {"label": label, "tone": tone}


@register.inclusion_tag("components/record_link.html")
def record_link(row: Any, viewer: Any, css: str = "") -> dict[str, Any]:
    """The name of a record, linked for those who may open it."""
    action = row.scope.view_action(type(row))
    opens = viewer is not None and viewer.can_on(action, row)
    return {"name": str(row), "url": row.get_absolute_url() if opens else "", "css": css}


@register.inclusion_tag("components/note.html")
def note(text: Any, tone: str = "") -> dict[str, Any]:
    """A message in place. ``tone``: ok, warn, bad or nothing; Django's message levels work too."""
    tone = LEVEL_TONES.get(tone, tone)
    return {"text": text, "tone": tone, "icon_name": NOTE_ICONS.get(tone, "info")}


@register.inclusion_tag("components/due.html")
def due(
    moment: dt.date | dt.datetime | None,
    days: int | None = None,
    unit: str = "natural",
    paused: Any = "",
    soon_days: int = 0,
) -> dict[str, Any]:
    """A countdown: 超 N 个工作日, 今天, 剩 N 个自然日, 已暂停.

    ``days`` is what remains (negative: over), counted by the caller when ``unit`` is "working";
    left out, natural days are counted here. It turns amber on the last day or from ``soon_days``
    on.
    """
    if paused:
        return {"tone": "", "icon_name": "pause", "label": _("paused"), "exact": str(paused)}
    if moment is None:
        return {"tone": "", "icon_name": "clock", "label": "—", "exact": ""}
    remaining = _natural_days(moment) if days is None else days
    late = remaining < 0 or (isinstance(moment, dt.datetime) and moment < now())
    tone = "late" if late else "soon" if remaining <= soon_days else ""
    return {
        "tone": tone,
        "icon_name": "warn" if late else "clock",
        "label": _due_label(moment, remaining, unit, late=late),
        "exact": figure_text.moment(moment),
    }


@register.inclusion_tag("components/due.html")
def todo_due(todo: Todo) -> dict[str, Any]:
    """The countdown of a to-do, in the words its app chose."""
    tone = {"late": "late", "today": "soon"}.get(todo.state, "")
    return {
        "tone": tone,
        "icon_name": "warn" if tone == "late" else "clock",
        "label": todo.due_label or figure_text.moment(todo.due),
        "exact": figure_text.moment(todo.due) if todo.due else "",
    }


def _natural_days(moment: dt.date | dt.datetime) -> int:
    day = timezone.localtime(moment).date() if isinstance(moment, dt.datetime) else moment
    return (day - today()).days


def _due_label(moment: dt.date | dt.datetime, remaining: int, unit: str, *, late: bool) -> str:
    if remaining == 0:
        if not isinstance(moment, dt.datetime):
            return _("today")
        clock = timezone.localtime(moment).strftime("%H:%M")
        text = _("over since %(clock)s today") if late else _("today before %(clock)s")
        return text % {"clock": clock}
    if late:
        return _working_or_natural(abs(remaining) or 1, unit, over=True)
    return _working_or_natural(remaining, unit, over=False)


def _working_or_natural(number: int, unit: str, *, over: bool) -> str:
    if unit == "working":
        text = (
            ngettext("%(n)d working day over", "%(n)d working days over", number)
            if over
            else ngettext("%(n)d working day left", "%(n)d working days left", number)
        )
    else:
        text = (
            ngettext("%(n)d natural day over", "%(n)d natural days over", number)
            if over
            else ngettext("%(n)d natural day left", "%(n)d natural days left", number)
        )
    return text % {"n": number}


@register.inclusion_tag("components/figure.html")
def figure(figure: Figure) -> dict[str, Any]:
    """A figure with its unit, its change, its 口径 and the link to its rows."""
    return {
        "figure": figure,
        "shown": figure_text.value_of(figure),
        "change": figure_text.change_of(figure),
        "change_tone": figure_text.change_tone(figure),
        "change_unit": figure_text.change_unit(figure),
    }


@register.inclusion_tag("components/basis.html")
def basis(figure: Figure) -> dict[str, Any]:
    """The ⓘ alone, for a panel's heading."""
    return {"figure": figure}


@register.inclusion_tag("components/progress.html")
def progress(done: int, total: int | None, label: Any = "", url: str = "") -> dict[str, Any]:
    """Real counts of a job. With ``url`` the block asks again each second until status 286."""
    return {"done": done, "total": total, "label": label, "url": url}


@register.inclusion_tag("components/breadcrumbs.html", takes_context=True)
def breadcrumbs(context: template.Context) -> dict[str, Any]:
    """首页, then ``crumbs``, then this page; a last crumb without an address is this page."""
    crumbs = list(context.get("crumbs") or [])
    here = context.get("crumb") or context.get("title") or ""
    home = _("Home")
    request: HttpRequest | None = context.get("request")
    if request is not None and _view_name(request) in HOMES:
        return {"trail": [(home, "")]}
    trail = [(home, reverse("desk:home")), *crumbs]
    if here and (not crumbs or crumbs[-1][1]):
        trail.append((here, ""))
    return {"trail": trail}


@register.simple_tag
def section_title(key: str) -> Any:
    """The heading of a section of the navigation; the first has none."""
    return SECTION_TITLES.get(key, "")


@register.simple_tag(takes_context=True)
def quick_entries(context: template.Context) -> list[NavItem]:
    """Entries of the top bar (section "quick"), such as 录线索, that this person may open."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    return [item for item in navigation if item.section == "quick" and user.can(item.action)]


@register.simple_tag(takes_context=True)
def tab_entries(context: template.Context) -> list[dict[str, Any]]:
    """The first few entries of the navigation with which the person works, for the bar under the
    thumb.
    """
    sections = context.get("shell_navigation") or []
    entries = [entry for section in sections for entry in section["items"]]
    return [entry for entry in entries if _is_tab(entry["item"], context)][:TABS]


def _is_tab(item: NavItem, context: template.Context) -> bool:
    return not item.tab_action or context["request"].user.can(item.tab_action)


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changes: Any) -> str:
    """The address of this page with some of its query changed; None or "" takes a key away."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = value
    encoded = query.urlencode()
    return f"?{encoded}" if encoded else context["request"].path


@register.simple_tag
def url_if_any(name: str, *args: Any, **kwargs: Any) -> str:
    """An address, or nothing where this installation does not have the page."""
    try:
        return reverse(name, args=args, kwargs=kwargs)
    except NoReverseMatch:
        return ""


def _view_name(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match else ""
