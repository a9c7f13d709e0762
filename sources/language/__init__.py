"""English text, for report and news readers: sentences, words, numbers, tiers, countries, repair of PDF text."""
