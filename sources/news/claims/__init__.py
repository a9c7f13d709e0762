"""Checkable statements of newspapers about the report: placements, changes, streaks, numbers, waivers, forecasts.

The order of work for each sentence: find countries and tiers; drop definitions; cut into clauses; say for each tier
whose it is, in which edition, and whether it is asserted; then the numbers.
"""
