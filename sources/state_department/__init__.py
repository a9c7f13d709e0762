"""Readers of State Department report pages.

A page passes through the subpackages in this order: `layouts` (markup to blocks), `identity` (family, edition and
country), then the reader of its kind in `sections`, `tiers`, `lists_and_tables` and `statistics`. `readers` assigns a
reader to each kind of page, `pages` reads one capture, `editions` reads all captures of one edition.

Where a new phrase belongs:
    the markup of a page: `layouts`
    a report's name or release date on a page: `identity/self_description`
    a heading of the human rights report: `data/human_rights_headings.csv`, `sections/human_rights_headings`
    a heading of the religious freedom report: `data/religious_freedom_headings.csv`, `sections/religious_freedom`
    a heading of a TIP narrative: `data/tip_headings.csv`, `sections/narrative_headings`
    a box or caption in a narrative: `sections/narrative_boxes`
    a spelling of a tier: `sources/language/tiers`
    a line that names only a tier: `tiers/tier_label`
    the wording of a verdict: `tiers/verdict_phrases`
    a verb, noun or unit of a count: `sources/language/data/lexicon.csv`, see `statistics`
    a statutory list or a column of a law enforcement table: `lists_and_tables`
"""
