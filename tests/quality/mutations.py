"""The declared ways of damaging the sample. What a mutation's name says is done to one place, if not said otherwise."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from tests.quality.damaged import Damage, Frames, Mutation
from warehouse.tables import VERDICT_CORRECTIONS

RECORDS = (
    "report_sections", "tier_sightings", "enforcement_statistics", "recommendations", "statutory_lists",
    "global_enforcement",
)  # fmt: skip
FROM_SOURCES = (*RECORDS, "news_articles", "article_countries", "news_claims", "news_quotes")
KHM_2018 = (pl.col("country") == "KHM") & (pl.col("year") == 2018)
NARRATIVE = (pl.col("family") == "tip") & (pl.col("area") == "main")
MOJIBAKE = "The governmentâ€™s efforts in Côte dâ€™Ivoire fell short. "
MENU = "Skip to content An official website of the United States Government Here's how you know. "


# -- how frames are damaged


def changed(table: str, where: pl.Expr, **values: Any) -> Damage:
    """Sets columns of the rows that fit; there must be some."""

    def damage(frames: Frames) -> Frames:
        frame = frames[table]
        assert frame.filter(where).height, "the damage meets no row"
        new = [
            pl.when(where).then(value if isinstance(value, pl.Expr) else pl.lit(value)).otherwise(pl.col(name))
            .cast(frame.schema[name]).alias(name)
            for name, value in values.items()
        ]  # fmt: skip
        return {table: frame.with_columns(new)}

    return damage


def dropped(table: str, where: pl.Expr) -> Damage:
    def damage(frames: Frames) -> Frames:
        frame = frames[table]
        left = frame.filter(~where)
        assert left.height < frame.height, "the damage meets no row"
        return {table: left}

    return damage


def added(table: str, where: pl.Expr, **values: Any) -> Damage:
    """Adds changed copies of the rows that fit."""

    def damage(frames: Frames) -> Frames:
        frame = frames[table]
        copies = changed(table, where, **values)(frames)[table].filter(frame.select(where).to_series())
        return {table: pl.concat([frame, copies])}

    return damage


def emptied(table: str) -> Damage:
    return lambda frames: {table: frames[table].clear()}


def both(*damages: Damage) -> Damage:
    """One damage after the other."""

    def damage(frames: Frames) -> Frames:
        done: Frames = {}
        for each in damages:
            done |= each({**frames, **done})
        return done

    return damage


def everywhere(make: Callable[[str], Damage], tables: tuple[str, ...] = ("pages", *RECORDS)) -> Damage:
    """The same damage to every table of which rows fit."""

    def damage(frames: Frames) -> Frames:
        done: Frames = {}
        for table in tables:
            try:
                done |= make(table)(frames)
            except AssertionError:
                continue
        assert done
        return done

    return damage


def rewritten(where: pl.Expr, text: pl.Expr, *, page: bool = True) -> Damage:
    """Gives sections another text; words, there and on the page, are what they then are."""

    def damage(frames: Frames) -> Frames:
        old = frames["report_sections"]
        done = changed("report_sections", where, text=text)(frames)["report_sections"]
        done = done.with_columns(pl.col("text").str.count_matches(r"\S+").cast(pl.Int32).alias("words"))
        if not page:
            return {"report_sections": done}
        key = ["source_url"]
        more = done.group_by(key).agg(pl.col("words").sum().alias("now"))
        more = more.join(old.group_by(key).agg(pl.col("words").sum().alias("was")), on=key)
        pages = frames["pages"].join(more, on=key, how="left", maintain_order="left")
        words = (pl.col("words") + pl.col("now").fill_null(0) - pl.col("was").fill_null(0)).cast(pl.Int32)
        return {"report_sections": done, "pages": pages.with_columns(words.alias("words")).drop("now", "was")}

    return damage


def correction_of(subject: str) -> Damage:
    """A reviewed correction of the verdict on a claim."""

    def damage(frames: Frames) -> Frames:
        row = {"id": "k_" + "0" * 16, "subject": subject, "since_release": "0", "verdict": "exact", "source": "seen"}
        return {"verdict_corrections": VERDICT_CORRECTIONS.frame([row])}

    return damage


def swapped(table: str, where: pl.Expr, one: str, other: str, column: str = "country") -> Damage:
    """Exchanges two values of a column."""
    exchanged = pl.col(column).replace({one: other, other: one})
    return changed(table, where & pl.col(column).is_in([one, other]), **{column: exchanged})


def renumbered(table: str, within: list[str]) -> Damage:
    """Counts the rows through again, so that what is gone leaves no gap."""

    def damage(frames: Frames) -> Frames:
        frame = frames[table].sort(*within, "position")
        number = pl.int_range(1, pl.len() + 1).over(within).cast(pl.Int32)
        return {table: frame.with_columns(number.alias("position"))}

    return damage


def on_list(country: str, year: int) -> pl.Expr:
    return (pl.col("place") == "placement_list") & (pl.col("country") == country) & (pl.col("year") == year)


def at(country: str, year: int) -> pl.Expr:
    return (pl.col("country") == country) & (pl.col("year") == year)


def list_closed_up(frames: Frames) -> Frames:
    frame = frames["tier_sightings"].sort("year", "place", "position")
    number = pl.int_range(1, pl.len() + 1).over("year", "place").cast(pl.Int32)
    listed = pl.col("place") == "placement_list"
    return {"tier_sightings": frame.with_columns(pl.when(listed).then(number).otherwise("position").alias("position"))}


def swapped_names(frames: Frames) -> Frames:
    """The names of two countries in the reference table."""
    return swapped("countries", pl.lit(True), "Cambodia", "Thailand", "name")(frames)


def bodies_swapped(frames: Frames) -> Frames:
    """The narratives of two countries under each other's heading: texts, and everything read from them."""
    pair = pl.col("country").is_in(["KHM", "THA"]) & (pl.col("year") == 2018)
    sections = frames["report_sections"]
    mine = pair & (pl.col("family") == "tip")
    tables = ("tier_sightings", "enforcement_statistics", "recommendations")
    done = {"report_sections": _bodies(sections, mine)}
    for table in tables:
        of_text = pair & (pl.col("place") == "verdict") if table == "tier_sightings" else pair
        done[table] = _bodies(frames[table], of_text)
    words = dict(done["report_sections"].filter(mine).group_by("country").agg(pl.col("words").sum()).iter_rows())
    size = pl.col("country").replace_strict(words, default=None, return_dtype=pl.Int32)
    on_page = pair & (pl.col("kind") == "country")
    done["pages"] = frames["pages"].with_columns(pl.when(on_page).then(size).otherwise("words").alias("words"))
    return done


