"""Boxes and captions that interrupt a narrative, such as a victim's story or a photo caption.

Known markup identifies few of them. So four signs are used: the role `aside` of the layout; rows of a table; the words
of a caption or of a box title; and, in the editions that print victims' stories, a whole paragraph in italics or bold.
A new caption or box title belongs into the patterns of this module.
"""

import re
from typing import Final

from sources.html.blocks import ASIDE, Block

_LAST_WITH_STORIES: Final = 2012
_LONGEST_TITLE_CHARACTERS: Final = 120
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
    """Identifies the blocks of boxes and captions; blocks are passed in their order.

    Attributes:
        is_new: whether the last block begins a box.
    """

    def __init__(self, year: int) -> None:
        self.is_new = False
        self._stories = year <= _LAST_WITH_STORIES
        self._inside = False
        self._blocks_left = 0
        self._title = ""

    def title_of(self, block: Block) -> str | None:
        """The title of a block's box, empty if the box has none; None for a block of the narrative.

        A box that has only a title as its sign ends after one paragraph, or after the paragraphs in italics or bold.
        """
        if not self._is_in_box(block):
            self._inside = False
            return None
        self.is_new = not self._inside
        self._inside = True
        if self.is_new:
            self._title = (
                block.text if len(block.text) <= _LONGEST_TITLE_CHARACTERS and _TITLE.match(block.text) else ""
            )
        return self._title

    def _is_in_box(self, block: Block) -> bool:
        if _is_title(block):
            self._inside = False  # a new box begins, even right after another
            self._blocks_left = 1
            return True
        left, self._blocks_left = self._blocks_left, 0
        if block.role == ASIDE or block.kind == "table_row" or _CAPTION.match(block.text):
            return True
        if block.kind != "paragraph":
            return False
        emphasised = len(block.text) > _LONGEST_TITLE_CHARACTERS and block.lead == block.text
        return bool(left) or (emphasised and (self._stories or self._inside))


def _is_title(block: Block) -> bool:
    apart = block.kind == "heading" or block.lead == block.text
    return apart and len(block.text) <= _LONGEST_TITLE_CHARACTERS and _TITLE.match(block.text) is not None
