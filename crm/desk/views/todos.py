"""Behind the bell: everything that waits for me, kind by kind."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from crm.core.access import ANY_STAFF
from crm.core.clock import today
from crm.core.counting import ShellNumbers
from crm.core.registries import todos
from crm.core.views.base import StaffView
from crm.desk.days import group_by_state, todos_by_source


class ToDos(StaffView):
    """All to-dos; ``?source=`` keeps one kind."""

    permission = ANY_STAFF
    title = gettext_lazy("To-dos")

    def get(self, request: HttpRequest) -> HttpResponse:
        day = today()
        sources, waiting = todos_by_source(self.user, day), ShellNumbers(self.user, day).waiting
        chosen = request.GET.get("source", "")
        kept = [(key, items) for key, items in sources if key == chosen] or sources
        items = [item for _, found in kept for item in found]
        return self.page(
            "desk/todos.html",
            {
                "sources": [(todos[key], waiting[key]) for key, found in sources if found],
                "chosen": chosen if chosen in todos else "",
                "total": sum(waiting.values()),
                "shell_todo_count": sum(waiting.values()),  # the bell need not ask again
                "not_shown": sum(waiting[key] for key, _ in kept) - len(items),
                "groups": group_by_state(items),
            },
        )
