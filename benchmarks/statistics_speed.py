"""Speed of the reader of statistics on the 2018 narratives, compared with a pass that only splits sentences.

python -m benchmarks.statistics_speed [--shared DIR] [--repeat N]
"""

import argparse
import json
import time
from pathlib import Path

from benchmarks.statistics_narratives import SLUGS
from sources.language.repair import repair
from sources.language.sentences import read_sentences
from sources.state_department.statistics import TextSection, read_statistics


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    narratives = json.loads((options.shared / "corpus" / "tip_2018_narratives.json").read_text(encoding="utf-8"))
    pages = [
        [TextSection(SLUGS[name], at, repair(text).text) for at, (name, text) in enumerate(n["sections"].items(), 1)]
        for n in narratives
    ]
    size = sum(len(section.text) for page in pages for section in page) / 1e6
    read_statistics(pages[0], 2018)  # loads the vocabulary before the measurement
    plain = best(options.repeat, lambda: sum(len(read_sentences(part.text)) for page in pages for part in page))
    full = best(options.repeat, lambda: sum(len(read_statistics(page, 2018)) for page in pages))
    print(f"{size:.2f} MB of narrative, {len(pages)} pages, one core, best of {options.repeat}, CPU time")
    print(f"sentences only    {size / plain[0]:6.2f} MB/s   {plain[1]:>6,} sentences")
    print(
        f"all statistics    {size / full[0]:6.2f} MB/s   {full[1]:>6,} rows   {full[0] / plain[0]:.1f} x the plain pass"
    )


def best(times: int, work) -> tuple[float, int]:
    times_spent = []
    for _ in range(times):
        start = time.process_time()
        count = work()
        times_spent.append(time.process_time() - start)
    return min(times_spent), count


if __name__ == "__main__":
    main()
