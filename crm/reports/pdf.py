"""HTML to PDF with WeasyPrint: tagged, same HTML same bytes, nothing fetched from anywhere."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _

from crm.core.errors import Refused

STYLE_SHEET = "print/print.css"
LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0"
# Tagged for screen readers: what an independent checker holds the sheets to.
VARIANT = "pdf/ua-1"
Progress = Callable[[str], None]


@dataclass(frozen=True)
class PrintedPart:
    """One file of a report that is too long for one."""

    label: str
    content: bytes
    pages: int


@dataclass(frozen=True)
class Printed:
    """The file and how many pages it has; ``parts`` are the further files of a long report."""

    content: bytes
    pages: int
    parts: tuple[PrintedPart, ...] = ()


def to_pdf(html: str, *, progress: Progress | None = None) -> Printed:
    """Print ``html``; raises Refused, naming the packages, where the libraries are not installed.

    No date and no random identifier goes into the file. Takes seconds: not inside a transaction.
    """
    weasyprint = load_printer()
    with _reported(progress):
        closed = weasyprint.urls.URLFetcher(allowed_protocols=())
        style = weasyprint.CSS(string=style_sheet(), url_fetcher=closed)
        document = weasyprint.HTML(string=html, url_fetcher=closed).render(
            stylesheets=[style], pdf_tags=True, pdf_variant=VARIANT
        )
        content = document.write_pdf(pdf_tags=True, pdf_variant=VARIANT)
    return Printed(content, len(document.pages))


def style_sheet() -> str:
    """The print style sheet as it is shipped."""
    return Path(finders.find(STYLE_SHEET)).read_text(encoding="utf-8")


def load_printer() -> Any:
    """WeasyPrint; Refused where its libraries are missing."""
    # Loaded only now: importing it needs Pango and a second, and the site runs without either.
    try:
        return import_module("weasyprint")
    except OSError as error:
        raise Refused(
            _("The printing libraries are missing. Install the packages %(packages)s.")
            % {"packages": LIBRARIES},
            code="libraries",
        ) from error


class _Steps(logging.Handler):
    def __init__(self, progress: Progress) -> None:
        super().__init__(logging.INFO)
        self.progress = progress

    def emit(self, record: logging.LogRecord) -> None:
        self.progress(record.getMessage())


@contextmanager
def _reported(progress: Progress | None) -> Iterator[None]:
    if progress is None:
        yield
        return
    logger, steps = logging.getLogger("weasyprint.progress"), _Steps(progress)
    level, propagate = logger.level, logger.propagate
    logger.addHandler(steps)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(steps)
        logger.setLevel(level)
        logger.propagate = propagate
