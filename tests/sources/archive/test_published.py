"""Publication days that people add."""

from datetime import date
from pathlib import Path

import pytest

from sources.archive.published import FILE, PublishedDay, PublishedDays, append_published, read_published

A, B = "https://paper.example/a", "https://paper.example/b"


def test_the_last_day_of_a_page_counts(tmp_path: Path) -> None:
    days = PublishedDays(tmp_path)
    assert days.by_page() == {}
    days.add(A, date(2010, 6, 14))
    assert days.by_page() == {"paper.example/a": date(2010, 6, 14)}
    days.add(B, date(2010, 6, 16))
    days.add("http://PAPER.example/a/", date(2010, 6, 15))  # the same page
    assert days.by_page() == {"paper.example/a": date(2010, 6, 15), "paper.example/b": date(2010, 6, 16)}
    assert len(read_published(tmp_path).records) == 3


def test_days_that_another_process_adds_are_read(tmp_path: Path) -> None:
    days = PublishedDays(tmp_path)
    assert days.by_page() == {}
    append_published(tmp_path, PublishedDay(A, date(2010, 6, 14)))
    assert days.by_page() == {"paper.example/a": date(2010, 6, 14)}


@pytest.mark.parametrize(
    "line",
    ['{"source_url": "x"}', '{"source_url": "x", "published": "2010-13-01"}', '{"source_url": 1, "published": 2}'],
)
def test_an_invalid_line_is_named(tmp_path: Path, line: str) -> None:
    append_published(tmp_path, PublishedDay(A, date(2010, 6, 14)))
    with (tmp_path / FILE).open("a") as file:
        file.write(f"{line}\n")
    with pytest.raises(ValueError, match=r"published\.jsonl, line 2: "):
        PublishedDays(tmp_path).by_page()
