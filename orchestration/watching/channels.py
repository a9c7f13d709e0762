"""The channels of alerts: a webhook and e-mail."""

import smtplib
import ssl
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from email.message import EmailMessage
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


Channel = Callable[[Message], None]
"""Sends a message, or raises an error."""


def channels(values: Settings) -> Mapping[str, Channel]:
    """The channels that are set, by name."""
    found: dict[str, Channel] = {}
    if values.alert_webhook is not None:
        found["webhook"] = lambda message: _post(values, message)
    if values.alert_mail_to:
        found["mail"] = lambda message: _mail(values, message)
    return found


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


def _mail(values: Settings, message: Message) -> None:
    mail = EmailMessage()
    mail["Subject"] = message.subject
    mail["From"] = values.alert_mail_from
    mail["To"] = ", ".join(values.alert_mail_to)
    mail.set_content(message.text)
    context = ssl.create_default_context()
    if values.smtp_security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            values.smtp_host, values.smtp_port, timeout=_TIMEOUT_SECONDS, context=context
        )
    else:
        server = smtplib.SMTP(values.smtp_host, values.smtp_port, timeout=_TIMEOUT_SECONDS)
    with server:
        if values.smtp_security == "starttls":
            server.starttls(context=context)
        if values.smtp_password is not None:
            server.login(values.smtp_user, values.smtp_password.get_secret_value())
        server.send_message(mail)
