"""The channels of alerts: a webhook, and one per recipient of e-mail."""

import hashlib
import smtplib
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import parseaddr
from functools import partial
from typing import Final, Literal

import requests

from assets.pipeline.settings.declaration import Settings
from warehouse.catalog.visible import visible

_TIMEOUT_SECONDS: Final = 10.0


@dataclass(frozen=True)
class Message:
    """One alert.

    Attributes:
        state: `found`, or `over` when the cause is gone.
        kind: the kind of the finding.
        cause: the key of the cause; the same in both messages.
        line: what was found and where.
        remedy: what to do; empty when it is over.
        since: when the cause was found, ISO 8601 in UTC.
        at: time of this message.
        home: the folder of the home.
    """

    state: Literal["found", "over"]
    kind: str
    cause: str
    line: str
    remedy: str
    since: str
    at: str
    home: str

    @property
    def subject(self) -> str:
        """The alert in a few words."""
        return visible(f"tip: {'over: ' if self.state == 'over' else ''}{self.cause}").replace("\n", " ")[:200]

    @property
    def text(self) -> str:
        """The alert for people."""
        lines = [self.line, self.remedy, f"since {self.since}", f"home {self.home}"]
        return visible(self.subject) + "\n\n" + "\n".join(visible(line) for line in lines if line)


class UnreachableError(Exception):
    """The server of a channel gives no answer; other channels of the same server would wait as long."""


@dataclass(frozen=True)
class Channel:
    """A way to send alerts.

    Attributes:
        name: its name; what was told is stored under it.
        server: the server that it needs; channels of mail share one.
        send: sends a message, or raises an error.
    """

    name: str
    server: str
    send: Callable[[Message], None]


def channels(values: Settings) -> Mapping[str, Channel]:
    """The channels that are set, by name."""
    found: list[Channel] = []
    if values.alert_webhook is not None:
        found.append(Channel("webhook", "webhook", partial(_post, values)))
    for recipient in values.alert_mail_to:
        found.append(Channel(f"mail to {recipient}", "mail server", partial(_mail, values, recipient)))
    return {channel.name: channel for channel in found}


def _post(values: Settings, message: Message) -> None:
    """Sends a message as JSON. `text` is what chat services show."""
    assert values.alert_webhook is not None
    answer = requests.post(
        values.alert_webhook.get_secret_value(),
        json={**asdict(message), "text": message.text},
        timeout=_TIMEOUT_SECONDS,
        allow_redirects=False,
    )
    if not answer.ok or answer.is_redirect:
        raise requests.HTTPError(f"the webhook answered {answer.status_code}")


def _mail(values: Settings, recipient: str, message: Message) -> None:
    """Sends a message to one recipient, so that a refused one does not count as told."""
    mail = _mail_of(values.alert_mail_from, recipient, message)
    server = _connected(values)
    try:
        if values.smtp_security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if values.smtp_password is not None:
            server.login(values.smtp_user, values.smtp_password.get_secret_value())
        server.send_message(mail)
        with suppress(OSError):  # the message is delivered already; all errors of smtplib are OSErrors
            server.quit()
    finally:
        server.close()


def _mail_of(sender: str, recipient: str, message: Message) -> EmailMessage:
    """The mail of a message. Its id is the same when it is sent again, so a mail program can show it once."""
    mail = EmailMessage()
    mail["Subject"] = message.subject
    mail["From"] = sender
    mail["To"] = recipient
    mail["Date"] = datetime.fromisoformat(message.at)
    key = "\n".join([message.home, message.state, message.cause, message.since, recipient])
    mail["Message-ID"] = f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{parseaddr(sender)[1].rpartition('@')[2]}>"
    mail.set_content(message.text)
    return mail


def _connected(values: Settings) -> smtplib.SMTP:
    """A connection to the mail server.

    Raises:
        UnreachableError: it gives no answer.
    """
    place = values.smtp_host, values.smtp_port
    try:
        if values.smtp_security == "tls":
            return smtplib.SMTP_SSL(*place, timeout=_TIMEOUT_SECONDS, context=ssl.create_default_context())
        return smtplib.SMTP(*place, timeout=_TIMEOUT_SECONDS)
    except OSError as error:
        raise UnreachableError(str(error)) from error
