"""What frames every public page: the site's words, its index pages and its standing pages.

It is the same for every reader, so each process keeps it for a few seconds; a change in this
process shows at once.
"""

from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, Site

from portal.models import FooterSettings

KEPT_SECONDS = 5
ACCESSIBILITY = "accessibility"
_near = caches["near"]


@dataclass(frozen=True)
class Frame:
    """``indexes`` are those with something below them, in the order of the tree; ``root_paths`` are
    what Wagtail makes addresses of.
    """

    words: FooterSettings
    root_paths: tuple[Any, ...] = ()
    indexes: tuple[Page, ...] = ()
    standing: tuple[Page, ...] = ()

    @property
    def accessibility(self) -> Page | None:
        """The accessibility statement, which the head links to."""
        return next((page for page in self.standing if page.slug == ACCESSIBILITY), None)


def frame_of(request: HttpRequest | None) -> Frame:
    """Two queries, or none when this process has asked a moment ago."""
    site = Site.find_for_request(request)
    if site is None:
        return Frame(FooterSettings())
    key = f"portal-frame-{site.pk}-{get_language()}"
    frame = _near.get(key)
    if frame is None:
        frame = _read(site)
        _near.set(key, frame, KEPT_SECONDS)
    # Where Wagtail keeps them for a request, so that the first address does not ask for them.
    request._wagtail_cached_site_root_paths = list(frame.root_paths)  # type: ignore[union-attr]
    return frame


def forget() -> None:
    """After a change to pages or words."""
    _near.clear()


def _read(site: Site) -> Frame:
    pages = (
        Page.objects.live()
        .filter(depth=site.root_page.depth + 1, locale__language_code=get_language())
        .filter(
            Q(content_type__model="standardpage")
            | Q(content_type__model="indexpage", numchild__gt=0)
        )
        .select_related("content_type")
        .order_by("path")
    )
    of_kind: dict[str, list[Page]] = {"indexpage": [], "standardpage": []}
    for page in pages:
        of_kind[page.content_type.model].append(page)
    words = FooterSettings.objects.filter(site=site).first() or FooterSettings(site=site)
    paths = tuple(Site.get_site_root_paths())
    return Frame(words, paths, tuple(of_kind["indexpage"]), tuple(of_kind["standardpage"]))
