"""What ``manage.py doctor`` looks at of the search: the engine, its indexes, the drain."""

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from crm.core.registries.checks import Finding
from search import drain, outbox, sources
from search.engines.protocol import Engine, EngineDownError
from search.settings import kept_engines

WAITING_DOCUMENTS = 5_000


def search_indexes() -> list[Finding]:
    """An index for each kind of search in each engine that this machine keeps, and a drain that
    keeps up with both."""
    try:
        engines = kept_engines()
    except ImproperlyConfigured as error:
        return [Finding("bad", str(error), "docs/settings.md")]
    return [finding for engine in engines for finding in [*_indexes(engine), *_backlog(engine)]]


def _indexes(engine: Engine) -> list[Finding]:
    try:
        return [_index(engine, index) for index in sources.indexes()]
    except EngineDownError as error:
        answer = _("the search cluster does not answer: %s") % error
        return [Finding("bad", answer, _("look at the cluster; the index of this machine answers"))]


def _index(engine: Engine, index: str) -> Finding:
    name, rebuild = f"{engine.name}: {index}", f"manage.py search_reindex --engine {engine.name}"
    match engine.state(index):
        case "missing":
            return Finding("bad", _("there is no %s index") % name, rebuild)
        case "red":
            answer = _("the %s index lacks a part") % name
            return Finding("bad", answer, _("bring the nodes of the cluster back"))
        case "yellow":
            answer = _("the %s index has no second copy") % name
            return Finding("warn", answer, _("add a node to the cluster"))
        case "analyser":
            answer = _("the %s index cuts its texts in another way") % name
            return Finding("bad", answer, rebuild)
    return Finding("ok", name)


def _backlog(engine: Engine) -> list[Finding]:
    waiting = outbox.waiting(drain.consumer_name(engine))
    if waiting <= WAITING_DOCUMENTS:
        return []
    answer = _("%(number)d changes wait for the index of %(engine)s")
    said = answer % {"number": waiting, "engine": engine.name}
    return [Finding("warn", said, _("start the worker"))]