def _bodies(frame: pl.DataFrame, where: pl.Expr) -> pl.DataFrame:
    """Rows of two countries exchanged, while each keeps the address and bytes of the page it is on."""
    place = ["source_url", "page_digest", "origin"]
    rows = frame.filter(where)
    pages = rows.select("country", *place).unique()
    other = rows.drop(place).with_columns(pl.col("country").replace({"KHM": "THA", "THA": "KHM"}))
    moved = other.join(pages, on="country", how="inner").select(frame.columns)
    return pl.concat([frame.filter(~where), moved])


def republished(*, titles: bool) -> Damage:
    """The narratives of 2024 taken for those of 2025: what a stale source gives."""

    def damage(frames: Frames) -> Frames:
        done: Frames = {}
        for table in ("pages", "report_sections", "enforcement_statistics", "recommendations", "tier_sightings"):
            frame = frames[table]
            narrative = {
                "pages": (pl.col("family") == "tip") & (pl.col("kind") == "country"),
                "report_sections": NARRATIVE,
                "tier_sightings": pl.col("place") != "placement_list",
            }.get(table, pl.lit(True))
            old = frame.filter(narrative & (pl.col("year") == 2024)).with_columns(pl.lit(2025, pl.Int16).alias("year"))
            if table == "pages":
                held = frame.filter(narrative & (pl.col("year") == 2025))
                address = held.select("country", pl.col("source_url").alias("now"))
                old = old.join(address, on="country", how="inner", maintain_order="left")
                done["addresses"] = old.select("source_url", "now")
                old = old.with_columns(pl.col("now").alias("source_url")).drop("now")
                if titles:
                    old = old.with_columns(pl.col("title_printed").str.replace("2024", "2025"))
            else:
                old = old.join(done["addresses"], on="source_url", how="inner", maintain_order="left")
                old = old.with_columns(pl.col("now").alias("source_url")).drop("now").select(frame.columns)
            done[table] = pl.concat([frame.filter(~(narrative & (pl.col("year") == 2025))), old])
        del done["addresses"]
        return done

    return damage


def duplicated_edition(frames: Frames) -> Frames:
    """The human rights reports of 2023 once more, as those of 2021."""
    done = {}
    for table in ("pages", "report_sections"):
        frame = frames[table]
        old = frame.filter((pl.col("family") == "human_rights") & (pl.col("year") == 2023))
        again = old.with_columns(
            pl.lit(2021, pl.Int16).alias("year"), pl.col("source_url").str.replace("2023", "2021").alias("source_url")
        )
        done[table] = pl.concat([frame, again])
    return done


def quarantined(share: float, *, explained: bool) -> Damage:
    """Part of the narratives of 2018 rejected, with or without a row that says why."""

    def damage(frames: Frames) -> Frames:
        pages = frames["pages"]
        of_edition = pages.filter((pl.col("year") == 2018) & (pl.col("kind") == "country")).sort("source_url")
        urls = of_edition.head(max(int(of_edition.height * share), 1))
        aside = pl.col("source_url").is_in(urls["source_url"].implode())
        done = {table: frames[table].filter(~aside) for table in RECORDS}
        done |= changed("pages", aside, outcome="quarantined", problem="challenge")(frames)
        if explained:
            rows = [
                {
                    "table": "pages", "source_url": row["source_url"], "reason": "challenge",
                    "record": row["page_digest"], "detail": "a bot wall", "family": "tip", "year": 2018,
                }
                for row in urls.iter_rows(named=True)
            ]  # fmt: skip
            done["quarantine"] = pl.DataFrame(rows, schema=frames["quarantine"].schema, orient="row")
        return done

    return damage


