"""Measures the project beside the bare libraries, and writes `benchmarks/RESULTS.md`.

    python -m benchmarks.bench [--quick] [--runs N] [--only SECTION ...] [--million] [--shared FOLDER]

Each section is kept in `benchmarks/results/`, so the file can be completed in several sittings. `--quick` measures each
line once. `--million` also generates a million articles, which takes hours; a second call continues an interrupted one.
"""

import argparse
import tempfile
from pathlib import Path

from benchmarks.figures import Section, machine, versions
from benchmarks.sections import SECTIONS, Options

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "RESULTS.md"
KEPT = HERE / "results"
RUNS = 5


def measure(name: str, options: Options) -> Section:
    """Measures a section."""
    section = SECTIONS[name]
    before = machine()
    lines = list(section.measured(options))
    return Section(section.TITLE, section.NOTE, lines, options.runs, before, versions())


def write_results(kept: Path = KEPT, target: Path = RESULTS) -> None:
    """Writes the file with all sections that are kept, in their order."""
    sections = [Section.read(path) for name in SECTIONS if (path := kept / f"{name}.json").exists()]
    seen = sorted({f"{name} {version}" for section in sections for name, version in section.versions.items()})
    head = [
        "# Results of the benchmarks",
        "",
        "Written by `make bench`. Medians, with the range of the runs. Seconds of a command are those of the whole"
        " process with all its children; memory is the largest sum of the proportional shares (PSS) of these processes."
        " Compare ratios: they were taken side by side, and absolute times depend on the machine and its load.",
        "",
        f"Versions: {', '.join(seen)}.",
        "",
    ]
    target.write_text("\n".join([*head, *(section.markdown for section in sections)]), encoding="utf-8")


def main() -> None:
    """Measures the requested sections, and writes the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one run of each line")
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--only", nargs="+", choices=list(SECTIONS), default=list(SECTIONS))
    parser.add_argument("--million", action="store_true", help="also a million generated articles")
    parser.add_argument("--shared", type=Path, default=HERE.parents[1] / "shared", help="the folder of real pages")
    given = parser.parse_args()
    for name in given.only:
        with tempfile.TemporaryDirectory() as folder:
            options = Options(1 if given.quick else given.runs, Path(folder), given.shared, given.million)
            if (missing := SECTIONS[name].missing(options)) is not None:
                print(f"{name}: left out, {missing}", flush=True)
                continue
            section = measure(name, options)
        section.write(KEPT / f"{name}.json")
        print(section.markdown, flush=True)
        write_results()


if __name__ == "__main__":
    main()
