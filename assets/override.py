"""Publishing in spite of the gate, for a stated reason that stays with the release."""

from assets.home import Home
from assets.judging import judge_home
from assets.makers import MAKERS
from warehouse.quality.registry import all_rules, group_of
from warehouse.release.publish import Published, publish


def publish_in_spite(home: Home, reason: str) -> Published:
    """Publishes what is staged although blocking checks fail.

    Dagster makes and judges nothing downstream of a failed check: what it left is made and judged here, so that the
    release holds all tables and a verdict of every check.

    Args:
        home: the home, held for writing.
        reason: why; it may not be empty, and the manifest keeps it with the names of the failing checks.

    Raises:
        RefusedError: what is staged is not whole.
        ValueError: the reason is empty.
    """
    for make in MAKERS.values():
        make(home)
    for group in sorted({group_of(rule) for rule in all_rules().values()}):
        judge_home(home, group)
    return publish(home.staging, home.shelf, kind=home.kind or "real", override=reason)
