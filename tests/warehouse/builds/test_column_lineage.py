"""Every column says which columns of other tables it comes from, and these exist."""

from warehouse.builds.registry import all_builds
from warehouse.tables import TABLES, TIER_RECORD


def test_lineage_names_columns_that_are_read() -> None:
    for build in all_builds().values():
        assert set(build.columns_from) <= set(build.table.columns)
        for sources in build.column_lineage.values():
            for table, column in sources:
                assert table in build.tables, f"{build.name} does not read {table}"
                assert column in {**TABLES, TIER_RECORD.name: TIER_RECORD}[table].columns


def test_every_column_of_the_panel_has_a_source() -> None:
    build = all_builds()["country_years"]
    assert [column for column in build.table.columns if column not in build.column_lineage] == []
    assert build.column_lineage["country_name"] == (("countries", "name"),)
    assert build.column_lineage["change"] == (("tier_placements", "change"),)
