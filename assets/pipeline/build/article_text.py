"""The switch that puts the text of news articles into releases; the texts are the work of others, so it is off."""

import os
from collections.abc import Mapping
from typing import Final

VARIABLE: Final = "TIP_PUBLISH_ARTICLE_TEXT"
_ON: Final = frozenset(("1", "true", "yes", "on"))
_OFF: Final = frozenset(("", "0", "false", "no", "off"))


def publishes_article_text(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether releases hold the text of articles; off by default.

    Raises:
        ValueError: the variable is neither on nor off.
    """
    value = environment.get(VARIABLE, "").strip().casefold()
    if value not in _ON | _OFF:
        raise ValueError(f"{VARIABLE}={value}: set 1 to put the text of articles into releases, or 0")
    return value in _ON
