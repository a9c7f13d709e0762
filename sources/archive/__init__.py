"""The page archive: exact bytes in WARC files, an index by URL, capture time and digest."""
