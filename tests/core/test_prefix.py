"""The site below a sub-path, behind proxies of both kinds."""

import pytest

from config.prefix import under_prefix


def asked(environ, start_response):
    start_response("200 OK", [])
    return [environ["PATH_INFO"].encode()]


def answer(path: str) -> tuple[str, list, bytes]:
    said = []
    body = under_prefix(asked)({"PATH_INFO": path}, lambda *what: said.extend(what))
    return said[0], said[1], b"".join(body)


@pytest.mark.parametrize("path", ["/lize/desk/", "/desk/"])
def test_the_sub_path_is_cut_off_whether_or_not_the_proxy_did(settings, path):
    settings.FORCE_SCRIPT_NAME = "/lize"
    assert answer(path) == ("200 OK", [], b"/desk/")


def test_an_address_that_only_begins_alike_is_left_alone(settings):
    settings.FORCE_SCRIPT_NAME = "/lize"
    assert answer("/lizehui/")[2] == b"/lizehui/"


def test_the_bare_sub_path_leads_home(settings):
    settings.FORCE_SCRIPT_NAME = "/lize"
    assert answer("/lize")[:2] == ("301 Moved Permanently", [("Location", "/lize/")])


def test_without_a_sub_path_nothing_stands_between(settings):
    settings.FORCE_SCRIPT_NAME = None
    assert under_prefix(asked) is asked
