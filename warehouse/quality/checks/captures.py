"""Checks on captures: those that wait for a person's decision, those that are not whole, and the decisions."""

from typing import Final

import polars as pl

from warehouse.quality.check import FAILING_SHOWN, Check, CheckContext, Finding
from warehouse.tables.vocabulary import Reason


def _captures_decided(context: CheckContext) -> Finding:
    waiting = _details(context, Reason.INCOMPLETE)
    return Finding(waiting, f"{len(waiting)} captures wait for a decision", "none")


def _captures_whole(context: CheckContext) -> Finding:
    truncated = _details(context, Reason.TRUNCATED)
    return Finding(truncated, f"{len(truncated)} pages whose newest capture is not whole", "none")


def _details(context: CheckContext, reason: Reason) -> list[str]:
    return list(context.frame("quarantine").filter(pl.col("reason") == reason).sort("source_url")["detail"])


def _decisions_archived(context: CheckContext) -> Finding:
    decisions = context.frame("capture_decisions").sort("decided_at", "source_url", descending=[True, False])
    shown = [
        f"{row['decision']} {row['source_url']} ({row['page_digest'][:16]}) by {row['decided_by']}: {row['reason']}"
        for row in decisions.head(FAILING_SHOWN).iter_rows(named=True)
    ]
    listed = "; ".join(shown)
    observed = f"{decisions.height} decisions about captures" + (f": {listed}" if listed else "")
    return Finding(list(context.facts()["unarchived_decisions"]), observed, "each about a capture in the archive")


CHECKS: Final = (
    Check(
        name="captures_decided",
        table="quarantine",
        severity="warning",
        blocking=False,
        reason="A newer capture that lost sections or words is not in use until a person decides.",
        advice="Compare the capture with the page; then `tip accept URL --reason TEXT`, or `tip refuse`.",
        find=_captures_decided,
    ),
    Check(
        name="captures_whole",
        table="quarantine",
        severity="warning",
        blocking=False,
        reason="A capture that was cut off on its way is in use only where the archive has no whole one.",
        advice="Fetch or import the page again.",
        find=_captures_whole,
    ),
    Check(
        name="capture_decisions_archived",
        table="capture_decisions",
        severity="warning",
        blocking=False,
        reason="A decision about a capture that the archive does not have has no effect.",
        advice="Import the capture again, or correct archive/decisions.jsonl.",
        find=_decisions_archived,
        facts=("unarchived_decisions",),
    ),
)
