"""The monthly report against WeasyPrint alone on the same HTML. Budget: 1.15 times.

Ours is what `report --pdf` does with a frozen draft: figures to document, document to HTML, fonts
checked, HTML to PDF, hash. The floor is WeasyPrint on that HTML with the same style sheet.
"""

import hashlib
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
django.setup()

import weasyprint  # noqa: E402 - Django first

from bench._rows import put, row  # noqa: E402 - after django.setup()
from bench.monthly_figures import figures  # noqa: E402 - after django.setup()
from crm.reports.canonical import canonical_json, digest  # noqa: E402 - after django.setup()
from crm.reports.fonts import require_fonts  # noqa: E402 - after django.setup()
from crm.reports.occupancy_monthly.second.document import build  # noqa: E402 - after django.setup()
from crm.reports.pdf import VARIANT, style_sheet, to_pdf  # noqa: E402 - after django.setup()
from crm.reports.printing import Imprint, to_html  # noqa: E402 - after django.setup()

BUDGET, ROUNDS, BUILDINGS = 1.15, 3, 150


def imprint(text: str) -> Imprint:
    """A draft's imprint."""
    return Imprint(
        edition=1,
        sha256=digest(text),
        as_of="2023-02-28",
        closed=False,
        demo=True,
        font_set=require_fonts(),
        frozen_at="2023-03-06 18:00",
        drafted_by="演示",
    )


def html_of(text: str) -> str:
    """The sheet of the frozen figures."""
    return to_html(build(json.loads(text)), imprint(text))


def ours(text: str) -> None:
    """From canonical text to the bytes and their hash."""
    hashlib.sha256(to_pdf(html_of(text)).content).hexdigest()


def floor(html: str) -> None:
    """WeasyPrint and nothing else."""
    style = weasyprint.CSS(string=style_sheet())
    options = {"pdf_tags": True, "pdf_variant": VARIANT}
    weasyprint.HTML(string=html).write_pdf(stylesheets=[style], **options)


def best_of(work: Callable[[], None]) -> float:
    """The quickest of a few rounds: what the machine can do when nobody else asks for it."""
    times = []
    for _round in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def measure() -> dict[str, object]:
    """One row of `make bench`; processor time, so that other work on the machine does not count."""
    text = canonical_json(figures(buildings=BUILDINGS))
    html = html_of(text)
    floor(html)  # fonts are loaded once
    floor_seconds, our_seconds = best_of(lambda: floor(html)), best_of(lambda: ours(text))
    return row(
        f"monthly report, {BUILDINGS} buildings",
        ours=our_seconds,
        floor=floor_seconds,
        unit="s processor time",
        most=BUDGET,
    )


if __name__ == "__main__":
    put([measure()])