def gone(where: pl.Expr) -> Damage:
    """Pages that are nowhere any more, with every row read from them."""

    def damage(frames: Frames) -> Frames:
        urls = frames["pages"].filter(where)["source_url"]
        assert len(urls)
        lost = pl.col("source_url").is_in(urls.implode())
        return {table: frames[table].filter(~lost) for table in ("pages", *RECORDS)}

    return damage


def set_aside(reason: str, *, table: str = "pages", family: str | None = "tip", year: int | None = 2018) -> Damage:
    """One more page or row in quarantine, with a reason."""

    def damage(frames: Frames) -> Frames:
        row = {
            "table": table, "source_url": "https://www.state.gov.sample.invalid/x/", "reason": reason,
            "record": "0" * 64, "detail": f"a page of which {reason} is told", "family": family, "year": year,
        }  # fmt: skip
        quarantine = frames["quarantine"]
        return {"quarantine": pl.concat([quarantine, pl.DataFrame([row], schema=quarantine.schema, orient="row")])}

    return damage


def fewer(edition: str, pages: int) -> Callable[[dict[str, int]], dict[str, int]]:
    return lambda captures: {**captures, edition: captures[edition] - pages}


FIRST_COUNT = at("AFG", 2018) & (pl.col("position") == 4) & (pl.col("ordinal") == 1)
NARRATIVES_2018 = NARRATIVE & (pl.col("year") == 2018)
PROSECUTION = NARRATIVE & KHM_2018 & (pl.col("section") == "prosecution")
PROFILE = NARRATIVE & KHM_2018 & (pl.col("position") == 7)
KHM_PAGE_2018 = KHM_2018 & (pl.col("kind") == "country")
SUPERSEDED = at("KHM", 2019) & (pl.col("outcome") == "superseded")
COMPARED = at("KHM", 2010) & (pl.col("measure") == "convictions") & (pl.col("role") == "comparison")
WORLD_2016 = (pl.col("region") == "world") & (pl.col("year") == 2017)


def of_page(frames: Frames, where: pl.Expr, column: str) -> str:
    return str(frames["pages"].filter(where)[column].item())


def another_pages(column: str) -> Damage:
    """A narrative's sections under the digest or address of another country's page."""

    def damage(frames: Frames) -> Frames:
        other = of_page(frames, at("THA", 2018) & (pl.col("kind") == "country"), column)
        return changed("report_sections", NARRATIVE & KHM_2018, **{column: other})(frames)

    return damage


def section_again(frames: Frames) -> Frames:
    """A section is there twice, and page and numbers fit."""
    last = frames["report_sections"].filter(NARRATIVE & KHM_2018)["position"].max()
    done = added("report_sections", PROSECUTION, position=last + 1)(frames)
    words = int(frames["report_sections"].filter(PROSECUTION)["words"].item())
    return done | changed("pages", KHM_PAGE_2018, words=pl.col("words") + words)(frames)


