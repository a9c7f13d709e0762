"""Partitions: the edition year. Countries partition what is stored, not what is orchestrated.

The years grow by themselves: on New Year's Day the new edition year is there.
"""

import dagster as dg

edition_years = dg.TimeWindowPartitionsDefinition(
    start="2001", cron_schedule="0 0 1 1 *", fmt="%Y", end_offset=1, timezone="UTC"
)
