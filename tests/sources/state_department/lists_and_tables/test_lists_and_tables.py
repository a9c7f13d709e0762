"""Statutory lists and law enforcement tables, and pages that must be rejected."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.html.blocks import Block, blocks
from sources.html.tree import PARSERS
from sources.problems import PageProblemError
from sources.state_department.lists_and_tables.global_enforcement import COUNTS, read_global_enforcement
from sources.state_department.lists_and_tables.statutory_lists import read_statutory_lists

WORLD = "Global Law Enforcement Data"
NAMES = ("Year", "Prosecutions", "Convictions", "Victims Identified", "New or Amended Legislation")
HEADINGS = f"<tr>{''.join(f'<td>{name}</td>' for name in NAMES)}</tr>"
LEAD = "<p>The CSPA list names the governments of:</p>"


def stream(markup: str) -> list[Block]:
    (body,) = PARSERS["lexbor"](markup).select("body")
    return list(blocks(body, {}, frozenset()))


def table(*rows: str, headings: str = HEADINGS) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row.split("|")) for row in rows)
    return f"<table>{headings}{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def enforcement(markup: str, *, year: int = 2018, title: str = WORLD):
    return [row.columns() for row in read_global_enforcement(stream(markup), year=year, title=title, name="page")]


def counts(row: dict) -> tuple:
    return tuple(row[name] for name in COUNTS)


def lists(markup: str, title: str = "Topics"):
    return read_statutory_lists(stream(markup), title=title, name="page")


def test_a_world_table_is_read_row_by_row() -> None:
    first, second = enforcement(table("2016|14,939 (1,038)|9,072 (717)|68,453 (17,465)|25", "2017|17,880*|N/A||5"))
    assert (first["region"], first["data_year"]) == ("world", 2016)
    assert counts(first) == (14939, 1038, 9072, 717, 68453, 17465, 25)
    assert (second["data_year"], counts(second)) == (2017, (17880, None, None, None, None, None, 5))


def test_regional_tables_have_the_region_above_them() -> None:
    old = "<tr><th><p>Year</p></th><th><p>Prosecutions</p></th><th><p>Convictions</p></th></tr>"
    markup = (
        f"<p>Map of Africa.</p>{table('2003|50|10', headings=old)}"
        f"<p>Map of East Asia and Pacific.</p>{table('2003|1,727|583', headings=old)}"
        f"<p>Map of South Asia.</p>{table('2005*|964*|214*', headings=old)}<p>*A note on the year 2005.</p>"
        f"<p>SOUTH &amp; CENTRAL ASIA</p><p>Map of the Near East.</p>{table('2003|1,004|279', headings=old)}"
    )
    found = enforcement(markup, year=2006, title="Maps")
    assert [(row["region"], row["data_year"], row["prosecutions"]) for row in found] == [
        ("AF", 2003, 50),
        ("EAP", 2003, 1727),
        ("SCA", 2005, 964),
        ("NEA", 2003, 1004),
    ]
    assert {row["victims_identified"] for row in found} == {None}


@pytest.mark.parametrize(
    "text",
    [
        "<p>Year | Prosecutions | Convictions</p><p>2016 | 14,939 (1,038) | 9,072 (717)</p>",
        "<p>Year Prosecutions Convictions</p><p>2016 14,939 (1,038) 9,072 (717)</p>",
    ],
)
def test_a_table_without_markup_is_read(text: str) -> None:
    (row,) = enforcement(text)
    assert counts(row) == (14939, 1038, 9072, 717, None, None, None)


@pytest.mark.parametrize(
    ("markup", "title", "problem"),
    [
        ("<p>Nothing here.</p>", WORLD, "no_rows"),
        (table(), WORLD, "no_rows"),
        (table("2016|1|1|1|1"), "Tables", "no_rows"),
        (table("2016|1|1|1|1") + table("2015|1|1|1|1"), WORLD, "no_rows"),
        (table("2016|1|1|1|1", "2016|1|1|1|1"), WORLD, "unreadable_rows"),
        (table("2016|many|1|1|1"), WORLD, "unreadable_rows"),
        (table("2016|14,93|1|1|1"), WORLD, "unreadable_rows"),
        (table("2016|1|1|1|1 (1)"), WORLD, "unreadable_rows"),
        (table("2016|1|1|1|1|1"), WORLD, "unreadable_rows"),
        (table("2018|1|1|1|1"), WORLD, "unreadable_rows"),
        (table("Total|1|1|1|1"), WORLD, "unreadable_rows"),
        (table(headings="<tr><td>Year<td>Prosecutions<td>Arrests</tr>"), WORLD, "unreadable_rows"),
    ],
)
def test_a_page_of_unknown_form_is_rejected(markup: str, title: str, problem: str) -> None:
    with pytest.raises(PageProblemError, match="page") as raised:
        enforcement(markup, title=title)
    assert raised.value.problem == problem


COUNT = st.integers(0, 9_999_999)
FIGURES = st.tuples(COUNT, st.none() | COUNT)


@given(st.dictionaries(st.integers(2001, 2017), st.tuples(FIGURES, FIGURES, FIGURES, COUNT), min_size=1, max_size=8))
def test_a_printed_table_reads_back(rows: dict) -> None:
    def printed(figures: tuple[int, int | None]) -> str:
        return f"{figures[0]:,}" + ("" if figures[1] is None else f" ({figures[1]:,})")

    lines = [f"{year}|{'|'.join(map(printed, row[:3]))}|{row[3]}" for year, row in rows.items()]
    found = {row["data_year"]: counts(row) for row in enforcement(table(*lines))}
    assert found == {year: (*row[0], *row[1], *row[2], row[3]) for year, row in rows.items()}


ITEMS = "<ul><li>Burma</li><li>Congo, Democratic Republic of the</li><li>South Sudan*</li></ul>"


@pytest.mark.parametrize(
    "markup",
    [
        LEAD + ITEMS,
        f"<h2>Child Soldiers Prevention Act List</h2><p>The law asks for a list.</p>{ITEMS}<p>Burma was added.</p>",
        LEAD + "<p>Burma<br>Congo, Democratic Republic of the<br>South Sudan</p>",
        LEAD + "<p>Burma</p><p>Congo, Democratic Republic of the</p><p>South Sudan</p>",
        LEAD + "<table><tr><td>Burma<td>South Sudan<tr><td>Congo, Democratic Republic of the</table>",
        "<p>The CSPA list names: Burma; Congo, Democratic Republic of the; and South Sudan.</p>",
        f"<p>By the CSPA a child soldier is:</p><ul><li>any person under 18 who fights</li></ul>{LEAD}{ITEMS}",
    ],
)
def test_a_list_is_read_in_any_form(markup: str) -> None:
    found = lists(markup)
    assert {(listed.list, listed.country) for listed in found.listed} == {
        ("cspa", "MMR"),
        ("cspa", "COD"),
        ("cspa", "SSD"),
    }
    assert {listed.printed for listed in found.listed} >= {"Burma", "South Sudan"}
    assert found.unresolved == []


def test_two_lists_on_one_page_are_read_separately() -> None:
    policy = "<p>A “policy or pattern” of trafficking is found in:</p><ul><li>China</li><li>Burma</li></ul>"
    found = lists(LEAD + ITEMS + policy).listed
    assert [(listed.list, listed.country) for listed in found[3:]] == [
        ("policy_or_pattern", "CHN"),
        ("policy_or_pattern", "MMR"),
    ]


def test_an_unresolved_name_is_reported() -> None:
    found = lists(LEAD + "<ul><li>Burma</li><li>Ruritania</li><li>Chad</li></ul>")
    assert [listed.country for listed in found.listed] == ["MMR", "TCD"]
    assert found.unresolved == [("cspa", "Ruritania")]
    run = lists(LEAD + "<p>Burma Chad Mali Ruritania Yemen</p>")
    assert run.unresolved == [("cspa", "Ruritania")]


@pytest.mark.parametrize(
    ("markup", "problem"),
    [
        ("<p>No list.</p>", "no_rows"),
        (LEAD + "<p>It will follow.</p>", "no_rows"),
        (ITEMS, "no_rows"),
        (LEAD + ITEMS + LEAD + ITEMS, "no_rows"),
        (LEAD + "<ul><li>Burma</li><li>Myanmar</li></ul>", "unreadable_rows"),
    ],
)
def test_a_page_without_exactly_one_list_of_a_kind_is_rejected(markup: str, problem: str) -> None:
    with pytest.raises(PageProblemError, match="page") as raised:
        lists(markup)
    assert raised.value.problem == problem


@given(
    st.lists(
        st.sampled_from(["<p>", "<li>", "<td>", "<h2>", "CSPA", ": ", "Burma ", "Chad, ", "and ", "x "]), max_size=30
    )
)
def test_any_page_is_read_or_rejected(pieces: list[str]) -> None:
    try:
        found = lists("".join(pieces))
    except PageProblemError:
        return
    assert found.listed
