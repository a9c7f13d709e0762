"""Precedence of pages of one place: the page in use, and the pages it supersedes."""

import pytest

from sources.state_department.editions import resolve_pages
from tests.sources.state_department.old_pages import MIDDLE, NOW, OLD, countries, narrative, page, read
from warehouse.tables import PAGES
from warehouse.tables.vocabulary import PageOutcome, Supersession


def test_of_one_page_at_five_addresses_one_is_in_use() -> None:
    body = page(narrative("Norway"), narrative("Oman"))
    addresses = [f"{base}/2008/105388.htm" for base in (OLD, MIDDLE, NOW, NOW.replace("/j/", "/g/"))]
    archived = [f"https://web.archive.org/web/2009/{addresses[2]}"]
    resolved = resolve_pages(read(body, url) for url in (*archived, *addresses))
    in_use = [parsed for parsed in resolved if parsed.page["outcome"] == "read"]
    assert [parsed.page["source_url"] for parsed in in_use] == [addresses[3]]  # of one host, the first in order
    assert {parsed.page["outcome"] for parsed in resolved if parsed not in in_use} == {"superseded"}
    for parsed in resolved:
        if parsed not in in_use:
            assert parsed.record.superseded_by == (addresses[3],)
            assert parsed.record.supersession is Supersession.SAME
            assert parsed.page["remark"] == f"superseded by {addresses[3]}, which is the same"


def test_a_page_that_shares_a_country_has_its_other_narratives_in_use() -> None:
    first = read(page(narrative("Norway"), narrative("Oman")), f"{NOW}/2008/105388.htm")
    second = read(page(narrative("Oman", "Tier 2"), narrative("Peru")), f"{MIDDLE}/2008/105389.htm")
    whole, reduced = resolve_pages([first, second])
    assert whole is first
    assert countries(reduced) == ["PER"]
    assert {row["country"] for rows in reduced.rows.values() for row in rows} == {"PER"}
    assert reduced.page["outcome"] == "read"
    assert reduced.page["words"] == sum(row["words"] for row in reduced.sections)
    assert reduced.page["remark"].endswith(f"OMN superseded by {NOW}/2008/105388.htm, which contradicts it")


@pytest.mark.parametrize(
    ("copied", "supersession", "words"),
    [
        (narrative("Norway"), Supersession.SAME, "is the same"),
        (narrative("Norway", text="Courts met."), Supersession.OTHER_WORDS, "has other wording"),
        (narrative("Norway", "Tier 2", text="Courts met."), Supersession.CONTRADICTS, "contradicts it"),
    ],
)
def test_a_superseded_page_has_the_kind_of_supersession(copied: str, supersession: Supersession, words: str) -> None:
    used = read(page(narrative("Norway"), narrative("Oman")), f"{NOW}/2008/1.htm")
    in_use, superseded = resolve_pages([used, read(page(copied, narrative("Oman")), f"{OLD}/2008/1.htm")])
    assert in_use is used
    assert (superseded.record.outcome, superseded.record.superseded_by) == (
        PageOutcome.SUPERSEDED,
        (f"{NOW}/2008/1.htm",),
    )
    assert superseded.record.supersession is supersession
    assert superseded.page["remark"] == f"superseded by {NOW}/2008/1.htm, which {words}"
    assert superseded.rows == {}
    PAGES.schema.validate(PAGES.frame([in_use.page, superseded.page]))


def test_a_page_superseded_by_several_pages_names_all() -> None:
    used = [
        read(page(narrative(country), title=country), f"{NOW}/2008/{country}.htm") for country in ("Norway", "Oman")
    ]
    superseded = resolve_pages([*used, read(page(narrative("Norway"), narrative("Oman")), f"{OLD}/2008/105388.htm")])[
        -1
    ]
    assert superseded.record.superseded_by == (f"{NOW}/2008/Norway.htm", f"{NOW}/2008/Oman.htm")


def test_a_page_of_one_country_has_precedence_over_a_shared_page() -> None:
    own = read(page(narrative("Norway"), title="Norway"), f"{NOW}/2008/1.htm")
    shared = read(page(narrative("Norway"), narrative("Oman")), f"{MIDDLE}/2008/105388.htm")
    assert (own.page["kind"], own.page["country"]) == ("country", "NOR")
    resolved = resolve_pages([shared, own])
    assert [countries(parsed) for parsed in resolved] == [["OMN"], ["NOR"]]
