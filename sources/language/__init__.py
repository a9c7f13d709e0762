"""English text, for report and news readers: sentences, words, numbers, tiers, countries, repair of PDF text.

The words are rows of the files in `data`; `word_lists` reads those that are lists of words by class.
"""