MUTATIONS = [
    # -- tiers, as a source or reader would have them wrong
    Mutation(
        "a tier flipped on the list",
        changed("tier_sightings", on_list("TGO", 2015), tier="3", tier_printed="Tier 3"),
        ("placements_as_recorded", "tier_totals"),
    ),
    Mutation(
        "a tier misread, its printed words as they are",
        changed("tier_sightings", on_list("TGO", 2015), tier="3"),
        ("tiers_as_printed",),
    ),
    Mutation(
        "a tier flipped in a heading alone",
        changed("tier_sightings", KHM_2018 & (pl.col("place") == "heading"), tier="3", tier_printed="Tier 3"),
        ("sightings_evidence", "sightings_agree"),
    ),
    Mutation(
        "a country dropped from the list, which closes up",
        both(dropped("tier_sightings", on_list("TGO", 2015)), list_closed_up),
        ("placements_as_recorded", "editions_complete"),
    ),
    Mutation(
        "a country dropped from the list, which keeps the gap",
        dropped("tier_sightings", on_list("TGO", 2015)),
        ("sequences_without_gaps", "placements_as_recorded"),
    ),
    Mutation(
        "two countries of the list swapped by code",
        swapped("tier_sightings", (pl.col("year") == 2015) & (pl.col("place") == "placement_list"), "THA", "TGO"),
        ("printed_names_fit",),
    ),
    Mutation(
        "two countries of the list swapped whole",
        both(
            changed("tier_sightings", on_list("THA", 2015), tier="2", tier_printed="Tier 2"),
            changed("tier_sightings", on_list("TGO", 2015), tier="3", tier_printed="Tier 3"),
        ),
        ("placements_as_recorded",),
    ),
    Mutation(
        "a Watch List years before there was one",
        changed("tier_sightings", on_list("THA", 2002), tier="2WL", tier_printed="Tier 2 Watch List"),
        ("watch_list_from_2004",),
    ),
    Mutation(
        "a waiver dropped",
        changed("tier_sightings", at("KHM", 2015) & (pl.col("place") == "verdict"), waiver_stated=False),
        ("waivers_stated",),
        blocks=False,
    ),
    Mutation(
        "a waiver invented",
        changed("tier_sightings", at("ARG", 2009) & (pl.col("place") == "verdict"), waiver_stated=True),
        ("waivers_stated",),
        blocks=False,
    ),
    Mutation(
        "a stated change reversed",
        changed("tier_sightings", at("AFG", 2010) & (pl.col("place") == "verdict"), change_stated="upgraded"),
        ("verdicts_fit_history",),
        blocks=False,
    ),
    Mutation(
        "a verdict's span shifted",
        changed(
            "tier_sightings",
            KHM_2018 & (pl.col("place") == "verdict"),
            char_start=pl.col("char_start") + 3,
            char_end=pl.col("char_end") + 3,
        ),
        ("sightings_evidence",),
    ),
    Mutation(
        "a verdict's section mistaken",
        changed("tier_sightings", KHM_2018 & (pl.col("place") == "verdict"), position=pl.col("position") + 1),
        ("sightings_evidence",),
    ),
    Mutation(
        "the country of a heading forgotten",
        changed("tier_sightings", KHM_2018 & (pl.col("place") == "heading"), country_printed=None),
        ("sightings_evidence",),
    ),
    Mutation("all sightings lost", emptied("tier_sightings"), ("placements_as_recorded",)),
    Mutation(
        "list, heading and verdict of three tiers",
        both(
            changed("tier_sightings", KHM_2018 & (pl.col("place") == "heading"), tier="3", tier_printed="Tier 3"),
            changed("tier_sightings", KHM_2018 & (pl.col("place") == "verdict"), tier="1", tier_printed="Tier 1"),
        ),
        ("sightings_conflict",),
    ),
    Mutation(
        "a fifth year in a row on the Watch List",
        changed("tier_sightings", at("THA", 2014), tier="2WL", tier_printed="Tier 2 Watch List"),
        ("watch_list_clock",),
    ),
    Mutation(
        "a country leaps over a tier and back",
        changed("tier_sightings", on_list("NOR", 2010), tier="3", tier_printed="Tier 3"),
        ("probable_steps",),
    ),
    Mutation(
        "a leap that is excepted smoothed away",
        changed("tier_sightings", at("KHM", 2001), tier="3", tier_printed="Tier 3"),
        ("exceptions_used",),
    ),
    Mutation(
        "two years on the Watch List after an automatic downgrade",
        changed(
            "tier_sightings",
            (pl.col("country") == "KHM") & (pl.col("year") >= 2024),
            tier="2WL",
            tier_printed="Tier 2 Watch List",
        ),
        ("return_after_downgrade",),
    ),
    Mutation(
        "a placement other than an unsure record's",
        changed("tier_sightings", at("CUB", 2003), tier="2", tier_printed="Tier 2"),
        ("placements_beyond_record",),
    ),
    Mutation(
        "a placement that no record has",
        added("tier_sightings", on_list("TGO", 2015), country="VAT", country_printed="Holy See"),
        ("placements_beyond_record",),
    ),
    # -- texts
    Mutation(
        "a section cut in the middle of a sentence",
        rewritten(PROFILE, pl.col("text").str.slice(0, 60), page=False),
        ("text_in_sections", "no_part_cut_short"),
    ),
    Mutation(
        "a section cut, and its page with it",
        rewritten(PROFILE, pl.col("text").str.slice(0, 60)),
        ("no_part_cut_short",),
        blocks=False,
    ),
    Mutation(
        "a section cut at the end of a sentence",
        rewritten(PROFILE, pl.col("text").str.extract(r"^(.*?\.)\s", 1), page=False),
        ("text_in_sections",),
    ),
    Mutation("the last section dropped", dropped("report_sections", PROFILE), ("text_in_sections",)),
    Mutation(
        "a section dropped from the middle",
        dropped("report_sections", PROSECUTION),
        ("sequences_without_gaps", "narratives_whole"),
    ),
    Mutation(
        "a section dropped, the rest numbered anew",
        both(
            dropped("report_sections", PROSECUTION),
            renumbered("report_sections", ["family", "country", "area", "year"]),
        ),
        ("text_in_sections", "narratives_whole", "statistics_evidence"),
    ),
    Mutation("a section read twice", section_again, ("no_part_twice",), blocks=False),
    Mutation(
        "a section of a human rights report lost everywhere",
        dropped("report_sections", pl.col("section") == "section_5"),
        ("human_rights_sections_present",),
    ),
    Mutation(
        "words miscounted", changed("report_sections", PROFILE, words=pl.col("words") + 1), ("report_sections__rows",)
    ),
    Mutation(
        "a section under another family",
        changed("report_sections", PROFILE, family="human_rights"),
        ("report_sections__rows",),
    ),
    Mutation(
        "the narratives of two countries under each other's heading",
        bodies_swapped,
        ("reports_name_their_country",),
        blocks=False,
    ),
    Mutation("all sections lost", emptied("report_sections"), ("text_in_sections",)),
    # -- encoding and navigation
    Mutation(
        "a replacement character",
        rewritten(PROFILE, pl.col("text").str.replace("where", "wh\ufffdre", literal=True)),
        ("replaced_characters_counted", "text_encoding"),
    ),
    Mutation(
        "UTF-8 read as Windows-1252 in a section",
        rewritten(PROFILE, pl.lit(MOJIBAKE) + pl.col("text")),
        ("text_encoding",),
        blocks=False,
    ),
    Mutation(
        "UTF-8 encoded twice in a section",
        rewritten(PROFILE, pl.col("text") + " CafÃ© owners and SÃ£o TomÃ©."),
        ("text_encoding",),
        blocks=False,
    ),
    Mutation(
        "UTF-8 read as Windows-1252 in an edition",
        rewritten(NARRATIVES_2018 & (pl.col("section") == "prevention"), pl.lit(MOJIBAKE) + pl.col("text")),
        ("text_encoding", "text_encoding_of_editions"),
    ),
    Mutation(
        "UTF-8 read as Windows-1252 in a recommendation",
        changed("recommendations", KHM_2018 & (pl.col("position") == 1), text=pl.lit(MOJIBAKE) + pl.col("text")),
        ("text_encoding", "recommendations_evidence"),
    ),
    Mutation(
        "control characters in a title",
        changed("pages", KHM_PAGE_2018, title_printed=pl.lit("Cambo\u0093dia")),
        ("text_encoding",),
        blocks=False,
    ),
    Mutation(
        "entities escaped twice",
        rewritten(PROFILE, pl.col("text") + " Trade &amp; labor."),
        ("text_encoding",),
        blocks=False,
    ),
    Mutation(
        "a menu in a narrative",
        rewritten(PROFILE, pl.lit(MENU) + pl.col("text")),
        ("no_navigation_text",),
        blocks=False,
    ),
    Mutation(
        "a menu in every narrative of an edition",
        rewritten(NARRATIVES_2018 & (pl.col("position") == 1), pl.lit(MENU) + pl.col("text")),
        ("no_navigation_text_in_editions",),
    ),
    # -- editions and pages
    Mutation(
        "an edition duplicated under another year",
        duplicated_edition,
        ("pages_accounted_for", "titles_name_their_year"),
    ),
    Mutation(
        "an edition duplicated under another year, in the archive too",
        duplicated_edition,
        ("titles_name_their_year",),
        archive=lambda captures: {**captures, "human_rights/2021": 3},
        blocks=False,
    ),
    Mutation(
        "the edition before republished as the new one",
        republished(titles=False),
        ("reports_not_stale", "editions_not_stale", "titles_name_their_year"),
        archive=fewer("tip/2025", 0),
    ),
    Mutation(
        "the edition before republished under new titles",
        republished(titles=True),
        ("reports_not_stale", "editions_not_stale"),
    ),
    Mutation("nothing read at all", both(*(emptied(table) for table in FROM_SOURCES)), ("something_read",)),
    Mutation(
        "a page of a country that has no name",
        set_aside("unknown_country"),
        ("countries_resolved",),
        blocks=False,
    ),
    Mutation(
        "a page of no known report",
        set_aside("unknown_family", family=None, year=None),
        ("pages_of_known_reports",),
        archive=lambda captures: {**captures, "unknown": 1},
        blocks=False,
    ),
    Mutation(
        "a page in another encoding than it says",
        changed("pages", KHM_PAGE_2018, encoding_guessed=True),
        ("encodings_as_declared",),
        blocks=False,
    ),
    Mutation(
        "a page with invalid bytes",
        changed("pages", KHM_PAGE_2018, replaced_characters=3),
        ("characters_replaced",),
        blocks=False,
    ),
    Mutation(
        "an article with invalid bytes",
        changed("news_articles", pl.col("country").is_not_null(), replaced_characters=3),
        ("article_characters_replaced",),
        blocks=False,
    ),
    Mutation(
        "a heading of no vocabulary",
        changed("pages", KHM_PAGE_2018, unknown_headings=pl.lit(["Weather"])),
        ("headings_known",),
        blocks=False,
    ),
    Mutation(
        "a second page of a country that is another text",
        changed("pages", SUPERSEDED, supersession="other_words", superseded_by=pl.lit(["another page"])),
        ("one_page_a_country",),
        blocks=False,
    ),
    Mutation(
        "a second page of a country that says otherwise",
        changed("pages", SUPERSEDED, supersession="contradicts", superseded_by=pl.lit(["another page"])),
        ("one_page_a_country", "superseded_pages_agree"),
    ),
    Mutation(
        "an edition with more countries than it can have",
        changed("editions", (pl.col("family") == "tip") & (pl.col("year") == 2015), expected=170),
        ("editions_not_over",),
        blocks=False,
    ),
    Mutation(
        "a capture that lost text waits for a decision",
        set_aside("incomplete"),
        ("captures_decided",),
        blocks=False,
    ),
    Mutation("a capture that was cut off", set_aside("truncated"), ("captures_whole",), blocks=False),
    Mutation("half the pages of an edition rejected", quarantined(0.5, explained=True), ("quarantine_share",)),
    Mutation(
        "one page of an edition rejected",
        quarantined(0.01, explained=True),
        ("pages_rejected",),
        blocks=False,
    ),
    Mutation(
        "a tier that contradicts another one rejected",
        set_aside("conflicting_tiers", table="tier_sightings"),
        ("tiers_in_doubt",),
        blocks=False,
    ),
    Mutation("pages rejected without a reason", quarantined(0.1, explained=False), ("pages_accounted_for",)),
    Mutation("a page vanished", gone(KHM_PAGE_2018), ("pages_accounted_for",)),
    Mutation(
        "a page vanished from the archive too",
        gone(KHM_PAGE_2018),
        ("good_pages_kept",),
        archive=fewer("tip/2018", 1),
        released=True,
    ),
    Mutation(
        "an edition vanished from the archive too",
        gone((pl.col("family") == "tip") & (pl.col("year") == 2018)),
        ("good_pages_kept", "rows_kept"),
        archive=lambda captures: {name: count for name, count in captures.items() if name != "tip/2018"},
        released=True,
    ),
    Mutation(
        "a narrative half as long as in the release",
        both(
            rewritten(
                NARRATIVE & KHM_2018 & pl.col("section").is_in(["prevention", "profile"]), pl.lit("Nothing new.")
            ),
            rewritten(PROSECUTION, pl.col("text").str.extract(r"^(.*?\d{4}\.)\s", 1)),
        ),
        ("words_kept",),
        released=True,
    ),
    # -- provenance
    Mutation(
        "live pages in a sample home",
        everywhere(lambda table: changed(table, (pl.col("year") == 2018), origin="live")),
        ("origins_fit_home",),
    ),
    Mutation(
        "rows of another origin than their page",
        changed("report_sections", PROFILE, origin="live"),
        ("records_from_pages_read",),
    ),
    Mutation(
        "a digest that is no page's",
        changed("report_sections", PROFILE, page_digest="0" * 64),
        ("records_from_pages_read",),
    ),
    Mutation(
        "an address that is no page's",
        changed("recommendations", KHM_2018, source_url="https://www.state.gov/x/"),
        ("records_from_pages_read",),
    ),
    Mutation(
        "rows with the digest of another country's page", another_pages("page_digest"), ("records_from_pages_read",)
    ),
    Mutation(
        "rows of a page that another one supersedes",
        changed("pages", at("KHM", 2018) & (pl.col("kind") == "country"), outcome="superseded"),
        ("records_from_pages_read",),
    ),
    Mutation(
        "two countries' narratives swapped by code",
        everywhere(
            lambda table: swapped(
                table,
                (pl.col("year") == 2018)
                & ((pl.col("place") != "placement_list") if table == "tier_sightings" else True),
                "KHM",
                "THA",
            )
        ),
        ("printed_names_fit",),
    ),
    Mutation(
        "all records a year off",
        changed("recommendations", pl.col("year") < 2025, year=pl.col("year") + 1),
        ("records_from_pages_read",),
    ),
    # -- statistics
    Mutation(
        "a figure multiplied by ten",
        changed("enforcement_statistics", FIRST_COUNT, value=pl.col("value") * 10),
        ("statistics_values_printed",),
        blocks=False,
    ),
    Mutation(
        "a figure with two digits swapped",
        changed("enforcement_statistics", FIRST_COUNT, value=123),
        ("statistics_values_printed",),
        blocks=False,
    ),
    Mutation(
        "a figure taken from elsewhere in its sentence",
        changed(
            "enforcement_statistics", at("ARG", 2018) & (pl.col("ordinal") == 2) & (pl.col("position") == 4), value=2017
        ),
        ("statistics_parts_within_totals",),
        blocks=False,
    ),
    Mutation(
        "a sentence's span shifted",
        changed(
            "enforcement_statistics", FIRST_COUNT, char_start=pl.col("char_start") + 1, char_end=pl.col("char_end") + 1
        ),
        ("statistics_evidence",),
    ),
    Mutation(
        "an evidence sentence altered",
        changed("enforcement_statistics", FIRST_COUNT, sentence=pl.col("sentence").str.replace("132", "312")),
        ("statistics_evidence", "statistics_values_printed"),
    ),
    Mutation(
        "a negative figure", changed("enforcement_statistics", FIRST_COUNT, value=-5), ("enforcement_statistics__rows",)
    ),
    Mutation(
        "a count dropped from the middle", dropped("enforcement_statistics", FIRST_COUNT), ("sequences_without_gaps",)
    ),
    Mutation(
        "a measure mistaken",
        changed("enforcement_statistics", FIRST_COUNT, measure="convictions"),
        ("statistics_measures_named",),
        blocks=False,
    ),
    Mutation(
        "a figure of the year before taken from elsewhere in its sentence",
        changed("enforcement_statistics", COMPARED, value=36),
        ("statistics_against_edition_before",),
        blocks=False,
    ),
    Mutation(
        "a total taken for a zero",
        changed(
            "enforcement_statistics", at("ARG", 2018) & (pl.col("position") == 5) & (pl.col("ordinal") == 1), value=0
        ),
        (
            "statistics_zero_beside_figure",
            "statistics_types_within_totals",
            "statistics_parts_within_totals",
            "statistics_values_printed",
        ),
        blocks=False,
    ),
    Mutation(
        "a figure of another magnitude than in the edition before",
        changed("enforcement_statistics", KHM_2018 & (pl.col("value") == 129), value=12_900),
        ("figures_follow_edition_before", "statistics_values_printed"),
        blocks=False,
    ),
    Mutation(
        "a reader of counts that leaves the numbers of a narrative",
        changed("report_sections", KHM_2018 & (pl.col("section") == "prosecution"), numbers_unread=500),
        ("numbers_accounted_for",),
        blocks=False,
    ),
    Mutation("all counts lost since the release", emptied("enforcement_statistics"), ("rows_kept",), released=True),
    # -- recommendations
    Mutation(
        "recommendations shuffled",
        changed("recommendations", KHM_2018, position=7 - pl.col("position")),
        ("recommendations_evidence",),
    ),
    Mutation("a narrative's recommendations lost", dropped("recommendations", KHM_2018), ("recommendations_evidence",)),
    Mutation(
        "a recommendation dropped",
        dropped("recommendations", KHM_2018 & (pl.col("position") == 3)),
        ("sequences_without_gaps",),
    ),
    Mutation("the last recommendation dropped", dropped("recommendations", KHM_2018 & (pl.col("position") == 6)), ()),
    Mutation(
        "the last recommendation dropped since the release",
        dropped("recommendations", KHM_2018 & (pl.col("position") == 6)),
        ("same_pages_same_rows",),
        released=True,
        blocks=False,
    ),
    # -- lists and the world
    Mutation(
        "a listed country swapped for another",
        swapped("statutory_lists", pl.col("year") == 2022, "AFG", "NOR"),
        ("printed_names_fit",),
    ),
    Mutation(
        "a country on Tier 1 listed for a policy or pattern",
        changed(
            "statutory_lists",
            at("AFG", 2020) & (pl.col("list") == "policy_or_pattern"),
            country="SWE",
            printed="Sweden",
        ),
        ("policy_or_pattern_on_tier_3",),
    ),
    Mutation(
        "a listed country dropped since the release",
        dropped("statutory_lists", at("AFG", 2020) & (pl.col("list") == "cspa")),
        ("same_pages_same_rows",),
        released=True,
        blocks=False,
    ),
    Mutation(
        "a world row multiplied by ten",
        changed("global_enforcement", (pl.col("year") == 2014), convictions=pl.col("convictions") * 10),
        ("worldwide_magnitude",),
        blocks=False,
    ),
    Mutation(
        "a world row altered by a tenth",
        changed(
            "global_enforcement", WORLD_2016, victims_identified=(pl.col("victims_identified") * 1.1).cast(pl.Int32)
        ),
        ("world_is_sum_of_regions",),
        blocks=False,
    ),
    Mutation(
        "prosecutions and convictions of a world table swapped",
        changed(
            "global_enforcement",
            pl.col("year") == 2014,
            prosecutions=pl.col("convictions"),
            convictions=pl.col("prosecutions"),
        ),
        ("convictions_below_prosecutions",),
        blocks=False,
    ),
    Mutation(
        "a region dropped",
        dropped("global_enforcement", (pl.col("region") == "AF") & (pl.col("year") == 2017)),
        ("regions_whole",),
        blocks=False,
    ),
    Mutation(
        "a restated year doubled",
        changed(
            "global_enforcement",
            (pl.col("year") == 2024) & (pl.col("data_year") == 2017),
            prosecutions=pl.col("prosecutions") * 2,
        ),
        ("worldwide_restated",),
        blocks=False,
    ),
    # -- news
    Mutation(
        "a news page without a day",
        set_aside("no_date", table="news_articles", family=None, year=None),
        ("news_dated",),
        blocks=False,
    ),
    # -- reference
    Mutation("the names of two countries swapped", swapped_names, ("printed_names_fit",)),
    Mutation(
        "an alias that is another country's name",
        changed("countries", pl.col("country") == "KHM", aliases=pl.lit(["Thailand"])),
        ("names_of_one_country",),
    ),
    Mutation("a country unknown", dropped("countries", pl.col("country") == "KHM"), ("tier_sightings__references",)),
    Mutation(
        "release dates shifted by a year",
        changed("editions", pl.col("family") == "tip", release_date=pl.col("release_date") - timedelta(days=365)),
        ("edition_dates_fit",),
    ),
    Mutation(
        "a release date shifted by a day, since the release",
        changed(
            "editions",
            (pl.col("family") == "tip") & (pl.col("year") == 2018),
            release_date=pl.col("release_date") + timedelta(days=1),
        ),
        ("reference_kept",),
        released=True,
        blocks=False,
    ),
    Mutation(
        "a published total altered",
        changed(
            "editions", (pl.col("family") == "tip") & (pl.col("year") == 2003), published_1=pl.col("published_1") + 1
        ),
        ("tier_totals_unsure",),
        blocks=False,
    ),
    Mutation(
        "a country moved to another region, since the release",
        changed("countries", pl.col("country") == "KHM", region="AF"),
        ("reference_kept",),
        released=True,
        blocks=False,
    ),
    Mutation(
        "an event altered, since the release",
        changed("tier_events", pl.col("country") == "BIH", tier_after="1"),
        ("reference_kept",),
        released=True,
        blocks=False,
    ),
    # -- derived tables, altered after they were made
    *(
        Mutation(
            f"{column} of a placement altered",
            changed("tier_placements", KHM_2018, **{column: value}),
            ("placements_follow_sightings",),
            staged=True,
        )
        for column, value in (
            ("tier", "3"),
            ("region", "AF"),
            ("previous_tier", "3"),
            ("change", "upgraded"),
            ("watch_list_run", 5),
            ("waiver_stated", True),
            ("agreement", "conflict"),
            ("source_url", "https://www.state.gov/x/"),
        )
    ),
    Mutation(
        "a placement dropped",
        dropped("tier_placements", KHM_2018),
        ("placements_follow_sightings", "panel_agrees"),
        staged=True,
    ),
    Mutation(
        "a placement invented",
        added("tier_placements", KHM_2018, country="VAT"),
        ("placements_follow_sightings",),
        staged=True,
    ),
    Mutation(
        "a panel figure that is no statistic",
        changed("country_years", KHM_2018, prosecutions=999),
        ("panel_follows_tables",),
        staged=True,
    ),
    Mutation(
        "a panel figure emptied",
        changed("country_years", KHM_2018, convictions=None, prosecutions=None),
        ("panel_follows_tables",),
        staged=True,
    ),
    Mutation(
        "the words of the panel altered", changed("country_years", KHM_2018, words=1), ("panel_agrees",), staged=True
    ),
    Mutation(
        "a country of the panel renamed",
        changed("country_years", KHM_2018, country_name="Kampuchea"),
        ("panel_follows_tables",),
        staged=True,
    ),
    Mutation(
        "an edition said to be complete",
        changed("editions", (pl.col("family") == "human_rights") & (pl.col("year") == 2016), held=195),
        ("editions_follow_pages",),
        staged=True,
    ),
    Mutation(
        "an edition said to have more pages than were read",
        changed("editions", (pl.col("family") == "tip") & (pl.col("year") == 2018), country_pages=24),
        ("editions_agree_with_pages", "editions_follow_pages"),
        staged=True,
    ),
    Mutation(
        "the check of a claim lost",
        dropped("claim_checks", at("KHM", 2010) & (pl.col("relation") == "exact")),
        ("claims_checked", "claim_checks_follow_record"),
        staged=True,
    ),
    Mutation(
        "the verdict on a claim turned round",
        changed("claim_checks", at("KHM", 2010) & (pl.col("relation") == "exact"), relation="conflict"),
        ("claim_checks_follow_record",),
        staged=True,
    ),
    Mutation(
        "a correction of a verdict on a claim that is not there",
        correction_of("c_" + "0" * 16),
        ("verdict_corrections_used",),
        staged=True,
        blocks=False,
    ),
    Mutation(
        "recurrence pointing to nothing",
        changed("recommendations", KHM_2018, recurs_from=77),
        ("recurrence_follows_texts",),
        staged=True,
    ),
    Mutation(
        "recurrence forgotten",
        changed("recommendations", pl.col("recurs_from").is_not_null(), recurs_from=None),
        ("recurrence_follows_texts",),
        staged=True,
    ),
    Mutation("staged rows lost", dropped("statutory_lists", at("AFG", 2020)), ("rows_as_read",), staged=True),
    Mutation(
        "staged rows doubled", added("tier_sightings", KHM_2018), ("tier_sightings__key", "rows_as_read"), staged=True
    ),
    Mutation(
        "a staged table emptied",
        emptied("enforcement_statistics"),
        ("rows_as_read", "panel_follows_tables"),
        staged=True,
    ),
    Mutation(
        "a null in a key", changed("recommendations", KHM_2018, country=None), ("recommendations__key",), staged=True
    ),
    Mutation(
        "a column of another type",
        lambda frames: {"country_years": frames["country_years"].cast({"year": pl.Int64})},
        ("country_years__schema",),
        staged=True,
    ),
    Mutation(
        "a column lost",
        lambda frames: {"recommendations": frames["recommendations"].drop("recurs_from")},
        ("recommendations__schema",),
        staged=True,
    ),
]


