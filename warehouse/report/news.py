"""The pages of the news: claims by publisher and kind, and every claim at its permanent address."""

import re
from functools import lru_cache
from math import sqrt
from typing import Any, Final

from markupsafe import Markup, escape

from warehouse.catalog.visible import visible
from warehouse.report import chart_words
from warehouse.report.claim_review import ClaimReviews
from warehouse.report.claims import counted
from warehouse.report.corrections import verdict_corrections
from warehouse.report.facts import Facts
from warehouse.report.tables import Row
from warehouse.report.words import CLAIM_KINDS, label
from warehouse.report.writing import Site, claim_path, script_json, verdict

FLOOR: Final = 10
"""Publishers with fewer checked claims get no share: it would say little of them."""

_SHOWN_DIFFERING: Final = 200
_OTHER_CLAIMS: Final = 8
_ENTRY: Final = Markup('<li>{} <a href="../{}"><bdi>{}, {}: {}</bdi></a></li>')
_WORD: Final = re.compile(r"\w+")
_BETWEEN_WORDS: Final = re.compile(r"(\w+)")
_START, _END = "\x02", "\x03"  # no visible text has them
_COMMON: Final = frozenset("the and that with from for was were has have had its their this which said".split())


def write_news_pages(site: Site, facts: Facts) -> None:
    """Writes `news.html`, `claim.html` and the pages of claims."""
    claims = facts.claims
    differing = [row for row in claims.rows if row["group"] == "differs"]
    corrections = verdict_corrections(facts)
    publishers = [
        row | {"interval": interval(row["same"], row["checked"])} for row in counted(claims.rows, "publisher")
    ]
    chart = shares(publishers)
    site.page(
        "news.html",
        "news.html",
        "Claims of the news",
        total=len(claims.rows),
        publishers=publishers,
        share_chart=chart,
        share_text=chart_words.share_text(chart),
        share_table=chart_words.share_cells(chart),
        kinds=counted(claims.rows, "claim_kind"),
        relations=counted(claims.rows, "relation"),
        floor=FLOOR,
        differing=differing[:_SHOWN_DIFFERING],
        differing_count=len(differing),
        corrections=len(corrections),
    )
    site.page("claim.html", "claim.html", "A claim", digits=2)
    corrected = {row["subject"]: row for row in corrections}
    reviews = ClaimReviews.of(facts)
    entries = _entries(facts)
    for shard, rows in claims.by_shard.items():
        site.page(
            f"claims/{shard}.html",
            "claims.html",
            f"Claims c_{shard}…",
            shard=shard,
            rows=rows,
            marked=marked,
            others={row["claim_id"]: _others(facts, row, entries) for row in rows},
            corrected=corrected,
            reviews=[script_json(review) for row in rows if (review := reviews.review(row)) is not None],
        )


def _entries(facts: Facts) -> dict[str, Markup]:
    """Each claim as an entry of a list: its verdict, what it is about, and a link; only for articles with several."""
    return {
        row["claim_id"]: _ENTRY.format(
            verdict(row["relation"]), claim_path(row["claim_id"]), visible(row["name"]), row["year"],
            label(CLAIM_KINDS, row["claim_kind"]),
        )
        for rows in facts.claims.by_article.values()
        if len(rows) > 1
        for row in rows
    }  # fmt: skip


def _others(facts: Facts, claim: Row, entries: dict[str, Markup]) -> Markup:
    """The other claims of an article, as entries of a list."""
    same = [row["claim_id"] for row in facts.claims.by_article[claim["article_id"]][: _OTHER_CLAIMS + 1]]
    return Markup("").join(entries[other] for other in same if other != claim["claim_id"])


def interval(part: int, whole: int) -> tuple[float, float] | None:
    """The 95 % interval of a share by Wilson's formula; None below the floor."""
    if whole < FLOOR:
        return None
    z = 1.96
    share = part / whole
    middle = share + z * z / (2 * whole)
    half = z * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    return (middle - half) / (1 + z * z / whole), (middle + half) / (1 + z * z / whole)


def marked(sentence: str | None, other: str | None) -> Markup:
    """A sentence with the words marked that the other sentence has too; common words are not marked."""
    if not sentence:
        return Markup("")
    if not other:
        return escape(visible(sentence))
    shared = _words(other) & _words(sentence)
    parts = _BETWEEN_WORDS.split(visible(sentence))
    for place in range(1, len(parts), 2):
        if parts[place].lower() in shared:
            parts[place] = f"{_START}{parts[place]}{_END}"
    text = str(escape("".join(parts).replace(f"{_END} {_START}", " ")))
    return Markup(text.replace(_START, "<mark>").replace(_END, "</mark>"))  # noqa: S704 - escaped above


@lru_cache(maxsize=4096)
def _words(sentence: str) -> frozenset[str]:
    """The words of a sentence that are marked where another sentence has them too."""
    found = _WORD.findall(visible(sentence).lower())
    return frozenset(word for word in found if len(word) > 2 or word.isdigit()) - _COMMON


def shares(rows: list[Row]) -> list[dict[str, Any]]:
    """The chart of publishers: those with enough checked claims."""
    return [
        {"p": row["publisher"] or "unknown", "s": row["same"] / row["checked"], "lo": row["interval"][0],
         "hi": row["interval"][1], "n": row["checked"]}
        for row in rows
        if row["interval"] is not None
    ]  # fmt: skip
