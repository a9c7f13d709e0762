"""The pages of the news: claims by publisher and kind, and every claim at its permanent address."""

import re
from functools import lru_cache
from html import escape as escape_text
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
from warehouse.report.words import CLAIM_KINDS, MEASURES, TIER_NAMES, label
from warehouse.report.writing import Site, certainty, claim_path, script_json, verdict

FLOOR: Final = 10
"""Publishers with fewer checked claims get no share: it would say little of them."""

_OF_TIERS: Final = frozenset(("tier", "tier_history", "list", "forecast"))
"""The kinds of claims whose official value is a tier."""

_SHOWN_DIFFERING: Final = 200
_OTHER_CLAIMS: Final = 8
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
    reviews, url = ClaimReviews.of(facts), facts.release.site_url
    others = _other_claims(facts)
    for shard, rows in claims.by_shard.items():
        site.page(
            f"claims/{shard}.html",
            "claims.html",
            f"Claims c_{shard}…",
            shard=shard,
            rows=rows,
            marked=marked,
            about=about,
            others=others,
            corrected=corrected,
            place=facts.place,
            tiers=TIER_NAMES,
            of_tiers=_OF_TIERS,
            reviews=[script_json(found) for row in rows if (found := reviews.review(row, url)) is not None],
        )


def _entries(facts: Facts) -> dict[str, str]:
    """Each claim as an entry of a list: its verdict, what it is about, and a link; only for articles with several."""
    kinds = {kind: escape(label(CLAIM_KINDS, kind)) for kind in {row["claim_kind"] for row in facts.claims.rows}}
    names = {name: escape(visible(name)) for name in {row["name"] for row in facts.claims.rows}}
    return {
        row["claim_id"]: f'<li>{verdict(row["relation"])} <a href="../{escape(claim_path(row["claim_id"]))}"><bdi>'
        f"{names[row['name']]}, {row['year']}: {kinds[row['claim_kind']]}</bdi></a></li>"
        for rows in facts.claims.by_article.values()
        if len(rows) > 1
        for row in rows
    }


def _other_claims(facts: Facts) -> dict[str, Markup]:
    """By claim, the other claims of its article as entries of a list; only for articles with several."""
    entries, others = _entries(facts), {}
    for rows in facts.claims.by_article.values():
        same = [row["claim_id"] for row in rows]
        for claim_id in same if len(same) > 1 else ():
            listed = [entries[other] for other in same[: _OTHER_CLAIMS + 1] if other != claim_id]
            others[claim_id] = Markup("".join(listed[:_OTHER_CLAIMS]))  # noqa: S704 - escaped
    return others


def interval(part: int, whole: int) -> tuple[float, float] | None:
    """The 95 % interval of a share by Wilson's formula; None below the floor."""
    if whole < FLOOR:
        return None
    z = 1.96
    share = part / whole
    middle = share + z * z / (2 * whole)
    half = z * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    return (middle - half) / (1 + z * z / whole), (middle + half) / (1 + z * z / whole)


def marked(sentence: str, other: str | None) -> tuple[Markup, Markup]:
    """Two sentences, each with the words marked that the other one has too; common words are not marked."""
    one, two = visible(sentence), visible(other or "")
    both = set(_WORD.findall(one.lower())).intersection(_WORD.findall(two.lower())) - _COMMON
    shared = {word for word in both if len(word) > 2 or word.isdigit()}
    return _marked(one, shared), _marked(two, shared)


def _marked(text: str, shared: set[str]) -> Markup:
    if not shared:
        return Markup(escape_text(text))  # noqa: S704 - escaped
    parts = _BETWEEN_WORDS.split(text)
    parts[1::2] = [f"{_START}{part}{_END}" if part.lower() in shared else part for part in parts[1::2]]
    escaped = escape_text("".join(parts).replace(f"{_END} {_START}", " "))
    return Markup(escaped.replace(_START, "<mark>").replace(_END, "</mark>"))  # noqa: S704 - escaped above


@lru_cache(maxsize=4096)
def about(kind: str, measure: str | None, certainty_of_claim: str | None, certainty_of_day: str | None) -> Markup:
    """What a claim is, and how certain it and its day are."""
    counted_what = f", {label(MEASURES, measure).lower()}" if measure else ""
    parts = [escape(f"{label(CLAIM_KINDS, kind).capitalize()}{counted_what}")]
    if certainty_of_claim:
        parts.append(Markup("claim {}").format(certainty(certainty_of_claim)))
    if certainty_of_day:
        parts.append(Markup("day {}").format(certainty(certainty_of_day)))
    return Markup(" · ").join(parts)


def shares(rows: list[Row]) -> list[dict[str, Any]]:
    """The chart of publishers: those with enough checked claims."""
    return [
        {"p": row["publisher"] or "unknown", "s": row["same"] / row["checked"], "lo": row["interval"][0],
         "hi": row["interval"][1], "n": row["checked"]}
        for row in rows
        if row["interval"] is not None
    ]  # fmt: skip
