"""Metrics of a home in the text form of Prometheus."""

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from orchestration.watching.status import Status


def metrics_text(status: Status) -> bytes:
    """The metrics of a status. Times are seconds since 1970."""
    registry = CollectorRegistry()

    def gauge(name: str, help_text: str, *labels: str) -> Gauge:
        return Gauge(f"tip_{name}", help_text, labels, registry=registry)

    gauge("healthy", "1 if nothing needs a person").set(status.is_healthy)
    found = gauge("findings", "findings that need a person, by kind", "kind")
    for finding in status.findings:
        found.labels(finding.kind).inc()
    gauge("disk_free_bytes", "free space on the disk of the home").set(status.free_bytes)
    if status.published_at is not None:
        gauge("release_published_timestamp_seconds", "when the current release was published").set(
            status.published_at.timestamp()
        )
    rows = gauge("release_rows", "rows of the current release", "table")
    for table, count in status.rows.items():
        rows.labels(table).set(count)
    checks = gauge("checks", "checks on the staged data, by result", "result")
    checks.labels("passed").set(status.checks_passed)
    checks.labels("warning").set(len(status.checks_failed))
    checks.labels("blocking").set(len(status.checks_blocking))
    run = status.last_run
    if run is not None:
        gauge("last_run_success", "1 if the newest run succeeded").set(run.status == "SUCCESS")
        if run.started is not None:
            gauge("last_run_started_timestamp_seconds", "when the newest run started").set(run.started.timestamp())
        if run.started is not None and run.ended is not None:
            seconds = (run.ended - run.started).total_seconds()
            gauge("last_run_seconds", "how long the newest run took").set(seconds)
    answered = gauge("source_last_answer_timestamp_seconds", "last answer of a host, of any kind", "source")
    stale = gauge("source_stale", "1 if a host gave no answer for too long", "source")
    blocked = gauge("source_blocked_pages", "pages that a host refuses", "source")
    for source in status.sources:
        if source.last_answer is not None:
            answered.labels(source.host).set(source.last_answer.timestamp())
        stale.labels(source.host).set(source.is_stale)
        blocked.labels(source.host).set(source.blocked)
    return generate_latest(registry)
