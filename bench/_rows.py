"""What every bench prints: ours, the floor measured beside it, their ratio, the budget."""

import json
import sys
from collections.abc import Iterable
from typing import Any

COLUMNS = ("bench", "what", "ours", "floor", "unit", "ratio", "budget", "ok")


def row(
    what: str,
    *,
    ours: float,
    floor: float | None = None,
    unit: str = "s",
    ratio: float | None = None,
    most: float | None = None,
    least: float | None = None,
    ok: bool = True,
    **more: Any,
) -> dict[str, Any]:
    """One row. ``ratio`` is ours ÷ floor unless it is given (the reverse where more is better);
    it is held against ``most`` or ``least``, and ``ok`` says whether all else held too.
    """
    if ratio is None and floor:
        ratio = ours / floor
    within = True
    if ratio is not None:
        within = (most is None or ratio <= most) and (least is None or ratio >= least)
    budget = f"<= {most}" if most is not None else f">= {least}" if least is not None else None
    return {
        "what": what,
        "ours": round(ours, 4),
        "floor": None if floor is None else round(floor, 4),
        "unit": unit,
        "ratio": None if ratio is None else round(ratio, 2),
        "budget": budget,
        "ok": within and ok,
        **more,
    }


def put(rows: Iterable[dict[str, Any]]) -> None:
    """One JSON line a row."""
    for one in rows:
        sys.stdout.write(json.dumps(one, ensure_ascii=False) + "\n")
    sys.stdout.flush()
