"""The analyst's kit: macros and views of the DuckDB file, each declared once with its description and an example.

The DuckDB file, the dictionary and the docs show them. A definition reads only tables of the release and definitions
before it, and no query has a WITH clause, which DuckDB 1.4 loses in a stored macro.
"""
# ruff: noqa: S608 - the queries are put together from names of this package

from dataclasses import dataclass
from typing import Final

from warehouse.catalog.coverage import COVERAGE_SQL


@dataclass(frozen=True)
class Definition:
    """A macro or a view.

    Attributes:
        name: its name.
        parameters: the names of the parameters of a macro; None for a view.
        needs_tables: whether it reads tables of the file; otherwise it reads files of a release.
        sql: the query.
        meaning: what its rows are.
        example: a whole statement that uses it.
    """

    name: str
    sql: str
    meaning: str
    example: str
    parameters: tuple[str, ...] | None = None
    needs_tables: bool = True

    @property
    def comment(self) -> str:
        """The description in the DuckDB file and in the dictionary."""
        return f"{self.meaning}: {self.example}"

    def statements(self) -> tuple[str, str]:
        """The statements that create and describe it."""
        comment = "'" + self.comment.replace("'", "''") + "'"
        if self.parameters is None:
            return f"CREATE VIEW {self.name} AS {self.sql}", f"COMMENT ON VIEW {self.name} IS {comment}"
        given = ", ".join(self.parameters)
        return (
            f"CREATE MACRO {self.name}({given}) AS TABLE {self.sql}",
            f"COMMENT ON MACRO TABLE {self.name} IS {comment}",
        )


_IN_ACCORD: Final = "('exact', 'rounded', 'not_checkable')"
_TOTALS: Final = "scope = 'total' AND certainty <> 'doubtful' AND trafficking_type = 'all'"

