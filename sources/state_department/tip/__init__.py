"""Readers of the Trafficking in Persons Report: blocks of a page to rows."""
