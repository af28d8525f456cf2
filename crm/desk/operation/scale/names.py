"""Names of enterprises that do not exist."""

import random

FIRST = "云岚溯原霁川峤石漪岚砺舟沐野瀚垣禹阶芮禾岫云知桁澄庐星桁恒峪槿川溟舟蔚汀苔原逐川榕见"
KINDS = ("科技", "信息技术", "资产管理", "供应链", "咨询", "文化传媒", "保险经纪", "检测", "贸易")


def company(chance: random.Random) -> str:
    """A name marked 演示, with a number so that few are alike."""
    word = "".join(chance.choice(FIRST) for _char in range(2))
    return f"{word}{chance.choice(KINDS)}{chance.randrange(10**6):06d}（演示）"