DEFINITIONS: Final = (
    Definition(
        "partitions",
        "SELECT country, year, * EXCLUDE (country, year)"
        " FROM read_parquet(release_folder || '/tables/' || table_name || '/**/*.parquet',"
        " hive_partitioning = true, hive_types = {country: VARCHAR, year: SMALLINT})",
        "Partitions of a table, typed like the table",
        "SELECT * FROM partitions('/path/to/release', 'pages')",
        ("release_folder", "table_name"),
        needs_tables=False,
    ),
    Definition(
        "coverage",
        COVERAGE_SQL,
        "Whether a table without rows for an edition is empty or not loaded, by table and year, and by country where"
        " pages of countries are read: status is rows, empty (read, and it states none), rejected or not_loaded",
        "SELECT year, status FROM coverage WHERE table_name = 'recommendations' AND country = 'KHM' ORDER BY year",
    ),
    Definition(
        "tier_history",
        "SELECT e.year, p.tier, p.tier_rank, p.change, p.watch_list_run, p.waiver_stated, p.agreement,"
        " CASE WHEN p.tier IS NOT NULL THEN 'placed' WHEN e.list_held THEN 'not_in_edition' ELSE 'not_loaded' END"
        " AS status, p.source_url FROM editions e LEFT JOIN tier_placements p ON p.year = e.year AND p.country = code"
        " WHERE e.family = 'tip' ORDER BY e.year",
        "Tiers of a country in every edition; status tells an edition without the country from one that is not loaded",
        "SELECT * FROM tier_history('KHM')",
        ("code",),
    ),
    Definition(
        "figures_of",
        "SELECT c.year, CASE WHEN own.year IS NULL AND c.status IN ('rows', 'empty') THEN 'none_read'"
        " WHEN own.year IS NULL THEN c.status WHEN own.value IS NULL THEN 'not_reported' ELSE 'stated' END AS status,"
        " own.period_year, own.value, own.value_high, own.qualifier, own.unit, own.certainty,"
        " later.value AS newest_value, later.edition AS newest_edition, own.sentence,"
        " later.sentence AS newest_sentence, own.source_url FROM coverage c"
        " LEFT JOIN (SELECT * FROM enforcement_statistics WHERE country = code AND measure = which"
        f" AND role = 'current' AND {_TOTALS}) own ON own.year = c.year"
        " LEFT JOIN (SELECT period_year, unit, arg_max(value, year) AS value, max(year) AS edition,"
        " arg_max(sentence, year) AS sentence FROM enforcement_statistics WHERE country = code AND measure = which"
        f" AND role = 'comparison' AND {_TOTALS} GROUP BY period_year, unit) later"
        " ON later.period_year = own.period_year AND later.unit = own.unit AND later.edition > own.year"
        " WHERE c.table_name = 'enforcement_statistics' AND c.country = code"
        " ORDER BY c.year, own.position, own.ordinal",
        "Totals that each edition states for its own period, with the newest figure that a later edition gives for it;"
        " a stated zero is 0; status is stated, not_reported (the report says so), none_read (a narrative is held, but"
        " no such total was read from it), rejected or not_loaded",
        "SELECT * FROM figures_of('KHM', 'prosecutions')",
        ("code", "which"),
    ),
    Definition(
        "convictions",
        "FROM figures_of(code, 'convictions')",
        "Convictions by edition, with the sentence and the newest restatement; see figures_of",
        "SELECT * FROM convictions('KHM')",
        ("code",),
    ),
    Definition(
        "claims_against_record",
        "SELECT k.country, k.year AS edition, a.publisher, a.published, n.claim_kind, n.measure, n.value, k.relation,"
        " k.official_value, k.explanation, n.sentence, k.official_sentence, a.url, k.official_url, n.claim_id,"
        " a.article_id, a.original_id FROM claim_checks k JOIN news_claims n USING (country, year, claim_id)"
        " JOIN news_articles a USING (article_id)",
        "Every claim of the news with its article, its verdict and the official sentence",
        "SELECT publisher, sentence, relation FROM claims_against_record WHERE country = 'KHM'",
    ),
    Definition(
        "claims_in_conflict",
        f"FROM claims_against_record WHERE relation NOT IN {_IN_ACCORD} ORDER BY edition, country, claim_id",
        "Claims of the news that the record does not bear out",
        "SELECT country, edition, publisher, relation, explanation FROM claims_in_conflict()",
        (),
    ),
    Definition(
        "waivers_called_upgrades",
        "SELECT c.publisher, c.country, c.edition, c.published, c.sentence, c.url FROM claims_against_record c"
        " JOIN tier_placements p ON p.country = c.country AND p.year = c.edition"
        " WHERE c.claim_kind = 'tier_change' AND c.value = 'upgraded' AND p.waiver_stated"
        " AND p.change IS DISTINCT FROM 'upgraded' ORDER BY c.edition, c.country, c.publisher",
        "Claims of an upgrade where a waiver kept the country on the Watch List",
        "SELECT publisher, country, edition FROM waivers_called_upgrades",
    ),
    Definition(
        "upgraded_in",
        "SELECT country, country_name, previous_tier, tier FROM country_years"
        " WHERE year = edition AND change = 'upgraded' ORDER BY country",
        "Countries that an edition upgraded",
        "SELECT * FROM upgraded_in(2014)",
        ("edition",),
    ),
    Definition(
        "downgraded_in",
        "SELECT country, country_name, previous_tier, tier FROM country_years"
        " WHERE year = edition AND change = 'downgraded' ORDER BY country",
        "Countries that an edition downgraded",
        "SELECT * FROM downgraded_in(2014)",
        ("edition",),
    ),
    Definition(
        "never_back",
        "SELECT f.country, any_value(c.name) AS country_name,"
        " ['1', '2', '2WL', '3'][any_value(f.rank_before)] AS tier_before, any_value(d.tier) AS tier,"
        " ['1', '2', '2WL', '3'][min(l.tier_rank)] AS best_since, arg_max(l.tier, l.year) AS newest_tier,"
        " max(l.year) AS newest_edition, count(l.year) AS editions_since"
        " FROM (SELECT country, array_position(['1', '2', '2WL', '3'], previous_tier) AS rank_before"
        " FROM tier_placements WHERE year = edition AND change = 'downgraded') f"
        " JOIN countries c ON c.country = f.country"
        " JOIN tier_placements d ON d.country = f.country AND d.year = edition"
        " LEFT JOIN tier_placements l ON l.country = f.country AND l.year > edition GROUP BY f.country"
        " HAVING coalesce(min(l.tier_rank), 9) > any_value(f.rank_before) ORDER BY f.country",
        "Countries that an edition downgraded and that no later edition held places on the tier of before or a better"
        " one",
        "SELECT * FROM never_back(2014)",
        ("edition",),
    ),
    Definition(
        "tier_means",
        "SELECT year, coalesce(region, 'none') AS region, count(tier_rank) AS countries,"
        " round(avg(tier_rank), 2) AS mean_rank FROM tier_placements GROUP BY ALL ORDER BY year, region",
        "Mean rank of the tiers by region and edition with the number of ranked countries; regions as of today",
        "SELECT * FROM tier_means WHERE region = 'EAP'",
    ),
    Definition(
        "movements",
        "SELECT year, change, coalesce(previous_tier, '-') AS from_tier, tier AS to_tier, count(*) AS countries,"
        " string_agg(country, ' ' ORDER BY country) AS codes FROM tier_placements"
        " WHERE change IS NOT NULL AND change <> 'unchanged' GROUP BY ALL ORDER BY year, change, from_tier, to_tier",
        "Countries that moved from tier to tier, by edition",
        "SELECT * FROM movements WHERE year = 2014",
    ),
    Definition(
        "recommendation_chains",
        "SELECT chain, any_value(country) AS country, min(year) AS first_year, max(year) AS last_year,"
        " max(chain_length) AS editions, arg_max(text, (year, -position)) AS newest_text FROM recommendations"
        " GROUP BY chain ORDER BY editions DESC, country, first_year, chain",
        "Chains of repeated recommendations, the longest first",
        "SELECT * FROM recommendation_chains LIMIT 10",
    ),
    Definition(
        "chain_texts",
        "SELECT country, year, position, chain_length, text, source_url FROM recommendations WHERE chain = chain_id"
        " ORDER BY year, position",
        "Wordings of one chain of recommendations through the editions",
        "SELECT year, text FROM chain_texts((SELECT chain FROM recommendation_chains LIMIT 1))",
        ("chain_id",),
    ),
    Definition(
        "listed_countries",
        "SELECT c.year, CASE WHEN count(s.country) > 0 THEN 'rows'"
        " WHEN c.year < CASE any_value(which) WHEN 'cspa' THEN 2010 ELSE 2020 END THEN 'no_such_list'"
        " WHEN c.status = 'rejected' THEN 'rejected' ELSE 'not_loaded' END AS status, count(s.country) AS countries,"
        " string_agg(s.printed, ', ' ORDER BY s.printed)"
        " AS names FROM coverage c LEFT JOIN statutory_lists s ON s.year = c.year AND s.list = which"
        " WHERE c.table_name = 'statutory_lists' GROUP BY c.year, c.status ORDER BY c.year",
        "Countries on a statutory list (cspa, from 2010, or policy_or_pattern, from 2020) by edition; a list that was"
        " read has countries",
        "SELECT * FROM listed_countries('cspa')",
        ("which",),
    ),
    Definition(
        "world_figures",
        "SELECT data_year, year AS edition, prosecutions, convictions, victims_identified,"
        " year = max(year) OVER (PARTITION BY data_year) AS is_newest FROM global_enforcement WHERE region = 'world'"
        " ORDER BY data_year, edition",
        "World figures with every restatement; is_newest marks the statement of the newest edition held",
        "SELECT * FROM world_figures WHERE is_newest",
    ),
    Definition(
        "sections_of",
        "SELECT position, section, subsection, part, title_printed, words, text"
        " FROM report_sections WHERE country = code AND year = edition ORDER BY family, area, position",
        "Sections of a country's report, in order",
        "SELECT * FROM sections_of('KHM', 2023)",
        ("code", "edition"),
    ),
    Definition(
        "words_by_edition",
        "SELECT year, count(DISTINCT country) AS countries, sum(words)::BIGINT AS words,"
        " (sum(words) // count(DISTINCT country))::BIGINT AS words_per_country"
        " FROM report_sections WHERE family = which GROUP BY year ORDER BY year",
        "Countries and words by edition",
        "SELECT * FROM words_by_edition('human_rights')",
        ("which",),
    ),
    Definition(
        "mentions_by_edition",
        "SELECT year, count(DISTINCT country) AS countries,"
        " sum(len(regexp_extract_all(lower(text), '\\b' || regexp_escape(lower(phrase)) || '\\b')))::BIGINT"
        " AS mentions, sum(words)::BIGINT AS words,"
        " round(10000 * sum(len(regexp_extract_all(lower(text), '\\b' || regexp_escape(lower(phrase)) || '\\b')))"
        " / sum(words), 1) AS per_10000_words FROM report_sections WHERE family = which GROUP BY year ORDER BY year",
        "Mentions of a phrase by edition, in any case of letters; headings do not count",
        "SELECT * FROM mentions_by_edition('human_rights', 'human rights')",
        ("which", "phrase"),
    ),
)
"""Macros and views in the order in which they are created."""
