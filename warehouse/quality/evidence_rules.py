"""Checks that what is stored can be read where it is said to stand."""

import re
from typing import Final

import polars as pl

from warehouse.quality.check import Check, CheckContext, Failing, Finding

_KEY: Final = ["country", "year"]
_SMALL: Final = (
    "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_UNITS: Final = ((1_000_000, "million"), (1_000, "thousand"), (100, "hundred"))
_NOTHING: Final = re.compile(
    r"\b(?:no|not|none|nor|neither|never|zero|without|any|failed|lack(?:ed|s|ing)?|0)\b|n['’]t\b", re.IGNORECASE
)
_INDEFINITE: Final = re.compile(
    r"\b(?:one|an?|single|first|another|the|his|her|its|both|couple|pair|dozens?|scores?|hundreds?|thousands?"
    r"|millions?|half)\b",
    re.IGNORECASE,
)
_SPACES: Final = r"\s+"


def _sightings(context: CheckContext) -> Finding:
    """Lists and headings print the country they are for, headings and results the tier; results stand in the text."""
    rows = context.frame("tier_sightings")
    texts = context.frame("report_sections").filter((pl.col("family") == "tip") & (pl.col("area") == "main"))
    placed = rows.join(texts.select(*_KEY, "position", "text"), on=[*_KEY, "position"], how="left")
    cut = pl.col("text").str.slice(pl.col("char_start"), pl.col("char_end") - pl.col("char_start"))
    verdict, on_list = pl.col("place") == "verdict", pl.col("place") == "placement_list"
    lost = verdict & (cut != pl.col("sentence")).fill_null(True)
    nameless = ~verdict & ~_contains("country_printed").fill_null(False)
    tierless = ~on_list & ~_contains("tier_printed")
    wrong = placed.filter(lost | nameless | tierless).sort(*_KEY, "place", "position")
    failing = [
        Failing(f"{row['country']} {row['year']}: {row['place']} {row['sentence'][:80]!r}", row["country"], row["year"])
        for row in wrong.iter_rows(named=True)
    ]
    return Finding(failing, f"{rows.height} sightings, {wrong.height} not where they should stand", "all in their text")


def _contains(part: str) -> pl.Expr:
    return pl.col("sentence").str.contains(pl.col(part), literal=True)


def _one_tier_a_form(context: CheckContext) -> Finding:
    """The same printed words mean the same tier everywhere."""
    form = pl.col("tier_printed").str.to_lowercase().str.replace_all(_SPACES, " ").alias("form")
    rows = context.frame("tier_sightings").select(*_KEY, "place", "tier", form)
    usual = (
        rows.group_by("form", "tier")
        .len()
        .sort("len", "tier", descending=[True, False])
        .unique("form", keep="first")
        .select("form", pl.col("tier").alias("usual"))
    )
    odd = rows.join(usual, on="form").filter(pl.col("tier") != pl.col("usual")).sort(*_KEY, "place")
    failing = [
        Failing(
            f"{row['country']} {row['year']}: {row['place']} prints {row['form']!r} and is read as {row['tier']},"
            f" elsewhere {row['usual']}",
            row["country"],
            row["year"],
        )
        for row in odd.iter_rows(named=True)
    ]
    return Finding(failing, f"{usual.height} printed forms, {odd.height} sightings read otherwise", "one tier a form")


def _recommended(context: CheckContext) -> Finding:
    sections = context.frame("report_sections").filter(
        (pl.col("family") == "tip") & (pl.col("area") == "main") & (pl.col("section") == "recommendations")
    )
    texts = sections.sort(*_KEY, "position").group_by(_KEY).agg(_flat("text").str.join(" "))
    rows = context.frame("recommendations").select(*_KEY, "position", _flat("text").alias("words"))
    placed = rows.join(texts, on=_KEY, how="left").sort(*_KEY, "position")
    at = pl.col("text").str.find(pl.col("words"), literal=True)
    found = placed.with_columns(at.cast(pl.Int64).alias("at"))
    earlier = pl.col("at") < pl.col("at").cum_max().over(_KEY)
    repeated = pl.struct(*_KEY, "words").is_duplicated()
    wrong = found.filter(pl.col("at").is_null() | (earlier & ~repeated))
    failing = [
        Failing(f"{row['country']} {row['year']}: {row['position']}", row["country"], row["year"])
        for row in wrong.sort(*_KEY, "position").iter_rows(named=True)
    ]
    unread = texts.join(rows, on=_KEY, how="anti").sort(_KEY)
    failing += [
        Failing(f"{row['country']} {row['year']}: a section without recommendations", row["country"], row["year"])
        for row in unread.iter_rows(named=True)
    ]
    return Finding(
        failing,
        f"{rows.height} recommendations, {len(failing)} not found in their place",
        "all in their section, in order",
    )


def _flat(column: str) -> pl.Expr:
    return pl.col(column).str.replace_all(_SPACES, " ").str.strip_chars()


def _values_printed(context: CheckContext) -> Finding:
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
        return _NOTHING.search(sentence) is not None
    if value in (1, 2) and _INDEFINITE.search(sentence):
        return True
    return any(re.search(rf"\b{words}\b", sentence, re.IGNORECASE) for words in _in_words(value))


def _in_words(value: int) -> list[str]:
    """How a number is written out, as patterns: all below a hundred, beyond that as so many of the largest unit."""
    if value < 20:
        return [_SMALL[value]] + (["(?:a )?dozen"] if value == 12 else [])
    if value < 100:
        tens, ones = divmod(value, 10)
        return [_TENS[tens - 2] + (rf"[\s‑-]?{_SMALL[ones]}" if ones else "")]
    size, name = next((size, name) for size, name in _UNITS if value >= size)
    many, rest = divmod(value, size)
    if rest:
        return [rf"{value / size}\s{name}"]
    said = [str(many), *_in_words(many), *(["an?"] if many == 1 else [])]
    return [rf"(?:{words})\s{name}" for words in said]


EVIDENCE_RULES: Final = (
    Check(
        name="sightings_evidence",
        table="tier_sightings",
        severity="error",
        blocking=True,
        reason="Every tier is kept with the line or sentence that prints it, at the place it names.",
        advice="Run the job again; both tables are read from the same page.",
        find=_sightings,
        reads=("report_sections",),
    ),
    Check(
        name="tiers_as_printed",
        table="tier_sightings",
        severity="error",
        blocking=True,
        reason="The same printed words are the same tier; a row that says otherwise was altered or misread.",
        advice="Read the sighting's sentence.",
        find=_one_tier_a_form,
    ),
    Check(
        name="recommendations_evidence",
        table="recommendations",
        severity="error",
        blocking=True,
        reason="Every recommendation stands in its narrative's section, and no such section gives none.",
        advice="Compare `tip parse` on the page with the page itself.",
        find=_recommended,
        reads=("report_sections",),
    ),
    Check(
        name="statistics_values_printed",
        table="enforcement_statistics",
        severity="warning",
        blocking=False,
        reason="A count is the number its sentence prints, in figures or in words.",
        advice="Read the sentence; a number that is written in an unusual way is listed too.",
        find=_values_printed,
    ),
)
