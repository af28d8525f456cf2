"""The project screens, walked by the cast."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from crm.core.clock import today
from crm.leads.rules import State
from crm.projects.figures import cumulative, entered, present
from crm.projects.models import Project
from crm.projects.rules import Stage
from tests.factories.leads import LeadFactory
from tests.factories.projects import LibraryEntryFactory, ProjectFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(people) -> Project:
    return ProjectFactory(
        team=people.team("section_one"), owner=people.manager, name="云岚数科（演示）区域总部"
    )


def page(name: str, project: Project | None = None) -> str:
    return reverse(f"desk:projects:{name}", args=[project.number] if project else [])


def login(client: Client, person) -> Client:
    client.force_login(person)
    return client


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("manager", 200),
        ("colleague", 200),
        ("chief", 200),
        ("coordinator", 200),
        ("statistician", 200),
        ("head", 200),
        ("other_manager", 404),
        ("section_two_manager", 404),
        ("steward", 403),
        ("operator", 403),
        ("stranger", 403),
    ],
)
def test_who_reads_a_project(client, people, project, name, status) -> None:
    assert login(client, getattr(people, name)).get(page("page", project)).status_code == status


@pytest.mark.parametrize(
    ("name", "status"),
    [("manager", 200), ("chief", 200), ("coordinator", 200), ("colleague", 403), ("head", 403)],
)
def test_who_edits_a_project(client, people, project, name, status) -> None:
    assert login(client, getattr(people, name)).get(page("edit", project)).status_code == status


def test_another_park_reaches_no_address_of_a_project(client, people, project) -> None:
    login(client, people.other_manager)
    for name in ("page", "edit", "history", "move", "move_menu", "money", "follow_up"):
        assert client.get(page(name, project)).status_code == 404, name
    data = {"to": Stage.INTENT}
    assert client.post(page("move_menu", project), data).status_code == 404


def test_the_board_counts_and_sums_by_stage(client, people, project) -> None:
    ProjectFactory(team=people.team("section_one"), stage=Stage.SIGNED)
    text = login(client, people.manager).get(page("board")).content.decode()
    assert project.name in text
    assert "3.60 亿元" in text


def test_the_board_of_another_park_is_empty(client, people, project) -> None:
    text = login(client, people.other_manager).get(page("board") + "?scope=all").content.decode()
    assert project.number not in text


def test_a_long_column_is_shown_in_parts(client, people) -> None:
    for _ in range(12):
        ProjectFactory(team=people.team("section_one"), owner=people.manager)
    answer = login(client, people.manager).get(page("board"))
    column = answer.context["columns"][0]
    assert (column.count, len(column.cards), column.rest) == (12, 8, 4)
    address = reverse("desk:projects:board_column", args=[Stage.TALKS])
    more = client.get(address, {"after": column.after})
    assert len(more.context["column"].cards) == 4


def test_the_board_costs_few_queries(client, people, django_assert_max_num_queries) -> None:
    for stage in Stage:
        for _ in range(5):
            ProjectFactory(team=people.team("section_one"), owner=people.manager, stage=stage)
    login(client, people.manager)
    with django_assert_max_num_queries(35):
        assert client.get(page("board")).status_code == 200


def test_a_forward_move_is_one_post(client, people, project) -> None:
    login(client, people.manager)
    data = {"to": Stage.INTENT, "version": 1, "next": "board"}
    assert client.post(page("move_menu", project), data).headers["Location"] == page("board")
    project.refresh_from_db()
    assert project.stage == Stage.INTENT


def test_a_stale_card_does_not_move(client, people, project) -> None:
    data = {"to": Stage.INTENT, "version": 7}
    login(client, people.manager).post(page("move_menu", project), data)
    project.refresh_from_db()
    assert project.stage == Stage.TALKS


def test_the_menu_says_what_is_missing(client, people) -> None:
    bare = ProjectFactory(
        team=people.team("section_one"), owner=people.manager, investment_amount=None
    )
    text = login(client, people.manager).get(page("move_menu", bare)).content.decode()
    assert "意向投资" in text


def test_a_get_moves_nothing(client, people, project) -> None:
    login(client, people.manager).get(page("move_menu", project), {"to": Stage.INTENT})
    project.refresh_from_db()
    assert project.stage == Stage.TALKS


def test_backwards_on_screen_asks_for_an_approver(client, people, project) -> None:
    Project.objects.filter(pk=project.pk).update(stage=Stage.SIGNED)
    data = {"to": Stage.TALKS, "moved_on": today(), "reason": "推迟"}
    assert login(client, people.manager).post(page("move", project), data).status_code == 422
    data["approver"] = people.chief.pk
    assert client.post(page("move", project), data).status_code == 302


def test_a_lead_is_converted_on_screen(client, people) -> None:
    lead = LeadFactory(team=people.team("section_one"), owner=people.manager, state=State.FOLLOWING)
    address = reverse("desk:projects:convert", args=[lead.number])
    data = {"name": "新项目", "landing_mode": "new", "version": 1}
    answer = login(client, people.manager).post(address, data)
    assert answer.headers["Location"] == Project.objects.get().get_absolute_url()
    assert client.get(lead.get_absolute_url()).status_code == 200


def test_the_three_figures_open_into_exactly_their_rows(client, people) -> None:
    team, day = people.team("section_one"), dt.date(2023, 2, 28)
    for came, left in (
        (dt.date(2021, 3, 1), None),
        (dt.date(2022, 3, 1), day),
        (dt.date(2023, 1, 5), None),
        (dt.date(2023, 3, 5), None),
    ):
        LibraryEntryFactory(project=ProjectFactory(team=team), entered_on=came, left_on=left)
    login(client, people.head)
    for compute, expected in ((cumulative, 3), (entered, 1), (present, 2)):
        figure = compute(people.head, day)
        assert figure.value == expected
        assert client.get(figure.rows_url).context["total"] == expected


def test_evidence_is_read_by_whom_the_project_is_read(client, people, project) -> None:
    upload = {"file": _pdf(), "kind": "签约协议"}
    answer = login(client, people.manager).post(page("evidence", project), upload)
    assert answer.status_code == 302
    assert "协议.pdf" in client.get(page("page", project)).content.decode()


def _pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("协议.pdf", b"%PDF-1.4\n%%EOF", content_type="application/pdf")
