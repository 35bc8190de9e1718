"""Logs: one JSON object a line, static sentences with fields; never a name, a number, a secret."""

import logging
import sys
from typing import TextIO

import structlog


def configure_logs(stream: TextIO = sys.stderr) -> None:
    """Send structlog and the libraries' own logging to `stream`, from INFO and WARNING up."""
    logging.basicConfig(
        level=logging.WARNING, stream=stream, format="%(name)s %(message)s", force=True
    )
    # These two write SDP, addresses and tracebacks of hostile packets into their lines.
    for chatty in ("aiortc", "aioice"):
        logging.getLogger(chatty).setLevel(logging.CRITICAL)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(stream),
    )
