"""The narratives that have labels of statistics: 2018 and other editions, with the part they belong to."""

import csv
import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sources.language.repair import repair
from sources.state_department.statistics import TextSection

SLUGS = {
    "INTRO": "verdict", "RECOMMENDATIONS": "recommendations", "PROSECUTIONS": "prosecution",
    "PROSECUTION": "prosecution", "PROTECTION": "protection", "PREVENTION": "prevention",
    "TRAFFICKING PROFILE": "profile",
}  # fmt: skip
_HEADING = re.compile(r"(?i)(prosecution|protection|prevention|recommendations|prioritized recommendations)s?:?")


@dataclass(frozen=True)
class LabelledNarrative:
    """One narrative. `scored_only`: neither its text nor what is read from it may be printed."""

    iso3: str
    edition: int
    sections: list[TextSection]
    scored_only: bool


def labelled_narratives(shared: Path) -> list[LabelledNarrative]:
    """All narratives with labels."""
    return [*_of_2018(shared), *_of_other_editions(shared)]


def label_rows(shared: Path, *, scored_only: bool = False) -> Iterator[dict[str, str]]:
    """The labels of the part that may be read; of the other part on request, for counting alone."""
    wanted = {(n.iso3, str(n.edition)) for n in labelled_narratives(shared) if n.scored_only == scored_only}
    names = ["statistics_2018_gold.csv", "statistics_2018_more.csv", "statistics_other_editions.csv"]
    for name in [*names, *(["statistics_2018_scored_only.csv"] if scored_only else [])]:
        for row in csv_rows(shared / "evaluation" / name):
            row["edition"] = row.get("edition") or "2018"
            if (row["iso3"], row["edition"]) in wanted:
                yield row


def csv_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(newline="", encoding="utf-8") as file:
        return [{key: (value or "").strip() for key, value in row.items() if key} for row in csv.DictReader(file)]


def _of_2018(shared: Path) -> Iterator[LabelledNarrative]:
    read = json.loads((shared / "corpus" / "tip_2018_narratives.json").read_text(encoding="utf-8"))
    with gzip.open(shared / "corpus" / "tip_2018_scored_only.json.gz", "rt", encoding="utf-8") as file:
        scored = json.load(file)
    known = {row["iso3"] for name in ("gold", "more") for row in csv_rows(_labels(shared, f"2018_{name}"))}
    for narratives, scored_only in ((read, False), (scored, True)):
        for narrative in narratives:
            if scored_only or narrative["iso3"] in known:
                yield LabelledNarrative(narrative["iso3"], 2018, _sections(narrative["sections"]), scored_only)


def _labels(shared: Path, name: str) -> Path:
    return shared / "evaluation" / f"statistics_{name}.csv"


def _sections(texts: dict[str, str]) -> list[TextSection]:
    return [
        TextSection(SLUGS.get(name, "other"), position, repair(text).text)
        for position, (name, text) in enumerate(texts.items(), start=1)
    ]


def _of_other_editions(shared: Path) -> Iterator[LabelledNarrative]:
    folder = shared / "corpus" / "tip_other_editions"
    for row in csv_rows(folder / "index.csv"):
        text = (folder / f"{row['file']}.txt").read_text(encoding="utf-8")
        edition = int(row["edition"])
        yield LabelledNarrative(row["iso3"], edition, _plain_sections(text, edition), row["part"] == "scored only")


def _plain_sections(text: str, edition: int) -> list[TextSection]:
    """The sections of a plain text whose headings are lines; all of it is `other` in the editions without headings."""
    parts: list[tuple[str, list[str]]] = [("other" if edition < 2003 else "verdict", [])]
    for line in text.split("\n"):
        heading = _HEADING.fullmatch(line.strip())
        if heading:
            name = heading.group(1).lower()
            parts.append(("recommendations" if name.endswith("recommendations") else name, []))
        else:
            parts[-1][1].append(line)
    return [
        TextSection(section, position, "\n".join(lines)) for position, (section, lines) in enumerate(parts, start=1)
    ]
