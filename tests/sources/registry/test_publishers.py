"""The publishers."""

import pytest

from sources.reference.countries import country_rows
from sources.registry.publishers import publisher_of, publishers


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.phnompenhpost.com/national/a", "The Phnom Penh Post"),
        ("https://english.cambodiadaily.com/news/a-1/", "The Cambodia Daily"),
        ("http://news.bbc.co.uk/2/hi/a.stm", "BBC News"),
        ("https://en.yna.co.kr/view/A", "Yonhap News Agency"),
        ("http://www.nation.co.ke/a", "Daily Nation"),
        ("https://notcnn.com/a", None),
        ("https://unknown.example/a", None),
        ("not an address", None),
    ],
)
def test_publisher_of(url: str, name: str | None) -> None:
    found = publisher_of(url)
    assert (found.name if found else None) == name


def test_all_publishers_are_valid() -> None:
    countries = {row["country"] for row in country_rows()}
    known = publishers().values()
    assert len(known) >= 40
    assert {publisher.country for publisher in known} <= countries
    assert {publisher.language for publisher in known} <= {"en", "es", "pt", "fr"}
    assert {publisher.kind for publisher in known} == {"paper", "broadcaster", "agency"}
    for publisher in known:
        addresses = (*publisher.feeds, *publisher.sitemaps, *publisher.sections)
        assert all(address.startswith(("http://", "https://")) for address in addresses)
        assert all(publisher_of(f"https://{pattern}") == publisher for pattern in publisher.patterns)
        assert publisher.interval_seconds >= 1
    assert [publisher.country for publisher in known][:7] == ["KHM"] * 7
    assert all(1990 <= publisher.first_year <= (publisher.last_year or 2100) for publisher in known)
