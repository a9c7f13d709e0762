"""Which checks there are, which block, and what they declare."""

import pytest

from warehouse.quality.checks import news
from warehouse.quality.registry import all_checks, checks_across_tables, checks_of_table
from warehouse.tables import TABLES

BLOCKING = (
    "replaced_characters_counted"
    " pages_accounted_for something_read quarantine_share good_pages_kept text_in_sections rows_as_read"
    " sequences_without_gaps editions_agree_with_pages edition_dates_fit panel_agrees records_from_pages_read"
    " origins_fit_home printed_names_fit names_of_one_country sightings_evidence tiers_as_printed"
    " recommendations_evidence text_encoding_of_editions no_navigation_text_in_editions editions_not_stale"
    " tier_totals placements_as_recorded sightings_conflict superseded_pages_agree watch_list_from_2004"
    " watch_list_clock statistics_evidence policy_or_pattern_on_tier_3 news_accounted_for claims_checked rows_kept"
    " recurrence_follows_texts placements_follow_sightings editions_follow_pages claim_checks_follow_record"
    " panel_follows_tables"
).split()
"""The checks whose failure keeps a release from being published, beside those that follow from declarations."""

WARNINGS = (
    "characters_replaced article_characters_replaced"
    " sources_fresh countries_resolved pages_of_known_reports encodings_as_declared editions_complete editions_not_over"
    " human_rights_sections_present narratives_whole headings_known titles_name_their_year reports_name_their_country"
    " statistics_values_printed text_encoding no_navigation_text no_part_twice no_part_cut_short reports_not_stale"
    " one_page_a_country tier_totals_unsure placements_beyond_record sightings_agree waivers_stated probable_steps"
    " return_after_downgrade verdicts_fit_history statistics_against_edition_before statistics_parts_within_totals"
    " statistics_measures_named world_is_sum_of_regions convictions_below_prosecutions regions_whole"
    " worldwide_restated worldwide_magnitude news_dated words_kept same_pages_same_rows reference_kept exceptions_due"
    " exceptions_used pages_rejected tiers_in_doubt captures_decided captures_whole capture_decisions_archived"
    " verdict_corrections_used numbers_accounted_for statistics_zero_beside_figure statistics_types_within_totals"
    " figures_follow_edition_before"
).split()


def test_each_check_is_listed_as_blocking_or_as_a_warning() -> None:
    kinds = {check.name: (check.severity, check.blocking) for check in all_checks().values() if "__" not in check.name}
    assert kinds == dict.fromkeys(BLOCKING, ("error", True)) | dict.fromkeys(WARNINGS, ("warning", False))


def test_the_declaration_of_every_table_of_a_release_is_checked_and_blocks() -> None:
    declared = {check.name: (check.severity, check.blocking) for check in all_checks().values() if "__" in check.name}
    tables = [table for table in TABLES.values() if table.in_identity]
    names = [f"{table.name}__{kind}" for table in tables for kind in ("schema", "key", "rows")]
    names += [f"{table.name}__references" for table in tables if table.foreign_keys]
    assert declared == dict.fromkeys(names, ("error", True))


def test_checks_declare_the_release_and_facts_that_they_read() -> None:
    checks = all_checks().values()
    against = {check.name for check in checks if check.against_release}
    assert against == {"good_pages_kept", "rows_kept", "words_kept", "same_pages_same_rows", "reference_kept"}
    facts = {check.name: check.facts for check in checks if check.facts}
    assert facts == {
        "pages_accounted_for": ("captures",),
        "rows_as_read": ("counts",),
        "rows_kept": ("forgotten",),
        "sources_fresh": ("hosts",),
        "origins_fit_home": ("kind",),
        "news_accounted_for": ("news",),
        "editions_follow_pages": ("references",),
        "exceptions_due": ("today",),
        "capture_decisions_archived": ("unarchived_decisions",),
    }
    assert {check.name for check in checks if check.reads_clock} == {"sources_fresh", "exceptions_due"}


def test_every_check_is_of_one_table_or_of_several() -> None:
    alone = {table: {check.name for check in checks_of_table(table)} for table in TABLES}
    assert alone["countries"] == {"countries__schema", "countries__key", "countries__rows", "names_of_one_country"}
    assert alone["quality_results"] == set()
    several = {check.name for check in checks_across_tables()}
    assert {"good_pages_kept", "pages__references", "printed_names_fit"} <= several  # of two tables and more
    assert sum(map(len, alone.values())) + len(several) == len(all_checks())
    assert set().union(*alone.values()) | several == all_checks().keys()


def test_two_checks_with_one_name_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    all_checks.cache_clear()
    monkeypatch.setattr(news, "CHECKS", (*news.CHECKS, *news.CHECKS))
    with pytest.raises(ValueError, match="two checks have one name"):
        all_checks()
    monkeypatch.undo()
    assert "news_dated" in all_checks()
