"""Pages come into the archive: from the web and from WARC files."""
