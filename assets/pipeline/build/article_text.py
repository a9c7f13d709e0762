"""Whether releases hold the text of news articles: others' work, which a release carries only where someone says so."""

import os
from collections.abc import Mapping
from typing import Final

VARIABLE: Final = "TIP_PUBLISH_ARTICLE_TEXT"
_ON: Final = frozenset(("1", "true", "yes", "on"))
_OFF: Final = frozenset(("", "0", "false", "no", "off"))


def publishes_article_text(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the text of articles goes into the release; off unless switched on.

    Raises:
        ValueError: the variable says neither.
    """
    said = environment.get(VARIABLE, "").strip().casefold()
    if said not in _ON | _OFF:
        raise ValueError(f"{VARIABLE}={said}: say 1 to put the text of articles into releases, or 0")
    return said in _ON
