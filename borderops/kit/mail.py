"""E-mail that carries a link and nothing else, and an honest answer about what became of it: taken, not taken, or not known.
Only what is certainly not taken may be sent again freely."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends import smtp


class NotSent(Exception):
    """No mail server took it. `was_refused`: one answered that it does not want this message; else none was there to answer."""

    def __init__(self, *, was_refused: bool) -> None:
        super().__init__()
        self.was_refused = was_refused


class Unsure(Exception):
    """The connection broke after the text was handed over: it may have been taken."""


class _Watched(smtplib.SMTP):
    """Remembers whether the server asked for the text of a message (which is the only use of its answer 354)."""

    handed_over = False

    def getreply(self) -> tuple[int, bytes]:
        code, words = super().getreply()
        self.handed_over |= code == 354
        return code, words


class _WatchedOverTls(_Watched, smtplib.SMTP_SSL):
    pass


class Backend(smtp.EmailBackend):
    """Django's, telling apart what a failure means. Each step waits `EMAIL_TIMEOUT` seconds at most."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _WatchedOverTls if self.use_ssl else _Watched

    def _send(self, email_message: EmailMessage) -> bool:
        try:
            return bool(super()._send(email_message))  # type: ignore[misc]
        except (OSError, smtplib.SMTPException) as error:
            answered = isinstance(error, smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused)
            if getattr(self.connection, "handed_over", False) and not answered:
                raise Unsure from error
            raise NotSent(was_refused=answered) from error


def send_link(*, to: str, subject: str, words: str, link: str, message_id: str) -> None:
    """One message to one person: fixed words and the address of a page that asks for a sign-in. Raises NotSent or Unsure."""
    ending = f"This message holds nothing else. {settings.SERVICE_NAME} sent it; nobody reads answers to it."
    body = f"{words}\n\n{settings.PUBLIC_ORIGIN}{link}\n\n{ending}\n"
    headers = {"Message-ID": message_id, "Auto-Submitted": "auto-generated"}
    try:
        EmailMessage(subject, body, to=[to], headers=headers, connection=get_connection()).send()
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(was_refused=False) from error
