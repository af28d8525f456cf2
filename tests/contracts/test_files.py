"""Size, names and cleanliness of files: what a reviewer would otherwise have to say twice."""

import ast
import re
from pathlib import Path

import pytest

from tests.contracts import tree

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
BANNED_NAMES = {"utils", "helpers", "extras", "misc", "common"}
CODE = ("config", "crm", "portal", "search", "tests", "scripts", "bench")

INLINE = {
    "inline style": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "inline handler": re.compile(r"<[^>{]*\son[a-z]+\s*=\s*[\"']", re.I),
    "inline script": re.compile(
        r"<script(?![^>]*(\bsrc\s*=|type=\"application/(ld\+)?json\"))", re.I
    ),
    "hx-on": re.compile(r"\shx-on[:\w-]*\s*=", re.I),
    "javascript address": re.compile(r"javascript:", re.I),
}
SCROLLED_BLINDLY = re.compile(r"<\w+[^>]*class=\"[^\"]*\bc-scroll\b(?:(?!tabindex)[^>])*>")
FOREIGN = re.compile(
    r"(?:src|href|action|content|data-[\w-]+)\s*=\s*[\"'](?:https?:)?//|url\(\s*[\"']?(?:https?:)?//"
    r"|@import\s+[\"'](?:https?:)?//",
    re.I,
)
XML_NAMES = re.compile(r"xmlns(:\w+)?\s*=\s*[\"'][^\"']*[\"']")
# PDF pages stand alone, no policy of a browser applies to them.
PRINTED = ("reports/pdf/", "layouts/print")


def short(path: Path) -> str:
    return tree.relative(path)


def screen_templates() -> list[Path]:
    return [
        path
        for path in tree.templates()
        if not str(path.relative_to(tree.ROOT / "templates")).startswith(PRINTED)
    ]


def test_no_module_is_longer_than_400_lines():
    long = {
        short(path): count
        for path in tree.hand_written(*CODE)
        if (count := len(path.read_text().splitlines())) > LONGEST_FILE
    }
    assert long == {}


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines without the docstring, which may be as long as it needs."""
    first = node.body[0]
    documented = ast.get_docstring(node) is not None
    docstring = first.end_lineno - first.lineno + 1 if documented else 0
    return node.end_lineno - node.lineno + 1 - docstring


def test_no_function_is_longer_than_40_lines():
    long = {
        f"{short(path)}:{node.name}": length(node)
        for path in tree.hand_written(*CODE)
        for node in ast.walk(tree.syntax(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and length(node) > LONGEST_FUNCTION
    }
    assert long == {}


def test_no_module_has_a_name_that_says_nothing():
    named = [short(path) for path in tree.hand_written(*CODE) if path.stem in BANNED_NAMES]
    folders = [short(path) for path in tree.hand_written(*CODE) if BANNED_NAMES & {*path.parts}]
    assert named + folders == []


def test_templates_lie_in_one_place():
    strays = [
        short(path)
        for package in tree.PACKAGES
        for path in (tree.ROOT / package).rglob("templates/*")
        if path.is_file() or any(path.iterdir())
    ]
    assert strays == []


@pytest.mark.parametrize("fault", INLINE)
def test_templates_hold_nothing_that_the_security_policy_refuses(fault):
    found = [
        f"{short(path)}: {match.group(0)[:60]}"
        for path in screen_templates()
        for match in INLINE[fault].finditer(without_comments(path.read_text()))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        ("inline style", '<p style="color:red">'),
        ("style element", "<style>p{}</style>"),
        ("inline handler", '<button onclick="go()">'),
        ("inline script", "<script>go()</script>"),
        ("hx-on", '<a hx-on:click="go()">'),
        ("javascript address", '<a href="javascript:go()">'),
    ],
)
def test_a_planted_inline_fault_is_found(fault, text):
    assert INLINE[fault].search(text)


def test_what_scrolls_sideways_can_be_reached_by_keyboard():
    blind = [
        short(path) for path in screen_templates() if SCROLLED_BLINDLY.search(path.read_text())
    ]
    assert blind == []


def test_a_planted_scroll_without_focus_is_found():
    assert SCROLLED_BLINDLY.search('<div class="mb-3 c-scroll" role="region">')
    assert not SCROLLED_BLINDLY.search('<div class="c-scroll" tabindex="0" role="region">')


def test_no_template_or_style_sheet_names_another_host():
    places = tree.templates() + [
        path for path in (tree.ROOT / "static").rglob("*") if path.suffix in {".css", ".js", ".svg"}
    ]
    found = [
        f"{short(path)}: {match.group(0)[:60]}"
        for path in places
        for match in FOREIGN.finditer(XML_NAMES.sub("", without_comments(path.read_text())))
    ]
    assert found == []


def test_a_planted_foreign_address_is_found():
    assert FOREIGN.search('<link href="https://cdn.example/a.css">')
    assert FOREIGN.search("body{background:url(//cdn.example/a.png)}")


def test_no_html_in_python_strings():
    """Markup is written in templates; drawings have modules of their own, and demo pages text."""
    tag = re.compile(r"</?(div|span|p|a|td|tr|table|ul|li|button|form|input|strong|em|br)\b[^>]*>")
    found = [
        f"{short(path)}:{node.lineno}"
        for path in tree.hand_written()
        if not {"svg", "svg.py", "demo", "demo.py"} & {*path.parts}
        for node in ast.walk(tree.syntax(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and tag.search(node.value)
    ]
    assert found == []


def without_comments(text: str) -> str:
    text = re.sub(r"\{#.*?#\}", "", text)
    text = re.sub(r"\{% comment.*?endcomment %\}", "", text, flags=re.S)
    return re.sub(r"<!--.*?-->", "", text, flags=re.S)
