"""Small readers of English that report and news readers share: sentences, words, numbers, repair of recovered text."""
