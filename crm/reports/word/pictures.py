"""Charts as pictures for Word, which does not show SVG everywhere: printed, then made a PNG."""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from crm.reports.pdf import to_pdf

TEMPLATE = "reports/pdf/picture.html"
PROGRAM, DOTS_AN_INCH = "pdftoppm", "220"
SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def to_png(svg: str) -> bytes | None:
    """The chart as it is printed; None on a machine without poppler-utils or for no picture."""
    program, size = shutil.which(PROGRAM), SIZE.search(svg)
    if program is None or size is None:
        return None
    context = {"width": size[1], "height": size[2], "svg": mark_safe(svg)}  # noqa: S308 - our own
    html = render_to_string(TEMPLATE, context)
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "chart.pdf"), Path(folder, "chart")
        source.write_bytes(to_pdf(html).content)
        subprocess.run(  # noqa: S603 - the program by its full path, on our own file
            [program, "-r", DOTS_AN_INCH, "-png", "-singlefile", str(source), str(target)],
            check=True,
            capture_output=True,
            timeout=60,
        )
        return target.with_suffix(".png").read_bytes()
