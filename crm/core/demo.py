"""The people of the demo: teams, one account or more a role. All names are made up."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from crm.core import acts
from crm.core.models import Role, RoleGrant, Team, TeamParent, User
from crm.core.registries import DemoBuilder, demo_builders
from crm.core.role_groups import mirror_groups

SINCE = dt.date(2019, 1, 1)
REASON = "演示数据"

# code → (name, parent, kind)
TEAMS = {
    "district": ("丽泽商务区", None, Team.Kind.DISTRICT),
    "bureau": ("投资促进局", "district", Team.Kind.BUREAU),
    "section_one": ("招商一科", "bureau", Team.Kind.SECTION),
    "section_two": ("招商二科", "bureau", Team.Kind.SECTION),
    "coordination": ("统筹办", "bureau", Team.Kind.SECTION),
    "statistics": ("统计科", "bureau", Team.Kind.SECTION),
    "services": ("服务管家科", "bureau", Team.Kind.SECTION),
    "policy": ("政策科", "bureau", Team.Kind.SECTION),
    "other_park": ("看丹园区服务中心", "district", Team.Kind.PARK),
    "other_section": ("看丹招商组", "other_park", Team.Kind.SECTION),
    "operator_a": ("示例中心运营公司（演示）", "district", Team.Kind.OPERATOR),
    "operator_b": ("金融城物业运营公司（演示）", "district", Team.Kind.OPERATOR),
    "operator_c": ("丽泽湾楼宇运营公司（演示）", "district", Team.Kind.OPERATOR),
    "operator_d": ("汇园商务运营公司（演示）", "district", Team.Kind.OPERATOR),
}


@dataclass(frozen=True)
class Person:
    """``role`` over the team ``over``; a person without a role sees only that page that says so."""

    username: str
    name: str
    title: str
    home: str
    role: str
    over: str


PEOPLE = (
    Person("head", "陆怀瑾", "局长", "bureau", "head", "district"),
    Person("deputy_head", "贺云舟", "副局长", "bureau", "deputy_head", "bureau"),
    Person("chief", "梁思齐", "招商一科科长", "section_one", "chief", "section_one"),
    Person("manager", "周予安", "招商经理", "section_one", "manager", "section_one"),
    Person("colleague", "韩知远", "招商经理", "section_one", "manager", "section_one"),
    Person("chief_two", "邵清和", "招商二科科长", "section_two", "chief", "section_two"),
    Person("manager_two", "许明川", "招商经理", "section_two", "manager", "section_two"),
    Person("colleague_two", "苏映雪", "招商经理", "section_two", "manager", "section_two"),
    Person("other_manager", "方令仪", "招商专员", "other_section", "manager", "other_section"),
    Person("coordinator", "沈若谷", "统筹专员", "coordination", "coordinator", "district"),
    Person("steward", "林书遥", "服务管家", "services", "steward", "services"),
    Person("statistician", "顾明堂", "统计专员", "statistics", "statistician", "district"),
    Person("operator", "乔岚", "运营主管", "operator_a", "operator", "operator_a"),
    Person("operator_b", "闻溪", "运营主管", "operator_b", "operator", "operator_b"),
    Person("operator_c", "叶临川", "运营主管", "operator_c", "operator", "operator_c"),
    Person("operator_d", "祝南星", "运营主管", "operator_d", "operator", "operator_d"),
    Person("editor", "程亦舒", "政策编辑", "policy", "policy_editor", "district"),
    Person("reviewer", "白既明", "政策审核", "policy", "policy_reviewer", "district"),
    Person("publisher", "江望舒", "政策发布", "policy", "policy_publisher", "district"),
    Person("admin", "石砚", "系统管理员", "bureau", "admin", "district"),
)


def build(today: dt.date) -> None:
    """Teams, their places in the tree, accounts without a usable password, and their grants."""
    with transaction.atomic():
        teams = _build_teams()
        roles = {role.code: role for role in Role.objects.all()}
        users = {person.username: _account(person, teams) for person in PEOPLE}
        acts.create(list(users.values()), by=None, reason=REASON)
        grants = [
            RoleGrant(
                user=users[person.username],
                role=roles[person.role],
                team=teams[person.over],
                starts_on=SINCE,
            )
            for person in PEOPLE
        ]
        acts.create(grants, by=None, reason=REASON)
        mirror_groups()


def _build_teams() -> dict[str, Team]:
    teams = {
        code: Team(code=code, name=name, kind=kind) for code, (name, _parent, kind) in TEAMS.items()
    }
    acts.create(list(teams.values()), by=None, reason=REASON)
    places = [
        TeamParent(team=teams[code], parent=teams[parent], starts_on=SINCE)
        for code, (_name, parent, _kind) in TEAMS.items()
        if parent
    ]
    acts.create(places, by=None, reason=REASON)
    return teams


def _account(person: Person, teams: dict[str, Team]) -> User:
    account = User(
        username=person.username,
        name=person.name,
        title=person.title,
        home_team=teams[person.home],
    )
    account.set_unusable_password()
    return account


demo_builders.register(DemoBuilder("core.people", build, order=10))
