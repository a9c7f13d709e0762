"""Retired words do not come back, and the words of the glossary are those of the code."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.docs.project_files import ROOT, code_files, doc_files
from warehouse.csv_rows import csv_rows

RETIRED = Path(__file__).with_name("retired_words.csv")
_NOT_READ = (Path(__file__).parent, ROOT / "sources/sample", ROOT / "docs/dictionary.md")
"""This list itself; pages and articles written for the sample; a page that is generated from declarations."""

_GLOSSARY_ROW = re.compile(r"^\| ([a-z ]+?)(?: \*)? \| .* \| `([\w.]+)` \|$", re.MULTILINE)
_MOST_WORDS = 30


def _rows() -> list[dict[str, str]]:
    return csv_rows(RETIRED)


def _read_files() -> Iterable[Path]:
    for path in (*code_files(), *doc_files(), *ROOT.glob("*.toml"), *ROOT.glob("*.yaml"), ROOT / "Makefile"):
        if not any(path == left_out or left_out in path.parents for left_out in _NOT_READ):
            yield path


TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in _read_files()}


def _pattern(row: dict[str, str]) -> re.Pattern[str]:
    """An identifier is found as a whole name, also inside a dotted one; a phrase in any case and over line ends."""
    if row["kind"] == "identifier":
        return re.compile(rf"(?<![A-Za-z0-9_]){re.escape(row['word'])}(?![A-Za-z0-9_])")
    return re.compile(rf"\b{re.escape(row['word'])}\b".replace(r"\ ", r"\s+"), re.IGNORECASE)


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row["word"])
def test_a_retired_word_is_not_used(row: dict[str, str]) -> None:
    pattern, allowed = _pattern(row), row["allowed_in"].split()
    used = [
        f"{name}:{text.count(chr(10), 0, found.start()) + 1}"
        for name, text in TEXTS.items()
        if not any(name.startswith(prefix) for prefix in allowed)
        for found in pattern.finditer(text)
    ]
    assert not used, f"write {row['instead']!r}"


def test_the_list_is_whole() -> None:
    rows = _rows()
    assert len({(row["word"], row["kind"]) for row in rows}) == len(rows)
    assert {row["kind"] for row in rows} == {"identifier", "phrase"}
    assert all(row["word"] and row["instead"] for row in rows)


GLOSSARY = _GLOSSARY_ROW.findall((ROOT / "docs/glossary.md").read_text(encoding="utf-8"))


def test_the_glossary_is_short_and_in_order() -> None:
    words = [word for word, _ in GLOSSARY]
    lines = (ROOT / "docs/glossary.md").read_text(encoding="utf-8").splitlines()
    assert len(words) == sum(line.startswith("| ") for line in lines) - 1  # the heading of the table
    assert 20 <= len(words) <= _MOST_WORDS
    assert words == sorted(words)


@pytest.mark.parametrize(("word", "owner"), GLOSSARY, ids=lambda value: value)
def test_a_word_of_the_glossary_is_used_where_it_belongs(word: str, owner: str) -> None:
    path = ROOT / owner.replace(".", "/")
    files = sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]
    name = re.compile(rf"(?<![a-z]){word.replace(' ', '[ _]?')}s?(?![a-z])", re.IGNORECASE)
    assert any(name.search(file.read_text(encoding="utf-8")) for file in files)