@dataclass(frozen=True)
class WrongFacts:
    """One way of damaging the facts beside the tables.

    Attributes:
        name: what was done, in words.
        facts: what the checks are told instead, by name of the fact, from all that they are told.
        checks: the checks that catch it, each of which must.
        exceptions: more rows in the file of reviewed exceptions.
    """

    name: str
    facts: Callable[[dict[str, Any]], dict[str, Any]]
    checks: tuple[str, ...]
    exceptions: tuple[dict[str, str], ...] = ()


def _one_page_more(facts: dict[str, Any]) -> dict[str, Any]:
    """The archive holds a news page of 2018 without an outcome."""
    of_year = facts["news"]["news/2018"]
    return {"news": {**facts["news"], "news/2018": {**of_year, "pages": of_year["pages"] + 1}}}


WRONG_FACTS = [
    WrongFacts(
        "a host that fell silent",
        lambda _: {"hosts": {"www.state.gov": "www.state.gov: last good 2025-09-30", "gdelt.invalid": ""}},
        ("sources_fresh",),
    ),
    WrongFacts(
        "a decision about a capture that is not archived",
        lambda _: {"unarchived_decisions": ["accept https://www.state.gov.sample.invalid/x/ (0000000000000000)"]},
        ("capture_decisions_archived",),
    ),
    WrongFacts("a news page dropped in silence", _one_page_more, ("news_accounted_for",)),
    WrongFacts(
        "an exception past its day of review",
        lambda _: {"today": date(2026, 1, 2)},
        ("exceptions_due",),
        exceptions=(
            {
                "check": "probable_steps", "country": "KHM", "year": "2002", "reason": "seen", "source": "the page",
                "review_after": "2026-01-01",
            },
        ),
    ),
]  # fmt: skip
