"""The pages of the news: claims by publisher and kind, and every claim at its permanent address."""

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape as escape_text
from math import sqrt
from typing import Any, Final

import polars as pl
from markupsafe import Markup, escape

from warehouse.catalog.visible import visible
from warehouse.report import chart_words
from warehouse.report.claim_review import ClaimReviews
from warehouse.report.claims import counted
from warehouse.report.corrections import verdict_corrections
from warehouse.report.facts import Facts
from warehouse.report.kept import DAY_MARK, groups_by
from warehouse.report.tables import Row
from warehouse.report.words import CLAIM_KINDS, MEASURES, TIER_NAMES, label
from warehouse.report.writing import Site, certainty, claim_path, script_json, verdict

FLOOR: Final = 10
"""Publishers with fewer checked claims get no share: it would say little of them."""

_OF_TIERS: Final = frozenset(("tier", "tier_history", "list", "forecast"))
"""The kinds of claims whose official value is a tier."""

_SHOWN_DIFFERING: Final = 200
_OTHER_CLAIMS: Final = 8
_ENTRY: Final = ("article_id", "claim_id", "relation", "name", "year", "claim_kind")
_WORD: Final = re.compile(r"\w+")
_BETWEEN_WORDS: Final = re.compile(r"(\w+)")
_START, _END = "\x02", "\x03"  # no visible text has them
_COMMON: Final = frozenset("the and that with from for was were has have had its their this which said".split())


def write_news_pages(site: Site, facts: Facts) -> None:
    """Writes `news.html`, `claim.html` and the pages of claims."""
    claims = facts.claims.frame
    differing = claims.filter(pl.col("group") == "differs")
    publishers = [row | {"interval": interval(row["same"], row["checked"])} for row in counted(claims, "publisher")]
    chart = shares(publishers)
    site.page(
        "news.html",
        "news.html",
        "Claims of the news",
        total=claims.height,
        publishers=publishers,
        share_chart=chart,
        share_text=chart_words.share_text(chart),
        share_table=chart_words.share_cells(chart),
        kinds=counted(claims, "claim_kind"),
        relations=counted(claims, "relation"),
        floor=FLOOR,
        differing=differing.head(_SHOWN_DIFFERING).to_dicts(),
        differing_count=differing.height,
        corrections=len(verdict_corrections(facts)),
    )
    site.page("claim.html", "claim.html", "A claim", digits=2)
    _write_claim_pages(site, facts)


def _write_claim_pages(site: Site, facts: Facts) -> None:
    """Writes a page for each group of claims, where the site before has none that is made of the same."""
    corrections = verdict_corrections(facts)
    corrected = {row["subject"]: row for row in corrections}
    reviews, url = ClaimReviews.of(facts), facts.release.site_url
    of_all = [corrections, list(facts.countries), url, reviews.of_all]
    groups = groups_by(reviews.with_sureness(facts.claims.with_others()), "shard")
    made_of = {shard: site.made_of(of_all, group.digest) for shard, group in groups.items()}
    changed = [shard for shard in groups if not site.keeps(made_of[shard], _path(shard))]
    others = _other_claims(facts.claims.frame, [groups[shard].rows for shard in changed])
    for shard in changed:
        rows = groups[shard].rows.drop("of_article").to_dicts()
        site.page(
            _path(shard),
            "claims.html",
            f"Claims c_{shard}…",
            made_of=made_of[shard],
            shard=shard,
            rows=rows,
            marked=marked,
            about=about,
            others=others,
            corrected=corrected,
            place=facts.place,
            tiers=TIER_NAMES,
            of_tiers=_OF_TIERS,
            reviews=[found for row in rows if (found := _review(reviews, row, url)) is not None],
        )


def _path(shard: str) -> str:
    return f"claims/{shard}.html"


def _review(reviews: ClaimReviews, claim: Row, site_url: str) -> Markup | None:
    """A verdict as ClaimReview for a script element, with the mark of the day of the release; None where it is not
    sure."""
    found = reviews.review(claim, site_url)
    if found is None:
        return None
    day = f'"datePublished":{json.dumps(found["datePublished"])}'  # the first one: before it is only our address
    return Markup(str(script_json(found)).replace(day, f'"datePublished":"{DAY_MARK}"', 1))  # noqa: S704 - escaped


def _other_claims(claims: pl.DataFrame, of_pages: Sequence[pl.DataFrame]) -> dict[str, Markup]:
    """By claim, the other claims of its article as entries of a list; only for articles with several.

    Args:
        claims: all claims.
        of_pages: the claims of the pages that are made.
    """
    if not of_pages:
        return {}
    articles = pl.concat(page.select("article_id") for page in of_pages).unique()
    entries: dict[str, dict[str, str]] = {}
    for article, *claim in claims.join(articles, on="article_id", how="semi").select(_ENTRY).iter_rows():
        entries.setdefault(article, {})[claim[0]] = _entry(*claim)
    others = {}
    for same in entries.values():
        first = list(same)[: _OTHER_CLAIMS + 1]
        for claim_id in same if len(same) > 1 else ():
            listed = [same[other] for other in first if other != claim_id]
            others[claim_id] = Markup("".join(listed[:_OTHER_CLAIMS]))  # noqa: S704 - escaped
    return others


def _entry(claim_id: str, relation: str, name: str, year: int, kind: str) -> str:
    """A claim as an entry of a list: its verdict, what it is about, and a link."""
    place, said = escape(claim_path(claim_id)), _about(name, year, kind)
    return f'<li>{verdict(relation)} <a href="../{place}"><bdi>{said}</bdi></a></li>'


@lru_cache(maxsize=4096)
def _about(name: str, year: int, kind: str) -> Markup:
    """The country, year and kind of a claim."""
    return escape(f"{visible(name)}, {year}: {label(CLAIM_KINDS, kind)}")


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
