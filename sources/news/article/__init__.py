"""Parsing of one news page: from its bytes to the text of the article and its metadata."""
