"""Boxes and captions that interrupt a narrative: a victim's story, a photograph's legend. They are no narrative.

Most of them cannot be told by markup that is known, so that four signs are looked at: what the layout marks as standing
beside the text; rows of a table; the words of a caption or of a box's title; and, in the editions that interrupt
narratives with stories, a whole paragraph set in italics or bold.
"""

import re
from typing import Final

from sources.html.blocks import ASIDE, Block

_LAST_WITH_STORIES: Final = 2012
_LONGEST_TITLE: Final = 120  # characters
_CAPTION: Final = re.compile(
    r"^\W{0,2}(?:photo(?:graph)?s?\b[^.]{0,40}?[:–—-]|photo (?:by|credit|courtesy)\b|caption:)", re.IGNORECASE
)
_TITLE: Final = re.compile(
    r"^(?:trafficking )?(?:victims?|survivors?)(?:['’]s?)? (?:stor(?:y|ies)|profiles?|testimon(?:y|ies)|voices?)\b"
    r"(?:\W*$|\s*[:–—-]\s*\S.{0,80}$)"
    r"|^(?:case study|commentary|best practices?)\W*$",
    re.IGNORECASE,
)


class Boxes:
    """Tells the blocks of a narrative that stand beside it.

    Attributes:
        is_new: whether the block last asked about begins a box.
    """

    def __init__(self, year: int) -> None:
        self.is_new = False
        self._stories = year <= _LAST_WITH_STORIES
        self._inside = False
        self._left = 0
        self._title = ""

    def title_of(self, block: Block) -> str | None:
        """The title of the box a block belongs to, empty where it has none; None for a block of the narrative.

        A box that only its title marks is one paragraph long, or as many as follow it in italics or bold.
        """
        if not self._is_beside(block):
            self._inside = False
            return None
        self.is_new = not self._inside
        self._inside = True
        if self.is_new:
            self._title = block.text if len(block.text) <= _LONGEST_TITLE and _TITLE.match(block.text) else ""
        return self._title

    def _is_beside(self, block: Block) -> bool:
        if _is_title(block):
            self._inside = False  # another box, even right behind one
            self._left = 1
            return True
        left, self._left = self._left, 0
        if block.role == ASIDE or block.kind == "table_row" or _CAPTION.match(block.text):
            return True
        if block.kind != "paragraph":
            return False
        emphasised = len(block.text) > _LONGEST_TITLE and block.lead == block.text
        return bool(left) or (emphasised and (self._stories or self._inside))


def _is_title(block: Block) -> bool:
    apart = block.kind == "heading" or block.lead == block.text
    return apart and len(block.text) <= _LONGEST_TITLE and _TITLE.match(block.text) is not None
