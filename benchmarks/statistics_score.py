"""Scores the reader of statistics against the double-annotated narratives of the 2018 edition.

    python -m benchmarks.statistics_score [--shared DIR] [--held-out | --developed] [--errors]

Writes the predictions as CSV, runs the scorer next to the gold rows, and prints the errors. Every third of the
labelled narratives by code was held out while the grammar was written, and used only for its last corrections.
"""

import argparse
import collections
import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from sources.language.repair import repair
from sources.state_department.statistics import StatisticRow, TextSection, read_statistics
from warehouse.csv_rows import csv_rows

SLUGS = {
    "INTRO": "verdict", "RECOMMENDATIONS": "recommendations", "PROSECUTIONS": "prosecution",
    "PROSECUTION": "prosecution", "PROTECTION": "protection", "PREVENTION": "prevention",
    "TRAFFICKING PROFILE": "profile",
}  # fmt: skip
GOLD_SECTIONS = {"prosecution": "PROSECUTIONS", "protection": "PROTECTION"}
COLUMNS = (
    "iso3", "measure", "trafficking_type", "value", "qualifier", "unit", "role", "period_year", "period_basis",
    "section", "cue",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    parser.add_argument("--held-out", action="store_true", help="score only the third that was held out")
    parser.add_argument(
        "--developed", action="store_true", help="score only the narratives that the grammar was written on"
    )
    parser.add_argument("--errors", action="store_true", help="print wrong and missed rows, by measure, type and role")
    parser.add_argument("--unlabelled", action="store_true", help="print the rows of the unlabelled narratives")
    options = parser.parse_args()
    narratives = json.loads((options.shared / "corpus" / "tip_2018_narratives.json").read_text(encoding="utf-8"))
    gold = options.shared / "evaluation" / "statistics_2018_gold.csv"
    labelled = sorted({row["iso3"] for row in rows(gold)})
    if options.unlabelled:
        show([narrative for narrative in narratives if narrative["iso3"] not in labelled])
        return
    held_out = set(labelled[2::3])
    wanted = held_out if options.held_out else set(labelled) - held_out if options.developed else set(labelled)
    read = [(n["iso3"], row) for n in narratives if n["iso3"] in wanted for row in read_narrative(n)]
    with tempfile.TemporaryDirectory() as folder:
        predicted, chosen = Path(folder) / "predicted.csv", Path(folder) / "gold.csv"
        write(predicted, [prediction(iso3, row) for iso3, row in read], COLUMNS)
        kept = [row for row in rows(gold) if row["iso3"] in wanted]
        write(chosen, kept, tuple(kept[0]))
        scorer = options.shared / "evaluation" / "score_statistics.py"
        sys.stdout.flush()
        subprocess.run([sys.executable, str(scorer), str(predicted), str(chosen)], check=True)
    if options.errors:
        report(read, kept)


def read_narrative(narrative: dict) -> list[StatisticRow]:
    sections = [
        TextSection(SLUGS[name], position, repair(text).text)
        for position, (name, text) in enumerate(narrative["sections"].items(), start=1)
    ]
    return read_statistics(sections, narrative["year"])


def prediction(iso3: str, row: StatisticRow) -> dict[str, object]:
    return {
        "iso3": iso3, "measure": row.measure, "trafficking_type": row.trafficking_type,
        "value": "" if row.value is None else row.value, "qualifier": row.qualifier, "unit": row.unit,
        "role": row.role, "period_year": row.period_year or "", "period_basis": row.period_basis,
        "section": GOLD_SECTIONS.get(row.section, row.section), "cue": row.sentence[:60],
    }  # fmt: skip


def report(read: list[tuple[str, StatisticRow]], gold: list[dict[str, str]]) -> None:
    """Prints wrong and missed rows, with counts by measure, type and role."""
    agreed = collections.Counter(key(row) for row in gold if row["status"] == "agreed")
    neutral = collections.Counter(key(row) for row in gold if row["status"] != "agreed")
    sentences = collections.defaultdict(list)
    for iso3, row in read:
        sentences[key(prediction(iso3, row))].append(row.sentence)
    predicted = collections.Counter({each: len(found) for each, found in sentences.items()})
    wrong, missed = predicted - agreed - neutral, agreed - predicted
    cues = {key(row): row["cue"] for row in gold}
    for name, rows_, texts in (("WRONG", wrong, sentences), ("MISSED", missed, cues)):
        print(f"\n{name} ({rows_.total()}) by measure, type, role:")
        for at, field in ((1, "measure"), (4, "type"), (3, "role")):
            print(f"  {field}: {dict(collections.Counter(each[at] for each in rows_.elements()))}")
        for each in sorted(rows_.elements()):
            text = texts[each] if isinstance(texts[each], str) else texts[each][0]
            print("   ", *each, "|", text[:300])


def show(narratives: list[dict]) -> None:
    for narrative in narratives:
        sentence = ""
        for row in read_narrative(narrative):
            if row.sentence != sentence:
                sentence = row.sentence
                print(f"\n{narrative['iso3']} {row.section}: {sentence}")
            value = "not reported" if row.value is None else row.value
            print(
                f"      {row.measure} {row.trafficking_type} {row.qualifier} {value} {row.unit} {row.role}"
                f" {row.period_year} {row.period_basis}"
            )


def key(row: dict) -> tuple:
    value = "not_reported" if row["qualifier"] == "not_reported" else str(row["value"])
    return row["iso3"], row["measure"], value, row["role"], row["trafficking_type"]


def rows(path: Path) -> list[dict[str, str]]:
    return csv_rows(path)


def write(path: Path, data: list[dict], columns: tuple[str, ...]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(data)


if __name__ == "__main__":
    main()
