"""The fonts that a printed report needs. Without them WeasyPrint prints boxes and says nothing."""

import subprocess
from functools import cache

from django.utils.translation import gettext as _

from crm.core.errors import Refused

# Every chain of print.css ends with one of these and the charts use the second, so that
# whatever Chinese a report holds has a glyph.
REQUIRED = ("Noto Serif CJK SC", "Noto Sans CJK SC")
PACKAGE = "fonts-noto-cjk"
# The licensed faces that print.css takes first, chain by chain, when a machine has them.
CHAINS = {
    "song": ("SimSun", "宋体"),
    "fang": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋"),
    "kai": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体"),
    "hei": ("SimHei", "黑体"),
    "title": ("FZXiaoBiaoSong-B05S", "方正小标宋简体"),
}


def families() -> frozenset[str]:
    """Names of the font families that the printing machine has."""
    try:
        listed = subprocess.run(
            ["fc-list", ":", "family"],  # noqa: S607 - where fontconfig lies differs by system
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise Refused(
            _("The fonts cannot be listed. Install the package %(package)s.")
            % {"package": "fontconfig"},
            code="fonts",
        ) from error
    lines = listed.stdout.splitlines()
    return frozenset(name.strip() for line in lines for name in line.split(","))


@cache
def _known_families() -> frozenset[str]:
    return families()


def require_fonts() -> str:
    """The font set of this machine; Refused, naming the package, when Chinese could not be printed.

    The set belongs to a snapshot: another set breaks lines and pages elsewhere.
    """
    found = _known_families()
    missing = [name for name in REQUIRED if name not in found]
    if missing:
        _known_families.cache_clear()
        raise Refused(
            _("The Chinese font %(font)s is missing. Install the package %(package)s.")
            % {"font": "、".join(missing), "package": PACKAGE},
            code="fonts",
        )
    faces = [next((name for name in names if name in found), "") for names in CHAINS.values()]
    licensed = [name for name in faces if name]
    return "+".join(["Noto CJK SC", *dict.fromkeys(licensed)])
