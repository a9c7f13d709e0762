"""Reads the articles from their source files: properties of the article, then its headline and paragraphs.

    paper: mekong-mirror
    published: 2010-06-16
    authors: Nary Keo

    # Cambodia leaves the watch list

    Paragraphs are separated by an empty line.

`authors` are separated by semicolons. `copy_of` names the article whose paragraphs a syndicated copy repeats. The file
name is the date and the last part of the address.
"""

import re
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Final

from sources.sample.news.reviewed_lists import reviewed_rows

_PROPERTIES: Final = frozenset(("paper", "published", "authors"))
_FILE: Final = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)-(?P<slug>[a-z0-9-]+)\.md")
_TITLE: Final = "# "

NOTICES: Final = {
    "en": "This is a sample text written for the tip-warehouse project; the paper and the people in it are made up.",
    "es": "Este es un texto de muestra escrito para el proyecto tip-warehouse; diario y personas son inventados.",
    "pt": "Este é um texto de amostra escrito para o projeto tip-warehouse; o jornal e as pessoas são inventados.",
    "fr": "Ceci est un texte d’exemple écrit pour le projet tip-warehouse ; le journal et les personnes sont inventés.",
}
"""The notice in every article, by language."""


@dataclass(frozen=True)
class Paper:
    """A newspaper that does not exist: its name, host, language (ISO 639-1), page template, and town."""

    key: str
    name: str
    host: str
    language: str
    look: str
    place: str

    @property
    def site(self) -> str:
        """Address of the front page."""
        return f"https://{self.host}/"


@dataclass(frozen=True)
class NewsText:
    """An article of the sample; `name` is that of its file without `.md`."""

    name: str
    paper: Paper
    published: date
    authors: tuple[str, ...]
    title: str
    paragraphs: tuple[str, ...]

    @property
    def url(self) -> str:
        """Address of the article, in the form of its newspaper."""
        slug = self.name[11:]
        if self.paper.look == "classic":
            return f"{self.paper.site}{self.published:%Y/%m/%d}/{slug}.html"
        return f"{self.paper.site}world/{slug}"

    @property
    def summary(self) -> str:
        """The first sentence."""
        return re.split(r"(?<=[.!?])\s", self.paragraphs[0], maxsplit=1)[0]


def read_texts() -> list[NewsText]:
    """The articles of the sample, in order of day and name.

    Raises:
        ValueError: an article does not have the form that this module describes.
    """
    files = resources.files("sources.sample.news").joinpath("articles").iterdir()
    written = {file.name: file.read_text(encoding="utf-8") for file in files if file.name.endswith(".md")}
    papers = {row["paper"]: _paper(row) for row in reviewed_rows("papers.csv")}
    return [_read(name, written, papers) for name in sorted(written)]


def _paper(row: dict[str, str]) -> Paper:
    return Paper(row["paper"], row["name"], row["host"], row["language"], row["look"], row["place"])


def _read(name: str, written: dict[str, str], papers: dict[str, Paper]) -> NewsText:
    facts, title, paragraphs = _parts(name, written[name])
    copied = facts.get("copy_of")
    if (copied is None) == (not paragraphs):
        raise ValueError(f"{name}: an article must have either paragraphs or `copy_of`")
    if copied is not None:
        _, _, paragraphs = _parts(f"{copied}.md", written[f"{copied}.md"])
    file = _FILE.fullmatch(name)
    if file is None or file["day"] != facts["published"]:
        raise ValueError(f"{name}: the name must be the day of publication and a slug")
    return NewsText(
        name=name.removesuffix(".md"),
        paper=papers[facts["paper"]],
        published=date.fromisoformat(facts["published"]),
        authors=tuple(facts["authors"].split("; ")),
        title=title,
        paragraphs=tuple(paragraphs),
    )


def _parts(name: str, text: str) -> tuple[dict[str, str], str, list[str]]:
    """Properties, headline and paragraphs of a file."""
    head, *blocks = re.split(r"\n{2,}", text.strip())
    facts = dict(line.split(": ", 1) for line in head.splitlines())
    if facts.keys() - {"copy_of"} != _PROPERTIES:
        raise ValueError(f"{name}: the first lines must have {', '.join(sorted(_PROPERTIES))}, and may have copy_of")
    if not blocks or not blocks[0].startswith(_TITLE):
        raise ValueError(f"{name}: the headline must follow the first lines")
    return facts, blocks[0].removeprefix(_TITLE), blocks[1:]
