"""Words that say what a day on a page is: rows of `data/labels.csv`.

`role` is `published`, `modified`, or `other` for a day of something else. A `*` stands for any ending.
"""

import re
from functools import cache
from typing import Final

from sources.news.article.dates.candidate import Role
from sources.reference.data import rows

_OTHER: Final = "other"


def role_before(text: str) -> Role | None:
    """What the text before a day says of it, by the nearest label; None where the day belongs to something else."""
    label = None
    for label in _labels().finditer(text):  # noqa: B007  (the last one counts)
        pass
    if label is None:
        return Role.UNKNOWN
    return None if label.lastgroup == _OTHER else Role(label.lastgroup or Role.UNKNOWN)


@cache
def _labels() -> re.Pattern[str]:
    """All labels as one expression with a group for each role."""
    words: dict[str, list[str]] = {}
    for row in sorted(rows("labels.csv", package="sources.news.article.dates"), key=lambda row: -len(row["words"])):
        form = re.escape(row["words"]).replace(r"\ ", r"\s").replace(r"\*", r"\w*")
        words.setdefault(row["role"], []).append(form)
    groups = "|".join(f"(?P<{role}>{'|'.join(forms)})" for role, forms in sorted(words.items()))
    return re.compile(rf"(?<!\w)(?:{groups})(?!\w)", re.IGNORECASE)
