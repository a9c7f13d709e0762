"""One page fetched outside of a crawl, from a real server."""

from pathlib import Path

import pytest

from sources.fetch.one_page import NotFetchedError, fetch_one_page
from sources.fetch.settings import HostRule
from tests.replica import Page, Site, Status
from tests.replica.replies import Reply
from tests.sources.fetch.support import HOST, page, web

GOOD = page("Good")
FAST = {"default_rule": HostRule(0.0)}


def test_a_page_is_fetched_after_robots_txt_and_not_archived(tmp_path: Path) -> None:
    with web(tmp_path, Site({"/a": [(0, Page(GOOD))]}), **FAST) as here, here.replica.transport(here.settings) as net:
        capture = fetch_one_page(f"https://{HOST}/a", here.settings, net)
        assert (capture.url, capture.body, capture.origin) == (f"https://{HOST}/a", GOOD, "live")
        assert [request.path for request in here.replica.requests] == ["/robots.txt", "/a"]
        assert list(here.archive.index.all_entries()) == []


@pytest.mark.parametrize(("reply", "words"), [(Status(404), "gone"), (Status(403), "blocked"), (Page(b""), "empty")])
def test_a_page_that_is_not_there_is_one_line(tmp_path: Path, reply: Reply, words: str) -> None:
    with web(tmp_path, Site({"/a": [(0, reply)]}), **FAST) as here, here.replica.transport(here.settings) as net:
        with pytest.raises(NotFetchedError, match=words) as error:
            fetch_one_page(f"https://{HOST}/a", here.settings, net)
        assert "\n" not in str(error.value)


def test_only_public_addresses_are_fetched(tmp_path: Path) -> None:
    with web(tmp_path, Site({"/a": [(0, Page(GOOD))]}), **FAST) as here:
        for url in ("https://127.0.0.1/a", "http://localhost/a"):
            with pytest.raises(NotFetchedError):
                fetch_one_page(url, here.settings)
