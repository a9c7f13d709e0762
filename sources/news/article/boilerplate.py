"""Removal of boilerplate from article text: menus, share buttons, notices, comment forms, other headlines.

The input is lines of text, one paragraph per line, from markup or from a plain text dump. The rules name no site: they
match the boilerplate that all sites print.
"""

import re
from typing import Final, NamedTuple

from sources.news.article.wrapped_lines import separated, unwrapped

_NOTICE: Final = re.compile(
    r"""^[\W_]{0,4}(?:
    (?:order\ reprints|print(?:\ (?:this\ )?(?:article|page|story))?|e-?mail(?:\ (?:this|article))?|share|tweet|save
      |comments?|tags?
      |advertisement|advert|sponsored|promoted|menu|search(?:\ form)?|log\ ?in|sign\ (?:in|up)|register|subscribe
      |skip\ to\ .{1,30}|follow\ us(?:\ on.{0,30})?|thank\ you|related|trending|newsletter|reuse\ content|permalink
      |read\ more|more|also\ read|watch|listen|photos?|videos?|gallery|previous|next|back\ to\ top
      |home|close)[\W_]{0,4}$
    |(?:©|\(c\)|copyright\b).{0,200}$
    |.{0,120}\ball\ rights\ reserved\b.{0,200}$
    |this\ copy\ is\ for\ your\ personal
    |login\ -\ register
    |.{0,20}\blog\ ?in\ (?:or|and|/)\ register\b
    |an\ error\ has\ occurred
    |this\ article\ has\ been\ sent
    |(?:like|enjoy(?:ed)?)\ this\ (?:story|article)\b
    |share\ (?:this|on|via|it)\b.{0,60}$
    |(?:please\ )?(?:sign\ up|subscribe|register)\ (?:to|for|here|now|today)\b.{0,160}$
    |follow\ (?:us|him|her|@).{0,80}$
    |(?:also\ on|read\ more|read\ also|also\ read|see\ also|more\ on\ this
       |click\ here|tell\ us\ what\ you)\b.{0,160}$
    |related(?:\ (?:articles?|stories|news|links|coverage|topics))?\ ?[:|–—-].{0,160}$
    |related\ (?:articles?|stories|news|links|coverage|topics)[\W_]{0,4}$
    |write\ to\ .{0,60}@\S+$
    |get\ .{0,60}\b(?:newsletter|delivered|inbox|app)\b.{0,160}$
    |https?://\S+$
    |\[button\b
    |(?:image|photo|picture)(?:\ (?:credit|copyright|caption))?\s*[:©].{0,160}$
    |logo\ of\b.{0,120}$
    |(?:first\ )?(?:published|updated|posted|last\ modified)\s*(?:on|at|:).{0,80}$
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_ARTICLE_END: Final = re.compile(
    r"""^[\W_]{0,4}(?:
    (?:please,?\ )?log\ ?in\ or\ register\ to\ (?:post|leave|add)
    |(?:post|leave|add|write)\ (?:a|your)\ (?:comment|reply)
    |\d{0,4}\ ?comments?\s*(?:\(\d+\))?[\W_]{0,3}$
    )""",
    re.IGNORECASE | re.VERBOSE,
)
"""Beginnings of the comment form, after which no article goes on."""
_OTHER_HEADLINES: Final = re.compile(
    r"""^[\W_]{0,4}(?:
    (?:latest|related|recommended|popular|trending|featured|top|other|more|most)\ 
       (?:videos?|news|stories|articles?|headlines|posts?|topics|read|viewed|popular|from|in|links|contents?)\b.{0,40}$
    |you\ (?:may|might)\ (?:also\ )?(?:like|be\ interested)
    |about\ the\ author
    |recommended(?:\ for\ you)?[\W_]{0,4}$
    |trending\ now
    |share\ this
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_SENTENCE_END: Final = re.compile(r"[.!?…:;][\"'”’»)\]]{0,3}$")
_MAX_HEADING: Final = 80
"""Characters of the longest heading over comments or other articles."""
_LINES_AFTER: Final = 4
"""Lines after a heading that show what it heads."""
_LABELS_SHARE: Final = 0.7
_LABEL_WORDS: Final = 12
_SENTENCE_WORDS: Final = 4
"""Fewest words of a line with the end of a sentence that counts as a sentence."""
_PROSE_WORDS: Final = 30
"""Fewest words of a line without the end of a sentence that counts as a paragraph."""


class Trimmed(NamedTuple):
    """Text without boilerplate, and the headline found above the text of a dump."""

    text: str
    title: str | None


def trim_article(text: str, title: str | None) -> str:
    """Text extracted from markup, without the headline and the notices that extraction left in."""
    lines = unwrapped([line.strip() for line in text.split("\n")])
    paragraphs = [separated(line) for line in lines if not _NOTICE.match(line) and not _is_heading_of_others(line)]
    if _is_mostly_labels(paragraphs):
        paragraphs = [line for line in paragraphs if is_prose(line)]
    while paragraphs and title and _is_same_text(paragraphs[0], title):
        paragraphs.pop(0)
    return "\n".join(paragraphs)


def trim_dump(text: str) -> Trimmed:
    """The paragraphs of an article saved as plain text, one per line, and its headline.

    The article begins with the first paragraph of prose. It ends at the comment form or at other headlines. A file that
    contains only an article loses only its headline. A file without prose is kept whole.
    """
    lines = unwrapped([line.strip() for line in text.replace("\x00", "").splitlines()])
    start = next((place for place, line in enumerate(lines) if is_prose(line)), None)
    title = _headline(lines[:start]) if start is not None else None
    start = start or 0
    body: list[str] = []
    for place, line in enumerate(lines[start:], start):
        if _ends_article(lines, place):
            break
        is_notice = _NOTICE.match(line) is not None or _is_heading_of_others(line)
        if not is_notice and not (title and _is_same_text(line, title)):
            body.append(separated(line))
    return Trimmed("\n".join(body), title)


def _ends_article(lines: list[str], place: int) -> bool:
    """Whether the article ends before a line: at the comment form, or at a heading that only headlines follow.

    A line `Related news` inside an article is followed by its next paragraph.
    """
    line = lines[place]
    if len(line) >= _MAX_HEADING:
        return False
    if _ARTICLE_END.match(line):
        return True
    if not _is_heading_of_others(line):
        return False
    following = lines[place + 1 : place + 1 + _LINES_AFTER]
    prose = sum(1 for after in following if is_prose(after) and not _ARTICLE_END.match(after))
    return 2 * prose <= len(following)


def _is_heading_of_others(line: str) -> bool:
    """Whether a line is a heading over other articles, and no sentence."""
    return len(line) < _MAX_HEADING and _OTHER_HEADLINES.match(line) is not None and _is_label(line)


def is_prose(line: str) -> bool:
    """Whether a line is a paragraph of running text rather than a headline, a label or a notice."""
    words = len(line.split())
    if words < _SENTENCE_WORDS or _NOTICE.match(line):
        return False
    return words >= _PROSE_WORDS or _SENTENCE_END.search(line) is not None


def _is_label(line: str) -> bool:
    return len(line.split()) < _LABEL_WORDS and _SENTENCE_END.search(line) is None


def _is_mostly_labels(lines: list[str]) -> bool:
    """Whether the lines are the menus of a page rather than its text."""
    return len(lines) > 30 and sum(map(_is_label, lines)) > _LABELS_SHARE * len(lines)


def _headline(lines: list[str]) -> str | None:
    """The last line above the text that has several words and is not a notice."""
    candidates = [line for line in lines if len(line.split()) > 1 and not _NOTICE.match(line)]
    return candidates[-1] if candidates else None


def _is_same_text(line: str, title: str) -> bool:
    def letters(text: str) -> str:
        return "".join(character for character in text.casefold() if character.isalnum())

    return letters(line) == letters(title)
