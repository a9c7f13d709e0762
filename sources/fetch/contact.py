"""What a contact of a crawl looks like."""

import re
from typing import Final

_CONTACT: Final = re.compile(r"https?://[^\s();<>]{4,200}|[^\s();<>@]{1,64}@[^\s();<>@]{3,190}")


def is_contact(text: str) -> bool:
    """Whether a text is a mail address or a web page that can go into a User-Agent."""
    return _CONTACT.fullmatch(text) is not None
