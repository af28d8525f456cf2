"""Whole numbers as they come in an address or a hidden field. Pure: no Django."""

LONGEST = 9


def read_whole(text: str) -> int | None:
    """Up to nine digits as a number; None for all else: ², a sign, thousands of digits."""
    if text.isascii() and text.isdigit() and len(text) <= LONGEST:
        return int(text)
    return None
