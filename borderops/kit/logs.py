"""Logs: one JSON line an event, with the request's id and never with personal data."""

import logging

import structlog
from structlog.types import EventDict, WrappedLogger

KEPT_OUT = {"ip", "user_id", "user", "username", "name", "email"}


def without_persons(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """The ledger says who did what; a log that is copied to other systems must not."""
    return {key: value for key, value in event.items() if key not in KEPT_OUT}


SHARED: list[structlog.types.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    without_persons,
]

structlog.configure(
    processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)


def formatter() -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        foreign_pre_chain=SHARED,
    )
