"""Results of formulas beside the formulas: the library that writes the workbook stores one of the
two, so they are put into the finished file.
"""

import re
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook

CELL = re.compile(
    rb'(<c r="(?P<cell>[A-Z]+[0-9]+)"[^>]*>(?:<f[^>]*>[^<]*</f>|<f[^>]*/>))<v(?:></v>|\s*/>)'
)


def with_results(content: bytes, book: Workbook, found: Mapping[tuple[str, str], Decimal]) -> bytes:
    """The workbook as written from ``book``, with the results by (sheet, cell) stored in it."""
    if not found:
        return content
    by_path: dict[str, dict[bytes, bytes]] = defaultdict(dict)
    paths = {sheet.title: sheet.path.lstrip("/") for sheet in book.worksheets}
    for (sheet, cell), value in found.items():
        by_path[paths[sheet]][cell.encode()] = f"{value:f}".encode()
    buffer = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            target.writestr(entry, _stored(source.read(entry), by_path.get(entry.filename, {})))
    return buffer.getvalue()


def _stored(part: bytes, values: Mapping[bytes, bytes]) -> bytes:
    def put(match: re.Match[bytes]) -> bytes:
        value = values.get(match["cell"])
        return match[0] if value is None else match[1] + b"<v>" + value + b"</v>"

    return CELL.sub(put, part) if values else part
