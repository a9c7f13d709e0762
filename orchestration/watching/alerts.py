"""Alerts: each cause is told once when it is found, and once when it is over.

What was told is stored in `alerts.json` of the home, by cause and channel. A message that could not be sent is sent
with the next evaluation.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Literal

from assets.pipeline.home.home import Home
from assets.pipeline.home.lock import BusyError, writing
from assets.pipeline.settings.declaration import Settings
from orchestration.watching.channels import Channel, Message, channels
from orchestration.watching.status import Status
from warehouse.staging.files import read_json, to_json, write_file

_FILE: Final = "alerts.json"

State = Literal["found", "over"]


def send_alerts(home: Home, status: Status, values: Settings) -> list[str]:
    """Tells new causes, and causes that are over, on every channel that is set.

    Returns:
        One line for each message that could not be sent.
    """
    open_channels = channels(values)
    if not open_channels:
        return []
    try:
        with writing(home.folder, "alerts"):
            return _Alerts(home, status.at).send(status, open_channels)
    except BusyError:
        return []  # another process tells the same


class _Alerts:
    """The stored alerts of a home. By cause: since when, the line, and the channels that were told."""

    def __init__(self, home: Home, now: datetime) -> None:
        self._home = home
        self._now = f"{now:%Y-%m-%dT%H:%M:%SZ}"
        self._path = home.folder / _FILE
        self._stored: dict[str, dict[str, Any]] = read_json(self._path) or {}

    def send(self, status: Status, open_channels: Mapping[str, Channel]) -> list[str]:
        """Sends what is due; returns a line for each message that could not be sent."""
        current = {finding.cause: finding for finding in status.findings}
        errors: list[str] = []
        for cause, finding in current.items():
            entry = self._stored.setdefault(cause, {"since": self._now, "line": finding.line, "told": []})
            for name in sorted(open_channels.keys() - set(entry["told"])):
                message = self._message("found", finding.kind, cause, entry, finding.remedy)
                if self._tell(open_channels[name], name, message, errors):
                    entry["told"].append(name)
                    self._store()
        for cause in sorted(self._stored.keys() - current.keys()):
            if _kind(cause) not in status.unread:
                self._tell_over(cause, open_channels, errors)
        self._store()
        return errors

    def _tell_over(self, cause: str, open_channels: Mapping[str, Channel], errors: list[str]) -> None:
        entry = self._stored[cause]
        message = self._message("over", _kind(cause), cause, entry, "")
        for name in list(entry["told"]):
            # a channel that is not set any more needs no message
            if name not in open_channels or self._tell(open_channels[name], name, message, errors):
                entry["told"].remove(name)
                self._store()
        if not entry["told"]:
            del self._stored[cause]

    def _message(self, state: State, kind: str, cause: str, entry: Mapping[str, Any], remedy: str) -> Message:
        return Message(state, kind, cause, entry["line"], remedy, entry["since"], self._now, str(self._home.folder))

    @staticmethod
    def _tell(channel: Channel, name: str, message: Message, errors: list[str]) -> bool:
        """Whether a message could be sent. An unreachable channel ends no run, and does not silence the other one."""
        try:
            channel(message)
        except Exception as error:
            errors.append(f"an alert could not be sent by {name}: {type(error).__name__}; it is sent again later")
            return False
        return True

    def _store(self) -> None:
        write_file(self._path, to_json(self._stored))


def _kind(cause: str) -> str:
    """The kind of finding of a cause."""
    return cause.partition(" ")[0]
