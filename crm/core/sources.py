"""Where figures may not come from. Pure: no Django."""

import re
import unicodedata

_SPACE = re.compile(r"\s+")
# Names of the statistics network (统计联网直报, 企业一套表): its data serve statistics alone.
_NETWORK = ("联网直报", "统计直报", "统计联网", "一套表")


def of_statistics_network(source: str) -> bool:
    """Whether a source names the statistics network, whose data are not taken in."""
    text = _SPACE.sub("", unicodedata.normalize("NFKC", source))
    return any(name in text for name in _NETWORK)
