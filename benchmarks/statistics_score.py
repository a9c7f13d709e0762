"""Scores the reader of statistics on labelled narratives, on the part that may be read and on the part only scored.

    python -m benchmarks.statistics_score [--shared DIR] [--part read|scored] [--errors] [--keep FILE]

Writes the predictions of all narratives as CSV and runs the scorer that is beside the labels, once for each part. Then
gives the core score of each edition, and that of the paragraphs of the project that are only scored; of certainty by
measure, see `statistics_certainty`.
`--errors` says which rows of the part `read` are wrong or missing. Nothing of the part `scored` is printed but the
scorer's summary lines.
"""

import argparse
import collections
import csv
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.statistics_narratives import LabelledNarrative, label_rows, labelled_narratives
from benchmarks.statistics_paragraphs import paragraph_labels, paragraphs
from sources.state_department.statistics import StatisticRow, read_statistics
from warehouse.tables.vocabulary import HEADLINES

SHARED = Path(__file__).resolve().parents[2] / "shared"
GOLD_SECTIONS = {"prosecution": "PROSECUTIONS", "protection": "PROTECTION"}
COLUMNS = (
    "iso3", "edition", "measure", "trafficking_type", "value", "qualifier", "unit", "role", "period_year",
    "period_basis", "section", "certainty", "scope", "cue",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--part", choices=("read", "scored"), help="score only this part")
    parser.add_argument("--errors", action="store_true", help="say which rows fail in the part `read`")
    parser.add_argument("--keep", type=Path, help="keep the predictions in this file")
    given = parser.parse_args()
    narratives = labelled_narratives(given.shared)
    read = [(narrative, row) for narrative in narratives for row in read_narrative(narrative)]
    with tempfile.TemporaryDirectory() as folder:
        predicted = given.keep or Path(folder) / "predicted.csv"
        write(predicted, [prediction(narrative, row) for narrative, row in read])
        for part in [given.part] if given.part else ["read", "scored"]:
            run_scorer(given.shared, predicted, part)
            rows = [prediction(n, row) for n, row in read if n.scored_only == (part == "scored")]
            print_editions(rows, list(label_rows(given.shared, scored_only=part == "scored")))
    own = [prediction(n, row) for n in paragraphs(scored=True) for row in read_narrative(n)]
    labels = [row for row in paragraph_labels(scored=True) if row["scope"] == "total"]
    print(f"\nparagraphs, only scored: {core_score(own, labels)}")
    if given.errors:
        report([(n, row) for n, row in read if not n.scored_only], list(label_rows(given.shared)))


def run_scorer(shared: Path, predicted: Path, part: str) -> None:
    scorer = shared / "evaluation" / "score_statistics.py"
    print(f"\npart {part}", flush=True)
    subprocess.run([sys.executable, str(scorer), str(predicted), "--part", part], check=True)


def print_editions(rows: list[dict], labels: list[dict]) -> None:
    """The core score of the narratives of each edition."""
    for edition in sorted({row["edition"] for row in labels}):
        mine = [row for row in rows if str(row["edition"]) == edition]
        print(f"edition {edition} {core_score(mine, [row for row in labels if row['edition'] == edition])}")


def core_score(rows: list[dict], labels: list[dict]) -> str:
    """Precision, recall and F1 of the measures of the panel."""
    found = collections.Counter(key(row) for row in rows if row["scope"] == "total" and row["measure"] in HEADLINES)
    agreed, neutral = (
        collections.Counter(
            key(row) for row in labels if row["measure"] in HEADLINES and (row["status"] == "agreed") == wanted
        )
        for wanted in (True, False)
    )
    hits, wrong = (found & agreed).total(), (found - agreed - neutral).total()
    precision, recall = hits / max(1, hits + wrong), hits / max(1, agreed.total())
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}  of {agreed.total()} rows"


def read_narrative(narrative: LabelledNarrative) -> list[StatisticRow]:
    return read_statistics(narrative.sections, narrative.edition)


def prediction(narrative: LabelledNarrative, row: StatisticRow) -> dict[str, object]:
    return {
        "iso3": narrative.iso3, "edition": narrative.edition, "measure": row.measure,
        "trafficking_type": row.trafficking_type, "value": "" if row.value is None else row.value,
        "qualifier": row.qualifier, "unit": row.unit, "role": row.role, "period_year": row.period_year or "",
        "period_basis": row.period_basis, "section": GOLD_SECTIONS.get(row.section, row.section),
        "certainty": getattr(row, "certainty", ""), "scope": getattr(row, "scope", "total"),
        "cue": row.sentence[:60],
    }  # fmt: skip


def report(read: list[tuple[LabelledNarrative, StatisticRow]], gold: list[dict[str, str]]) -> None:
    """Rows that are wrong or missing, with their sentences or cues."""
    agreed = collections.Counter(key(row) for row in gold if row["status"] == "agreed")
    neutral = collections.Counter(key(row) for row in gold if row["status"] != "agreed")
    sentences = collections.defaultdict(list)
    for narrative, row in read:
        if getattr(row, "scope", "total") == "total":
            sentences[key(prediction(narrative, row))].append(row.sentence)
    predicted = collections.Counter({each: len(found) for each, found in sentences.items()})
    wrong, missed = predicted - agreed - neutral, agreed - predicted
    cues = {key(row): row["cue"] for row in gold}
    for name, rows, texts in (("WRONG", wrong, sentences), ("MISSED", missed, cues)):
        print(f"\n{name} ({rows.total()}) by measure, type, role:")
        for at, field in ((2, "measure"), (5, "type"), (4, "role")):
            print(f"  {field}: {dict(collections.Counter(each[at] for each in rows.elements()))}")
        for each in sorted(rows.elements()):
            text = texts[each] if isinstance(texts[each], str) else texts[each][0]
            print("   ", *each, "|", text[:300])


def key(row: dict) -> tuple:
    value = "not_reported" if row["qualifier"] == "not_reported" else str(row["value"])
    return row["iso3"], str(row["edition"]), row["measure"], value, row["role"], row["trafficking_type"]


def write(path: Path, data: list[dict]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(data)


if __name__ == "__main__":
    main()
