"""Partitions: the edition year. Countries partition what is stored, not what is orchestrated.

The years grow by themselves, one ahead: an edition may be announced before its year begins.
"""

import dagster as dg

edition_years = dg.TimeWindowPartitionsDefinition(
    start="2001", cron_schedule="0 0 1 1 *", fmt="%Y", end_offset=2, timezone="UTC"
)
