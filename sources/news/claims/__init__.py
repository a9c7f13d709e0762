"""Claims of newspapers about the report: placements, changes, streaks, numbers, waivers, forecasts.

The steps for each sentence: find countries and tiers, remove definitions of tiers, split the sentence into clauses,
assign countries, edition and mood to each tier, then read the numbers.

`docs/news.md` lists which module has which phrases.
"""
