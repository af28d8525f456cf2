"""Statutes in Markdown: regular and irregular files, one article one clause, safe to repeat."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from portal import tree
from portal.loading import load
from portal.models import Clause, PolicyDocument, PolicyVersion
from portal.rules import statutes

DAY = dt.date(2023, 3, 10)
HEAD = (
    "# 示例条例\n\n2020年1月2日 示例市人民代表大会常务委员会第一次会议通过\n\n<!-- INFO END -->\n\n"
)
PLAIN = (
    HEAD
    + "## 第一章  总  则\n\n第一条 为了示例，制定本条例。\n\n"
    + "第二条 本条例适用于示例。\n\n第二款文字。\n\n第三条 本条例自2020年3月1日起施行。\n"
)


def articles(text: str, name: str = "示例条例(2020-01-02).md") -> list[str]:
    return [part.label for part in statutes.read(text, name).articles]


def test_an_article_keeps_all_its_paragraphs():
    second = statutes.read(PLAIN).articles[1]
    assert second.paragraphs == ["本条例适用于示例。", "第二款文字。"]


def test_dates_come_from_the_name_and_the_last_article():
    statute = statutes.read(PLAIN, "示例条例(2020-01-02).md")
    assert (statute.adopted_on, statute.effective_on) == (dt.date(2020, 1, 2), dt.date(2020, 3, 1))


@pytest.mark.parametrize(
    "text",
    [
        PLAIN.replace("<!-- INFO END -->\n\n", ""),
        PLAIN.replace("第一条 ", "　　第一条　"),
        PLAIN.replace("第二条 ", "**第二条** "),
        PLAIN.replace("第三条 ", "第 三 条 "),
        PLAIN.replace("第二条 ", "第２条 ").replace("第三条 ", "第3条 "),
        PLAIN.replace("第二条 ", "第二条"),
        PLAIN.replace("第二条 ", "### 第二条 "),
        PLAIN.replace("# 示例条例", "示例条例"),
        PLAIN.replace("\n", "\r\n"),
        "\ufeff" + PLAIN,
        PLAIN.replace("。\n\n第二条 ", "。 第二条 "),
    ],
)
def test_irregular_files_have_the_same_three_articles(text):
    assert len(articles(text)) == 3


def test_a_reference_at_the_start_of_a_paragraph_is_no_article():
    text = PLAIN.replace(
        "第二款文字。", "第一条规定的事项，依照本条办理。\n\n第三条第二款另有规定的除外。"
    )
    assert articles(text) == ["第一条", "第二条", "第三条"]


def test_an_inserted_article_is_one_of_its_own():
    text = PLAIN.replace("第三条 ", "第二条之一 插入的一条。\n\n第三条 ")
    assert articles(text) == ["第一条", "第二条", "第二条之一", "第三条"]


def test_a_decision_without_articles_is_text():
    statute = statutes.read(HEAD + "一、废止甲。\n\n二、废止乙。\n")
    assert statute.articles == []
    assert statute.parts[0].paragraphs == ["一、废止甲。", "二、废止乙。"]


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("十", 10), ("二十一", 21), ("一百零三", 103), ("一百二十", 120), ("１２", 12)],
)
def test_numerals_are_read(numeral, value):
    assert statutes.number_of(numeral) == value


@pytest.fixture
def folder(tmp_path) -> Path:
    for name, text in {
        "national/甲条例(2020-01-02).md": PLAIN,
        "beijing/乙条例(2021-05-06).md": PLAIN.replace("示例条例", "北京市乙条例"),
        "beijing/丙决定.md": HEAD.replace("示例条例", "丙决定") + "一、废止甲。\n",
        "beijing/空.md": "",
        "beijing/只有标题.md": "# 只有标题\n",
        "national/丁.md": PLAIN.replace("示例条例", "丁条例"),
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "national/戊.md").write_bytes(PLAIN.replace("示例条例", "戊条例").encode("gb18030"))
    (tmp_path / "national/坏.md").write_bytes(b"# \xff\xff\xff\x00\x81")
    (tmp_path / "beijing/丁.md").write_bytes((tmp_path / "national/丁.md").read_bytes())
    return tmp_path


def test_every_file_is_loaded_or_listed_with_a_reason(site, folder):
    result = load(folder, DAY)
    refused = {Path(path).name: reason for path, reason in result.refused}
    assert result.files == 9
    assert result.created + len(result.refused) == result.files
    assert set(refused) == {"空.md", "只有标题.md", "坏.md", "丁.md"}
    assert "the same file as" in refused["丁.md"]
    assert [Path(path).name for path, _ in result.notes] == ["丙决定.md"]


def test_one_article_is_one_clause(site, folder):
    load(folder, DAY)
    assert Clause.objects.count() == 4 * 3
    second = Clause.objects.filter(page__title="示例条例", label="第二条").get()
    assert second.paragraphs == ["本条例适用于示例。", "第二款文字。"]


def test_levels_follow_the_folder(site, folder):
    load(folder, DAY)
    levels = dict(PolicyDocument.objects.values_list("title", "level"))
    assert (levels["北京市乙条例"], levels["示例条例"]) == ("city", "national")


def test_loading_twice_changes_nothing(site, folder):
    load(folder, DAY)
    before = set(Clause.objects.values_list("pk", "code")), PolicyVersion.objects.count()
    again = load(folder, DAY + dt.timedelta(days=1))
    assert (again.created, again.updated, again.unchanged) == (0, 0, 5)
    assert before == (set(Clause.objects.values_list("pk", "code")), PolicyVersion.objects.count())


def test_a_changed_file_keeps_its_clauses_and_gets_a_version(site, folder):
    load(folder, DAY)
    path = folder / "national/甲条例(2020-01-02).md"
    path.write_text(PLAIN.replace("适用于示例", "适用于全部示例"), encoding="utf-8")
    codes = set(Clause.objects.values_list("code", flat=True))
    result = load(folder, DAY + dt.timedelta(days=1))
    assert (result.created, result.updated) == (0, 1)
    assert set(Clause.objects.values_list("code", flat=True)) == codes
    assert PolicyVersion.objects.filter(title="示例条例").count() == 2


def test_loaded_pages_can_be_opened_and_edited(site, folder, client):
    load(folder, DAY)
    page = PolicyDocument.objects.get(title="示例条例")
    html = client.get(page.url).content.decode()
    assert 'id="c-3"' in html
    page.save_revision().publish()
    assert page.versions.count() == 1


def test_the_command_stops_with_one_sentence_without_a_folder(site, tmp_path):
    with pytest.raises(CommandError, match="no such folder"):
        call_command("load_laws", str(tmp_path / "nowhere"))


def test_pages_planted_in_bulk_are_like_pages_added_one_by_one(site, folder):
    load(folder, DAY)
    parent = tree.index_page("policies")
    pages = list(PolicyDocument.objects.child_of(parent).order_by("path"))
    assert Page.objects.get(pk=parent.pk).numchild == len(pages) == 5
    assert Page.find_problems() == ([], [], [], [], [])
    assert all(page.url_path == f"{parent.url_path}{page.slug}/" for page in pages)
    assert pages[0].first_published_at is not None
    assert Page.objects.get(pk=pages[0].pk).specific == pages[0]
    after = PolicyDocument(title="另一份")
    parent.add_child(instance=after)
    assert after.path > pages[-1].path


def test_loaded_titles_are_found_by_the_editor(site, folder):
    load(folder, DAY)
    assert [page.title for page in Page.objects.autocomplete("乙条例")] == ["北京市乙条例"]
