"""Alerts over a real web server: each cause once, and once when it is over."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from assets.pipeline.home.home import Home
from assets.pipeline.settings.declaration import Settings
from orchestration.watching.alerts import send_alerts
from orchestration.watching.finding import Finding
from orchestration.watching.status import Status, status_of
from tests.orchestration.command_line import tip
from tests.orchestration.history import failed_run

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
STALE = Finding("source_stale", "www.state.gov", "www.state.gov: never answered", "look at the network")
REFUSED = Finding("refused", "tier_totals", "not published\u202e", "see it")


class Webhook:
    """A receiver of alerts. `status` is what it answers; it refuses messages of the cause `refused`."""

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        self.asked: list[str] = []
        self.refused = ""
        self.status = 200
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                hook.asked.append(body["cause"])
                status = 400 if body["cause"] == hook.refused else hook.status
                if status == 200:
                    hook.received.append(body)
                self.send_response(status)
                self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook"

    @property
    def told(self) -> list[tuple[str, str]]:
        return [(message["state"], message["cause"]) for message in self.received]


@contextmanager
def webhook() -> Iterator[Webhook]:
    hook = Webhook()
    thread = threading.Thread(target=hook.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield hook
    finally:
        hook.server.shutdown()
        hook.server.server_close()


@pytest.fixture
def hook() -> Iterator[Webhook]:
    with webhook() as found:
        yield found


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.folder.mkdir()
    return home


def evaluate(home: Home, values: Settings, *findings: Finding) -> list[str]:
    return send_alerts(home, Status(str(home.folder), "real", NOW, findings=list(findings)), values)


def test_each_cause_is_told_once_and_once_when_it_is_over(home: Home, hook: Webhook) -> None:
    values = Settings(alert_webhook=hook.url)  # type: ignore[call-arg,arg-type]
    for findings in ([STALE], [STALE], [STALE, REFUSED], [REFUSED], [], [], [STALE]):
        assert evaluate(home, values, *findings) == []
    assert hook.told == [
        ("found", "source_stale www.state.gov"),
        ("found", "refused tier_totals"),
        ("over", "source_stale www.state.gov"),
        ("over", "refused tier_totals"),
        ("found", "source_stale www.state.gov"),
    ]
    first = hook.received[0]
    assert first["line"] == STALE.line
    assert first["remedy"] == STALE.remedy
    assert "\u202e" not in hook.received[1]["text"]
    assert hook.url not in (home.folder / "alerts.json").read_text()


@pytest.mark.parametrize("status", [500, 302, 404])
def test_what_could_not_be_sent_is_sent_later(home: Home, hook: Webhook, status: int) -> None:
    values = Settings(alert_webhook=hook.url)  # type: ignore[call-arg,arg-type]
    hook.status = status
    (line,) = evaluate(home, values, STALE)
    assert "could not be sent by webhook" in line
    assert hook.url not in line
    hook.status = 200
    assert evaluate(home, values, STALE) == []
    assert hook.told == [("found", "source_stale www.state.gov")]


def test_a_cause_that_nobody_was_told_ends_in_silence(home: Home, hook: Webhook) -> None:
    values = Settings(alert_webhook=hook.url)  # type: ignore[call-arg,arg-type]
    hook.status = 500
    evaluate(home, values, STALE)
    hook.status = 200
    assert evaluate(home, values) == []
    assert hook.told == []


def test_one_channel_that_fails_does_not_silence_the_other(home: Home, hook: Webhook) -> None:
    values = Settings(  # type: ignore[call-arg]
        alert_webhook=hook.url,  # type: ignore[arg-type]
        alert_mail_to=["a@example.org"],
        alert_mail_from="tip@example.org",
        smtp_host="127.0.0.1",
        smtp_port=1,
        smtp_security="none",
    )
    (line,) = evaluate(home, values, STALE)
    assert "by mail" in line
    assert len(hook.told) == 1


@pytest.mark.parametrize(
    ("part", "cause"),
    [
        ("archive/archive_state.json", "archive_damaged"),
        pytest.param("dagster/history/runs.db", "run_failed release", marks=pytest.mark.soak),
    ],
)
def test_a_part_that_cannot_be_read_for_a_moment_ends_no_alert(
    home: Home, hook: Webhook, part: str, cause: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAGSTER_HOME", "")
    monkeypatch.setenv("TIP_HOME", str(home.folder))
    home.archive_folder.mkdir()
    (home.folder / "archive" / "archive_state.json").write_text('{"lines": ["segment 1 is missing"]}')
    if cause.startswith("run_failed"):
        failed_run(home)
    values = Settings(alert_webhook=hook.url)  # type: ignore[call-arg,arg-type]
    whole = (home.folder / part).read_bytes()
    for content in (whole, b"no database, no JSON" * 300, whole):
        (home.folder / part).write_bytes(content)
        assert send_alerts(home, status_of(home, NOW), values) == []
    assert [state for state, each in hook.told if each == cause] == ["found"]
    others = [state for state, each in hook.told if each not in (cause, "archive_damaged")]
    assert others == ["found", "over"]  # that the part could not be read

    (home.folder / "archive" / "archive_state.json").write_text('{"lines": []}')
    send_alerts(home, status_of(home, NOW), values)
    assert hook.told[-1] == ("over", "archive_damaged")


def test_a_channel_that_fails_is_asked_once_in_an_evaluation(home: Home, hook: Webhook) -> None:
    values = Settings(alert_webhook=hook.url)  # type: ignore[call-arg,arg-type]
    hook.status = 500
    (line,) = evaluate(home, values, STALE, REFUSED)
    assert "by webhook" in line
    assert hook.asked == [STALE.cause]
    hook.status = 200
    assert evaluate(home, values, STALE, REFUSED) == []
    assert sorted(hook.told) == [("found", REFUSED.cause), ("found", STALE.cause)]


def test_a_message_that_is_always_refused_does_not_delay_the_others(home: Home, hook: Webhook) -> None:
    values = Settings(alert_webhook=hook.url)  # type: ignore[call-arg,arg-type]
    hook.refused = STALE.cause
    for findings in ([STALE, REFUSED], [STALE, REFUSED], [STALE], [STALE]):
        assert len(evaluate(home, values, *findings)) == 1
    assert hook.told == [("found", REFUSED.cause), ("over", REFUSED.cause)]


@pytest.mark.parametrize("content", ["", "[1]", '{"refused x": 3}', '{"source_stale www.state.gov": {"since": "2026'])
def test_damaged_stored_alerts_are_replaced(home: Home, hook: Webhook, content: str) -> None:
    values = Settings(alert_webhook=hook.url)  # type: ignore[call-arg,arg-type]
    (home.folder / "alerts.json").write_text(content)
    (line,) = evaluate(home, values, STALE)
    assert line == f"{home.folder / 'alerts.json'} was damaged, so each finding is told again"
    assert evaluate(home, values, STALE) == []
    assert hook.told == [("found", STALE.cause)]


def test_nothing_is_sent_that_cannot_be_stored(home: Home, hook: Webhook) -> None:
    values = Settings(alert_webhook=hook.url)  # type: ignore[call-arg,arg-type]
    (home.folder / "alerts.json").mkdir()
    for _ in range(2):
        (line,) = evaluate(home, values, STALE)
        assert line.startswith("alerts are not sent: ")
        assert "alerts.json" in line
    assert hook.told == []


@pytest.mark.soak
def test_alerts_that_cannot_be_stored_do_not_hide_the_outcome_of_a_run(
    home: Home, hook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIP_ALERT_WEBHOOK", hook.url)
    (home.folder / "alerts.json").mkdir()
    broken = home.folder.with_name("broken.warc")
    broken.write_bytes(b"no WARC file")
    done = tip(home.folder, "run", "--archive", str(broken), "--json")
    assert json.loads(done.stdout)["outcome"] == "refused"
    assert done.returncode == 3
    (line,) = [line for line in done.stderr.splitlines() if "alerts" in line]
    assert line.startswith("tip: alerts are not sent: ")
