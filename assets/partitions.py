"""Partitions of the reading assets: the edition year. Countries partition the stored tables, not the assets.

Each New Year adds a partition, one year ahead (`assets.pipeline.read.captures.edition_years` counts the same years).
"""

import dagster as dg

from assets.pipeline.read.captures import FIRST_YEAR

edition_years = dg.TimeWindowPartitionsDefinition(
    start=str(FIRST_YEAR), cron_schedule="0 0 1 1 *", fmt="%Y", end_offset=2, timezone="UTC"
)
