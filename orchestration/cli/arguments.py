"""Arguments of the command line as text."""

import os
from datetime import date

import click


def unicode_text(argument: str) -> str:
    """An argument as it was typed: in a locale without UTF-8, Python decodes the bytes of accents as other characters.

    A path must stay as Python decoded it, because the same bytes name the file.
    """
    try:
        return os.fsencode(argument).decode("utf-8")
    except UnicodeError:
        return argument


def day_argument(option: str, value: str | None) -> date | None:
    """The day of an option.

    Raises:
        click.UsageError: the value is no date.
    """
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise click.UsageError(f"{option} is a date such as 2010-06-15, not {value!r}") from error
