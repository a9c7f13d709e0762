"""A check on what a count counts: its sentence, or the text just before it, says a word for the measure."""

import re
from typing import Final

import polars as pl

from warehouse.quality.check import Check, CheckContext, Failing, Finding

_CUES: Final = {
    "arrests": r"arrest|detain|apprehen",
    "prosecutions": r"prosecut|charg|indict|trial|tried|filed cases",
    "convictions": r"convict|guilty|sentenc|imprison",
    "acquittals": r"acquit|exonerat",
    "victims_referred": r"refer",
    "victims_assisted": r"assist|aid|accommodat|admit|\bcar(?:e|ed|ing)\b|host|hous|rehabilitat|reintegrat|shelter|"
    r"support|servic|provid|receiv|benefit|help|counsel|protect",
    "victims_repatriated": r"repatriat|return",
}
"""By measure, beginnings of the words that reports say it in: wider than what a reader takes for one, never narrower.
Investigations and identified victims have too many words (`350 cases`) to be told by any of them."""
_BEFORE: Final = 600
"""How far back a sentence such as `of these, two were ...` may take up what was said."""


def _named(context: CheckContext) -> Finding:
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
    """Whether a word for a measure stands in a sentence or not far before it; true of measures that have too many."""
    cue = _CUES.get(measure)
    return cue is None or any(re.search(cue, said, re.IGNORECASE) for said in (sentence, before[-_BEFORE:]))


MEASURE_RULES: Final = (
    Check(
        name="statistics_measures_named",
        table="enforcement_statistics",
        severity="warning",
        blocking=False,
        reason="What is counted as convictions is called so near the figure.",
        advice="Read the sentence: the count may be of something else.",
        find=_named,
        reads=("report_sections",),
    ),
)
