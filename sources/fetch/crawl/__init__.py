"""One run of fetching: the crawl, its report, and its dry run."""
