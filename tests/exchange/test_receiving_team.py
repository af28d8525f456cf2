"""To which team an imported lead or project goes."""

import pytest

from crm.leads.models import Lead
from crm.projects.models import Project
from tests.exchange.files import rows_in

pytestmark = pytest.mark.django_db

LEAD = [["title", "enterprise"], ["一条线索", "甲公司"]]
PROJECT = [["name"], ["一个项目"]]


@pytest.mark.parametrize(
    ("kind", "rows", "model"), [("leads", LEAD, Lead), ("projects", PROJECT, Project)]
)
def test_without_team_or_owner_it_goes_to_the_importers_team(people, tmp_path, kind, rows, model):
    result = rows_in(tmp_path, kind, rows, by=people.chief)
    assert (result["created"], result["errors"]) == (1, [])
    assert model.objects.get().team == people.chief.home_team


def test_the_team_of_the_row_and_that_of_the_owner_come_first(people, tmp_path):
    rows = [
        ["title", "enterprise", "team", "owner"],
        ["甲", "甲公司", people.chief.home_team.code, ""],
        ["乙", "乙公司", "", people.manager.username],
    ]
    assert rows_in(tmp_path, "leads", rows, by=people.coordinator)["errors"] == []
    teams = dict(Lead.objects.values_list("title", "team"))
    assert teams == {"甲": people.chief.home_team_id, "乙": people.manager.home_team_id}


@pytest.mark.parametrize(("kind", "rows"), [("leads", LEAD), ("projects", PROJECT)])
def test_the_command_line_has_no_team_and_is_told_which_there_are(people, tmp_path, kind, rows):
    error = rows_in(tmp_path, kind, rows)["errors"][0]
    assert error["column"] == "team"
    assert people.chief.home_team.code in error["message"]


def test_nobody_imports_into_a_team_that_is_not_theirs(people, tmp_path):
    rows = [["title", "enterprise", "team"], ["甲", "甲公司", people.other_manager.home_team.code]]
    result = rows_in(tmp_path, "leads", rows, by=people.chief)
    assert (result["created"], len(result["errors"])) == (0, 1)
