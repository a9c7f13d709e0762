"""Alerts: each cause is told once when it is found, and once when it is over.

What was told is stored in `alerts.json` of the home, by cause and channel. A message that could not be sent is sent
with the next evaluation. Nothing is sent where it cannot be stored, or each evaluation would send it again.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal

from pydantic import BaseModel, TypeAdapter, ValidationError

from assets.pipeline.home.home import Home
from assets.pipeline.home.lock import BusyError, writing
from assets.pipeline.settings.declaration import Settings
from orchestration.cli.error_lines import error_line
from orchestration.watching.channels import Channel, Message, UnreachableError, channels
from orchestration.watching.status import Status
from warehouse.staging.files import to_json, write_file

_FILE: Final = "alerts.json"

State = Literal["found", "over"]


class _Entry(BaseModel):
    """What is stored of a cause.

    Attributes:
        since: when it was found, ISO 8601 in UTC.
        line: what was found and where.
        told: the names of the channels that were told.
        failures: how often a message could not be sent.
    """

    since: str
    line: str
    told: list[str] = []
    failures: int = 0


_ENTRIES: Final = TypeAdapter(dict[str, _Entry])
_Due = tuple[_Entry, str, Message]
"""The stored entry of a cause, the name of a channel, and the message for it."""


def send_alerts(home: Home, status: Status, values: Settings) -> list[str]:
    """Tells new causes, and causes that are over, on every channel that is set.

    Returns:
        One line for each channel that failed, for damaged stored alerts, and for the reason why nothing is sent.
    """
    open_channels = channels(values)
    if not open_channels:
        return []
    try:
        with writing(home.folder, "alerts"):
            return _Alerts(home, status.at).send(status, open_channels)
    except BusyError:
        return []  # another process or thread tells the same
    except OSError as error:
        return [f"alerts are not sent: {error_line(error, home)}"]


class _Alerts:
    """The stored alerts of a home, by cause."""

    def __init__(self, home: Home, now: datetime) -> None:
        self._home = home
        self._now = f"{now:%Y-%m-%dT%H:%M:%SZ}"
        self._path = home.folder / _FILE
        self._lines: list[str] = []
        self._stored = self._read()

    def _read(self) -> dict[str, _Entry]:
        try:
            return _ENTRIES.validate_json(self._path.read_bytes(), strict=True)
        except FileNotFoundError:
            return {}
        except ValidationError:
            self._lines.append(f"{self._path} was damaged, so each finding is told again")
            return {}

    def send(self, status: Status, open_channels: Mapping[str, Channel]) -> list[str]:
        """Sends what is due; returns a line for each channel that failed, and for damaged stored alerts.

        A channel that failed is left alone until the next evaluation, because each attempt can last many seconds. The
        messages that failed least often come first, so a message that is always refused does not delay the others.
        """
        due = sorted(self._due(status, open_channels), key=lambda each: each[0].failures)
        if due:
            self._store()
        failed: set[str] = set()
        for entry, name, message in due:
            channel = open_channels[name]
            if not failed.isdisjoint((name, channel.server)):
                continue
            try:
                channel.send(message)
            except Exception as error:  # an unreachable channel ends no run, and does not silence the other one
                failed.add(channel.server if isinstance(error, UnreachableError) else name)
                why = type(error.__cause__ or error).__name__
                self._lines.append(f"alerts could not be sent by {name}: {why}; they are sent again later")
                entry.failures += 1
                continue
            if message.state == "found":
                entry.told.append(name)
            else:
                entry.told.remove(name)
            self._store()
        self._forget_over(status)
        self._store()
        return self._lines

    def _due(self, status: Status, open_channels: Mapping[str, Channel]) -> list[_Due]:
        """The messages that are not sent yet, after the new causes are added."""
        due: list[_Due] = []
        for finding in {finding.cause: finding for finding in status.findings}.values():
            entry = self._stored.setdefault(finding.cause, _Entry(since=self._now, line=finding.line))
            message = self._message("found", finding.kind, finding.cause, entry, finding.remedy)
            due += [(entry, name, message) for name in sorted(open_channels.keys() - set(entry.told))]
        for cause in self._over(status):
            entry = self._stored[cause]
            entry.told = [name for name in entry.told if name in open_channels]  # others need no message
            message = self._message("over", _kind(cause), cause, entry, "")
            due += [(entry, name, message) for name in entry.told]
        return due

    def _over(self, status: Status) -> list[str]:
        """The stored causes that are found no more."""
        gone = self._stored.keys() - {finding.cause for finding in status.findings}
        return sorted(cause for cause in gone if _kind(cause) not in status.unread)

    def _forget_over(self, status: Status) -> None:
        for cause in self._over(status):
            if not self._stored[cause].told:
                del self._stored[cause]

    def _message(self, state: State, kind: str, cause: str, entry: _Entry, remedy: str) -> Message:
        return Message(state, kind, cause, entry.line, remedy, entry.since, self._now, str(self._home.folder))

    def _store(self) -> None:
        write_file(self._path, to_json(_ENTRIES.dump_python(self._stored)))


def _kind(cause: str) -> str:
    """The kind of finding of a cause."""
    return cause.partition(" ")[0]
