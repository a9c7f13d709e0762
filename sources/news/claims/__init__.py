"""Claims of newspapers about the report: placements, changes, streaks, numbers, waivers, forecasts.

The steps for each sentence: find countries and tiers, remove definitions of tiers, split the sentence into clauses,
assign countries, edition and mood to each tier, then read the numbers.

Where a new phrase belongs:

| module | kind of phrase |
|---|---|
| `tier_words` | names of a tier: by number, `watch list`, `blacklist`, `the lowest ranking`; other lists to ignore |
| `years` | years and editions: `last year`, `the 2010 report`, `from 2008 to 2010` |
| `prepared_sentence` | enumerations of countries (`A, B and C`), clause boundaries, relative clauses |
| `cues` | verbs of a placement or a change, negation, wish, forecast, number of consecutive years |
| `owners` | word order between countries and a tier, pronouns (`it`, `the three countries`) |
| `statements` | former tiers (`from Tier 3`), `respectively`, phrases that end or continue an expectation |
| `placements` | history (`had been on`), `since 2015`, `again`, `returned to` |
| `changes` | waivers, and changes without a tier: `A was upgraded`, `removed B` |
| `counts` | numbers of one country: prosecutions, convictions, victims, `tripled` |
| `world` | numbers of the whole report or the whole world |
| `attribution` | sources of a statement: the report, an official, others; drafts and interim assessments |
| `other_languages` | all of these for placements in Spanish, Portuguese and French |
| `reader` | lists of countries under a heading, definitions below it, topic of the article |
"""
