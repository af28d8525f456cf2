"""Actions (named strings) and the roles that every installation begins with."""

from dataclasses import dataclass

from crm.core.registries.registry import Registry


@dataclass(frozen=True)
class RoleDefinition:
    """A role that ships with the software. Its row in the database may be edited afterwards."""

    key: str
    name: str
    order: int = 0


class Rights:
    """What the apps declare in rights.py: actions with labels, and which role starts with which."""

    def __init__(self) -> None:
        self.actions: dict[str, str] = {}
        self.grants: dict[str, list[str]] = {}

    def declare(self, actions: dict[str, str], grants: dict[str, list[str]]) -> None:
        """Name actions and give them to roles; raises ValueError on an unknown action or role."""
        if taken := set(actions) & set(self.actions):
            raise ValueError(f"actions declared twice: {sorted(taken)}")
        self.actions.update(actions)
        for role, names in grants.items():
            if role not in roles:
                raise ValueError(f"{role} is not a role")
            if unknown := {name.removesuffix(":own") for name in names} - set(self.actions):
                raise ValueError(f"unknown actions: {sorted(unknown)}")
            self.grants.setdefault(role, []).extend(names)


roles: Registry[RoleDefinition] = Registry("roles")
rights = Rights()

for _order, (_key, _name) in enumerate(
    (
        ("manager", "招商经理"),
        ("chief", "科长"),
        ("deputy_head", "分管领导"),
        ("coordinator", "统筹办"),
        ("steward", "服务管家"),
        ("operator", "楼宇运营"),
        ("statistician", "统计"),
        ("head", "局长"),
        ("policy_editor", "政策编辑"),
        ("policy_reviewer", "政策审核"),
        ("policy_publisher", "政策发布"),
        ("admin", "系统管理员"),
    )
):
    roles.register(RoleDefinition(_key, _name, _order))
