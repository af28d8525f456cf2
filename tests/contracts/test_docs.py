"""The documentation is tested: a setting, a command or a target that it leaves out fails here."""

import ast
import re

from django.conf import settings

from tests.contracts import tree

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def documentation(name: str) -> str:
    return (tree.ROOT / "docs" / name).read_text()


def settings_read_from_the_environment() -> set[str]:
    found = set()
    for path in tree.python_files("config/settings"):
        for node in ast.walk(tree.syntax(path)):
            if not (isinstance(node, ast.Call) and node.args):
                continue
            name = node.func.value if isinstance(node.func, ast.Attribute) else node.func
            first = node.args[0]
            if isinstance(name, ast.Name) and name.id == "env" and isinstance(first, ast.Constant):
                found.add(first.value)
    return found


def commands() -> set[str]:
    return {
        path.stem
        for package in ("crm", "portal", "search")
        for path in (tree.ROOT / package).rglob("management/commands/*.py")
        if path.stem != "__init__"
    }


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (tree.ROOT / "Makefile").read_text(), re.M))


def test_every_setting_is_documented():
    text = documentation("settings.md")
    found = settings_read_from_the_environment()
    assert {"DATA_DIR", "DATABASE_URL", "SECRET_KEY"} <= found
    assert sorted(name for name in found if f"`{name}`" not in text) == []


def test_no_documented_setting_is_gone():
    rows = re.findall(r"^\| `([A-Z_]+)`", documentation("settings.md"), re.M)
    known = settings_read_from_the_environment() | {"DJANGO_SETTINGS_MODULE", "HOST", "PORT"}
    assert sorted(set(rows) - known) == []


def test_every_command_is_documented():
    text = documentation("commands.md")
    assert sorted(name for name in commands() if f"`manage.py {name}" not in text) == []


def test_no_documented_command_is_gone():
    rows = re.findall(r"`manage\.py (\w+)", documentation("commands.md"))
    assert sorted(set(rows) - commands() - {"migrate", "createsuperuser", "collectstatic"}) == []


def test_every_make_target_is_documented():
    text = documentation("commands.md")
    assert sorted(name for name in make_targets() if f"`make {name}`" not in text) == []


def test_links_in_the_documentation_lead_somewhere():
    pages = [tree.ROOT / "README.md", *(tree.ROOT / "docs").rglob("*.md")]
    dead = [
        f"{tree.relative(page)} → {target}"
        for page in pages
        for target in LINK.findall(page.read_text())
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert dead == []


def test_code_named_in_the_glossary_exists():
    places = re.findall(r"`((?:crm|portal|search)/[\w/.-]+)`", documentation("glossary.md"))
    assert places
    assert sorted(place for place in set(places) if not (tree.ROOT / place).exists()) == []


def test_tests_named_in_the_security_checklist_exist():
    places = re.findall(r"`(tests/[\w/.]+)`", documentation("security.md"))
    assert places
    assert sorted(place for place in set(places) if not (tree.ROOT / place).exists()) == []


def test_the_languages_are_chinese_first():
    assert settings.LANGUAGE_CODE == "zh-hans"
    assert [code for code, _ in settings.LANGUAGES] == ["zh-hans", "en"]
