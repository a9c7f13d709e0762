"""Checks on `enforcement_statistics`: evidence of each count, and counts against each other."""

import re
from typing import Final

import polars as pl

from warehouse.derived.restatements import restatements
from warehouse.quality.check import Check, CheckContext, Failing, Finding
from warehouse.quality.checks.statistics_consistency import by_edition

_KEY: Final = ["country", "year"]
_BELOW_TWENTY: Final = (
    "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_UNITS: Final = ((1_000_000, "million"), (1_000, "thousand"), (100, "hundred"))
_NEGATION: Final = re.compile(
    r"\b(?:no|not|none|nor|neither|never|zero|without|any|failed|lack(?:ed|s|ing)?|0)\b|n['’]t\b", re.IGNORECASE
)
_INDEFINITE: Final = re.compile(
    r"\b(?:one|an?|single|first|another|the|his|her|its|both|couple|pair|dozens?|scores?|hundreds?|thousands?"
    r"|millions?|half)\b",
    re.IGNORECASE,
)
_STATISTIC_KEY: Final = ["country", "year", "position", "ordinal"]
_SENTENCE_CHARACTERS: Final = 160
_CUES: Final = {
    "arrests": r"arrest|detain|apprehen|custody|captur|round",
    "prosecutions": r"prosecut|charg|indict|trial|tried|filed cases|court|arraign|accus|dock|criminal cases",
    "convictions": r"convict|guilty|sentenc|imprison",
    "acquittals": r"acquit|exonerat|clear|discharg|absol|not guilty|free",
    "victims_referred": r"refer|hand|pass|direct|transfer",
    "victims_assisted": r"assist|aid|accommodat|admit|\bcar(?:e|ed|ing)\b|host|hous|rehabilitat|reintegrat|shelter|"
    r"support|servic|provid|receiv|benefit|help|counsel|protect|look|took|lodg|treat|plac|enrol|accept|enter|reunit|serv",
    "victims_repatriated": r"repatriat|return|home",
}
"""By measure, the stems of the words that reports use for it. Every word that the reader accepts matches.
Investigations and identified victims have no entry: reports use too many words for them (`350 cases`)."""

_BEFORE_CHARACTERS: Final = 600
"""How far before a sentence such as `of these, two were ...` the word for its measure may be."""


def _statistics_values_printed(context: CheckContext) -> Finding:
    rows = context.frame("enforcement_statistics")
    failing = [
        Failing(
            f"{row['country']} {row['year']}: {row['measure']} {value}: “{row['sentence'][:160]}”",
            row["country"],
            row["year"],
        )
        for row in rows.sort(*_KEY, "position", "ordinal").iter_rows(named=True)
        for value in (row["value"], row["value_high"])
        if value is not None and not _prints(row["sentence"], value)
    ]
    return Finding(failing, f"{rows.height} counts, {len(failing)} not printed in their sentence", "all printed")


def _prints(sentence: str, value: int) -> bool:
    """Whether a sentence prints a number, in figures or in words."""
    if re.search(rf"(?<![\d.])(?<!\d,)(?:{value}|{value:,})(?!\d)(?!,\d{{3}})", sentence):
        return True
    if value == 0:
        return _NEGATION.search(sentence) is not None
    if value in (1, 2) and _INDEFINITE.search(sentence):
        return True
    return any(re.search(rf"\b{words}\b", sentence, re.IGNORECASE) for words in _patterns_of_number(value))


def _patterns_of_number(value: int) -> list[str]:
    """Patterns of a number in words: whole below a hundred, beyond that as a multiple of the largest unit."""
    if value < 20:
        return [_BELOW_TWENTY[value]] + (["(?:a )?dozen"] if value == 12 else [])
    if value < 100:
        tens, ones = divmod(value, 10)
        return [_TENS[tens - 2] + (rf"[\s‑-]?{_BELOW_TWENTY[ones]}" if ones else "")]
    size, name = next((size, name) for size, name in _UNITS if value >= size)
    many, rest = divmod(value, size)
    if rest:
        return [rf"{value / size}\s{name}"]
    multiples = [str(many), *_patterns_of_number(many), *(["an?"] if many == 1 else [])]
    return [rf"(?:{words})\s{name}" for words in multiples]


def _statistics_evidence(context: CheckContext) -> Finding:
    """The span of each count selects its sentence in the text of its section."""
    rows = context.frame("enforcement_statistics")
    texts = (
        context.frame("report_sections")
        .filter((pl.col("family") == "tip") & (pl.col("area") == "main"))
        .select("country", "year", "position", "text")
    )
    placed = rows.join(texts, on=["country", "year", "position"], how="left").sort(_STATISTIC_KEY)
    cut = pl.col("text").str.slice(pl.col("char_start"), pl.col("char_end") - pl.col("char_start"))
    wrong = placed.filter((cut != pl.col("sentence")).fill_null(True))
    failing = [
        Failing(f"{row['country']} {row['year']}: {row['measure']} at {row['position']}", row["country"], row["year"])
        for row in wrong.iter_rows(named=True)
    ]
    return Finding(failing, f"{rows.height} counts, {wrong.height} whose span is not their sentence", "all spans right")


def _statistics_against_edition_before(context: CheckContext) -> Finding:
    found = restatements(context.frame("enforcement_statistics"))
    counts = dict(found.group_by("relation").len().iter_rows())
    failing = [
        Failing(
            f"{row['country']} {row['year']}: {row['measure']} ({row['trafficking_type']}) compared with"
            f" {row['value']}, the edition before says {row['own_value']}: “{_shortened(row['sentence'])}” against"
            f" “{_shortened(row['own_sentence'])}”",
            row["country"],
            row["year"],
        )
        for row in found.filter(pl.col("relation") == "conflicts").iter_rows(named=True)
    ]
    parts = ", ".join(f"{counts.get(name, 0)} {name}" for name in ("agrees", "restated", "conflicts"))
    return Finding(
        failing, f"{found.height} comparisons with the edition before: {parts}{by_edition(failing)}", "no conflict"
    )


def _shortened(sentence: str) -> str:
    return sentence if len(sentence) <= _SENTENCE_CHARACTERS else sentence[:_SENTENCE_CHARACTERS] + "…"


def _statistics_parts_within_totals(context: CheckContext) -> Finding:
    """The counts of sex, labor and other trafficking of one sentence add up to no more than its total."""
    rows = context.frame("enforcement_statistics").filter(
        (pl.col("value").is_not_null()) & (pl.col("qualifier") == "exact") & (pl.col("role") == "current")
    )
    key = ["country", "year", "position", "char_start", "measure", "unit"]
    sums = rows.group_by(key).agg(
        pl.col("value").filter(pl.col("trafficking_type") == "all").max().alias("total"),
        pl.col("value").filter(pl.col("trafficking_type") != "all").sum().alias("parts"),
        pl.col("sentence").first(),
    )
    odd = sums.filter(pl.col("parts") > pl.col("total")).sort(key)
    failing = [
        Failing(
            f"{row['country']} {row['year']}: {row['measure']} {row['total']}, parts {row['parts']}:"
            f" “{_shortened(row['sentence'])}”",
            row["country"],
            row["year"],
        )
        for row in odd.iter_rows(named=True)
    ]
    compared = sums.filter((pl.col("parts") > 0) & pl.col("total").is_not_null()).height
    return Finding(
        failing, f"{compared} totals compared, {odd.height} exceeded{by_edition(failing)}", "parts within totals"
    )


def _statistics_measures_named(context: CheckContext) -> Finding:
    rows = context.frame("enforcement_statistics")
    key = ["country", "year", "position"]
    texts = context.frame("report_sections").filter((pl.col("family") == "tip") & (pl.col("area") == "main"))
    placed = rows.join(texts.select(*key, "text"), on=key, how="left").sort(*key, "ordinal")
    failing = [
        Failing(
            f"{row['country']} {row['year']}: {row['measure']} {row['value']}: “{row['sentence'][:160]}”",
            row["country"],
            row["year"],
        )
        for row in placed.iter_rows(named=True)
        if not is_named(row["measure"], row["sentence"], (row["text"] or "")[: row["char_start"]])
    ]
    return Finding(failing, f"{rows.height} counts, {len(failing)} whose measure no word near them names", "all named")


def is_named(measure: str, sentence: str, before: str = "") -> bool:
    """Whether a word for a measure is in a sentence or shortly before it; true for measures without an entry."""
    cue = _CUES.get(measure)
    return cue is None or any(re.search(cue, text, re.IGNORECASE) for text in (sentence, before[-_BEFORE_CHARACTERS:]))


CHECKS: Final = (
    Check(
        name="statistics_evidence",
        table="enforcement_statistics",
        severity="error",
        blocking=True,
        reason="Every count has the sentence that states it, at the recorded position.",
        advice="Run the job again; both tables are read from the same page.",
        find=_statistics_evidence,
        reads=("report_sections",),
    ),
    Check(
        name="statistics_values_printed",
        table="enforcement_statistics",
        severity="warning",
        blocking=False,
        reason="A count is the number its sentence prints, in figures or in words.",
        advice="Read the sentence; a number that is written in an unusual way is listed too.",
        find=_statistics_values_printed,
    ),
    Check(
        name="statistics_measures_named",
        table="enforcement_statistics",
        severity="warning",
        blocking=False,
        reason="The word for a measure is near its figure.",
        advice="Read the sentence: the count may be of something else.",
        find=_statistics_measures_named,
        reads=("report_sections",),
    ),
    Check(
        name="statistics_against_edition_before",
        table="enforcement_statistics",
        severity="warning",
        blocking=False,
        reason="A figure for the year before is that of the edition before, or a correction of it.",
        advice="Read both sentences: one of the figures may be misread, or the report corrected itself.",
        find=_statistics_against_edition_before,
    ),
    Check(
        name="statistics_parts_within_totals",
        table="enforcement_statistics",
        severity="warning",
        blocking=False,
        reason="Sex, labor and other trafficking in a sentence add up to no more than the total it states.",
        advice="Read the sentence: a figure of another kind may have been read as a part.",
        find=_statistics_parts_within_totals,
    ),
)
