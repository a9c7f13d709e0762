"""Alerts by mail over a real mail server: each recipient is told once."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from assets.pipeline.home.home import Home
from assets.pipeline.settings.declaration import Settings
from tests.orchestration.test_alerts import NOW, REFUSED, STALE, evaluate
from tests.postgres import free_port


class Mailbox:
    """A mail server. It refuses the recipients `refused`, and answers QUIT with `farewell`."""

    def __init__(self, *refused: str, farewell: str = "221 Bye") -> None:
        self.mails: list[bytes] = []
        self.refused = set(refused)
        self.farewell = farewell

    async def handle_RCPT(  # noqa: N802
        self, server: object, session: object, envelope: Any, address: str, options: object
    ) -> str:
        if address in self.refused:
            return "450 try later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_QUIT(self, server: object, session: object, envelope: object) -> str:  # noqa: N802
        return self.farewell

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:  # noqa: N802
        self.mails.append(envelope.content)
        return "250 OK"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.folder.mkdir()
    return home


@contextmanager
def mail_to(mailbox: Mailbox, *recipients: str) -> Iterator[Settings]:
    """Settings for mail to recipients, and its server."""
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield mail_settings(controller.port, *recipients)
    finally:
        controller.stop()


def mail_settings(port: int, *recipients: str) -> Settings:
    return Settings(  # type: ignore[call-arg]
        alert_mail_to=list(recipients),
        alert_mail_from="tip@example.org",
        smtp_host="127.0.0.1",
        smtp_port=port,
        smtp_security="none",
    )


def test_a_recipient_that_was_refused_gets_the_alert_later(home: Home) -> None:
    mailbox = Mailbox("b@example.org")
    with mail_to(mailbox, "a@example.org", "b@example.org", "c@example.org") as values:
        (line,) = evaluate(home, values, STALE)
        assert "by mail to b@example.org: SMTPRecipientsRefused" in line
        mailbox.refused.clear()
        assert evaluate(home, values, STALE) == []
        assert evaluate(home, values, STALE) == []
    told = [message_from_bytes(mail)["To"] for mail in mailbox.mails]
    assert told == ["a@example.org", "c@example.org", "b@example.org"]


def test_an_error_after_delivery_does_not_send_it_again(home: Home) -> None:
    mailbox = Mailbox(farewell="421 closing")
    with mail_to(mailbox, "a@example.org") as values:
        assert evaluate(home, values, STALE) == []
        assert evaluate(home, values, STALE) == []
    assert len(mailbox.mails) == 1


def test_a_dead_mail_server_is_asked_once_in_an_evaluation(home: Home) -> None:
    (line,) = evaluate(home, mail_settings(1, "a@example.org", "b@example.org"), STALE, REFUSED)
    assert "by mail to a@example.org: ConnectionRefusedError" in line


def test_mail_is_sent_with_login(home: Home) -> None:
    mailbox = Mailbox()

    def login(server: object, session: object, envelope: object, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        return AuthResult(success=(data.login, data.password) == (b"tip", b"secret"))

    controller = Controller(
        mailbox, hostname="127.0.0.1", port=free_port(), authenticator=login, auth_required=True, auth_require_tls=False
    )
    controller.start()
    try:
        values = Settings(  # type: ignore[call-arg]
            alert_mail_to="a@example.org, b@example.org",  # type: ignore[arg-type]
            alert_mail_from="tip@example.org",
            smtp_host="127.0.0.1",
            smtp_port=controller.port,
            smtp_security="none",
            smtp_user="tip",
            smtp_password="secret",  # type: ignore[arg-type]
        )
        assert evaluate(home, values, STALE) == []
        assert evaluate(home, values, STALE) == []
        assert evaluate(home, values) == []
    finally:
        controller.stop()
    found, other, over, _ = (message_from_bytes(mail) for mail in mailbox.mails)
    assert found["Subject"] == "tip: source_stale www.state.gov"
    assert (found["To"], other["To"]) == ("a@example.org", "b@example.org")
    assert parsedate_to_datetime(found["Date"]) == NOW
    ids = {message_from_bytes(mail)["Message-ID"] for mail in mailbox.mails}
    assert len(ids) == 4
    assert all(each.endswith("@example.org>") for each in ids)
    assert STALE.line in str(found.get_payload())
    assert over["Subject"] == "tip: over: source_stale www.state.gov"
