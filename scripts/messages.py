"""Compile locale/*/*/LC_MESSAGES/*.po to .mo where the source is newer."""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]


def compile_catalogue(source: Path) -> None:
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime > source.stat().st_mtime:
        return
    with source.open("rb") as handle:
        catalogue = read_po(handle, locale=source.parents[1].name, abort_invalid=True)
    unfinished = target.with_suffix(".mo.part")
    with unfinished.open("wb") as handle:
        write_mo(handle, catalogue)
    unfinished.replace(target)


def main() -> None:
    sources = sorted((ROOT / "locale").glob("*/*/LC_MESSAGES/*.po"))
    for source in sources:
        try:
            compile_catalogue(source)
        except ValueError as error:
            sys.exit(f"messages: {source.relative_to(ROOT)}: {error}")


if __name__ == "__main__":
    main()
