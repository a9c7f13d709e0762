"""Arguments of the command line as text."""

import os


def unicode_text(argument: str) -> str:
    """An argument as it was typed: in a locale without UTF-8, Python decodes the bytes of accents as other characters.

    A path must stay as Python decoded it, because the same bytes name the file.
    """
    try:
        return os.fsencode(argument).decode("utf-8")
    except UnicodeError:
        return argument
