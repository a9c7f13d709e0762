"""Captures that repeat: which of them could be removed without any effect on which capture of a page is in use.

A capture repeats where the one before and the one after it have the same content. The choice of the capture in use
(`capture_in_use`) compares contents and takes the first or the last capture of a row of equal ones, so those between
have no influence on it, now or after any later capture. What repeats is not the bytes but what was read from them: a
page whose banner changes every day repeats. A page with a decision of a person keeps all its captures, because a
decision divides the row at its time.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from sources.archive.capture import Entry
from sources.archive.capture_in_use import Readable
from sources.archive.stored import StoredCapture


def repeats(
    captures: Iterable[StoredCapture], read: Callable[[StoredCapture], Readable], may_go: Callable[[Entry], bool]
) -> Iterator[StoredCapture]:
    """The captures of one page that repeat.

    Args:
        captures: all captures of the page in any order.
        read: parses one capture; called only for captures that may go, and for those beside them.
        may_go: whether a capture may be removed at all.
    """
    ordered = sorted(captures, key=lambda capture: (capture.entry.captured_at, capture.entry.digest))
    if any(capture.decision is not None for capture in ordered):
        return
    for before, capture, after in zip(ordered, ordered[1:], ordered[2:], strict=False):
        if may_go(capture.entry) and _are_equal((before, capture, after), read):
            yield capture


def _are_equal(captures: Sequence[StoredCapture], read: Callable[[StoredCapture], Readable]) -> bool:
    """Whether captures are whole, could be read, and have the same content."""
    if any(capture.entry.damage is not None for capture in captures):
        return False
    parsed = [read(capture) for capture in captures]
    said = {(each.content, each.parts, each.words) for each in parsed}
    return all(each.is_good for each in parsed) and len(said) == 1
