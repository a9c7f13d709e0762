"""Polite fetching of pages: wanted pages, pace, requests, outcomes, stored state and the crawl."""
