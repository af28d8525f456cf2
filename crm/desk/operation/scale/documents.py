"""Policy documents with clauses, loaded by the same door as statutes."""

import datetime as dt
import random
import tempfile
from collections.abc import Callable
from pathlib import Path

from portal import loading

CLAUSES = 14
SUBJECTS = (
    "租金补贴",
    "贷款贴息",
    "人才公寓",
    "研发投入",
    "上市培育",
    "知识产权",
    "外资落户",
    "数字金融",
)
ACTS = ("给予一次性支持", "按比例给予补贴", "优先纳入服务包", "提供专项服务", "予以公示后兑现")


def add_documents(count: int, today: dt.date, chance: random.Random, progress: Callable) -> int:
    """``count`` made-up documents of about fourteen clauses."""
    if not count:
        return 0
    with tempfile.TemporaryDirectory() as folder:
        for index in range(count):
            path = (
                Path(folder) / f"规模测试文件{chance.randrange(10**9):09d}-{index}(2020-01-01).md"
            )
            path.write_text(_document(index, chance))
        loaded = loading.load(
            Path(folder), today, progress=lambda done: progress("documents", done)
        )
    return loaded.created + loaded.updated


def _document(index: int, chance: random.Random) -> str:
    title = f"# 规模测试文件{chance.randrange(10**6):06d}第{index}号（演示）"
    clauses = [f"第{_numeral(n)}条 {_clause(chance)}" for n in range(1, CLAUSES + 1)]
    return "\n\n".join([title, "2020年1月1日 演示", "<!-- INFO END -->", *clauses])


def _clause(chance: random.Random) -> str:
    subject, act = chance.choice(SUBJECTS), chance.choice(ACTS)
    amount = chance.randrange(1, 900)
    return (
        f"对符合条件的企业，在{subject}方面{act}，最高不超过{amount}万元；"
        f"申请材料编号{chance.randrange(10**8):08d}。"
    )


def _numeral(number: int) -> str:
    digits = "零一二三四五六七八九"
    if number < 10:
        return digits[number]
    tens = "十" if number < 20 else digits[number // 10] + "十"
    return tens + (digits[number % 10] if number % 10 else "")
