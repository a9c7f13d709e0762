"""The project's own paragraphs with labels of statistics: a half is for training, the other half is only scored."""

import hashlib
import json
from pathlib import Path

from benchmarks.statistics_narratives import LabelledNarrative, csv_rows
from sources.state_department.statistics import TextSection

DATA = Path(__file__).resolve().parent / "data"


def paragraphs(*, scored: bool) -> list[LabelledNarrative]:
    """The project's own paragraphs: those that are only scored, or those for training."""
    texts = json.loads((DATA / "statistics_paragraphs.json").read_text(encoding="utf-8"))
    slugs = {"PROSECUTION": "prosecution", "PROTECTION": "protection"}
    return [
        LabelledNarrative(
            each["id"], int(each["year"]), [TextSection(slugs[each["section"]], 1, each["text"])], scored_only=scored
        )
        for each in texts
        if _is_scored(each["id"]) == scored
    ]


def _is_scored(name: str) -> bool:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2 == 1


def paragraph_labels(*, scored: bool) -> list[dict[str, str]]:
    """The labels of the project's own paragraphs, in the columns of the other labels."""
    editions = {each.iso3: str(each.edition) for each in paragraphs(scored=scored)}
    rows = [row for row in csv_rows(DATA / "statistics_paragraphs.csv") if row["narrative"] in editions]
    for row in rows:
        row["iso3"], row["edition"] = row["narrative"], editions[row["narrative"]]
        row["status"] = "neutral" if row["status"] == "neutral" else "agreed"
    return rows
