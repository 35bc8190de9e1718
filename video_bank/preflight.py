"""What `serve` looks at before it starts anything: a clear sentence for what is in the way."""

import errno
import os
import shutil
import socket
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from video_bank.bank.addresses import open_address_book
from video_bank.bank.faces import pick_engine, pick_thresholds
from video_bank.bank.turn import open_turn
from video_bank.errors import SetupError
from video_bank.settings import Settings
from video_bank.verification.document.tesseract_text import COMMAND as READER

OLDEST_PYTHON: Final = (3, 11)
LEAST_FREE_BYTES: Final = 500_000_000


def check_machine(settings: Settings) -> None:
    """Raise SetupError for the first thing that cannot work. Blocks for a moment."""
    check_python(sys.version_info[:2])
    open_turn(settings)
    pick_thresholds(settings, pick_engine(settings))
    if book := open_address_book(settings):
        book.close()
    check_folder(settings.data_dir)
    check_space(settings.data_dir, shutil.disk_usage(settings.data_dir).free)
    check_tcp_port(settings.http_host, settings.http_port)
    for index in range(settings.media_nodes):
        check_udp_port(settings.media_port + index)


def find_lacks() -> tuple[str, ...]:
    """Return a sentence for each thing that is missing and stops nothing."""
    if shutil.which(READER) is not None:
        return ()
    return (
        "tesseract is not installed: what stands on documents is typed in instead of read. "
        "On Debian: apt-get install tesseract-ocr tesseract-ocr-chi-sim",
    )


def check_python(version: tuple[int, int]) -> None:
    if version < OLDEST_PYTHON:
        found = ".".join(map(str, version))
        raise SetupError(f"Video Bank needs Python 3.11 or newer; this is {found}.")


def check_folder(folder: Path) -> None:
    """Make the folder if need be and write to it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"probe")
    except OSError as error:
        raise SetupError(
            f"The data folder {folder} cannot be written to ({os.strerror(error.errno or 0)}); "
            "set VIDEO_BANK_DATA to a folder that can."
        ) from error


def check_space(folder: Path, free_bytes: int) -> None:
    if free_bytes < LEAST_FREE_BYTES:
        raise SetupError(
            f"The disk of {folder} is nearly full: {free_bytes // 1_000_000} MB are free, "
            f"{LEAST_FREE_BYTES // 1_000_000} MB are needed. Make room, or set VIDEO_BANK_DATA."
        )


def check_tcp_port(host: str, port: int) -> None:
    """Bind as the web server will."""
    _check_number(port, f"TCP port {port}", "VIDEO_BANK_PORT")
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror as error:
        raise SetupError(
            f"{host} is no address of this machine; set VIDEO_BANK_HOST to one."
        ) from error
    with socket.socket(family, kind) as probe:
        # What a server just gone left behind (TIME_WAIT) is in nobody's way.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        _bind(probe, address, f"TCP port {port}", "VIDEO_BANK_PORT")


def check_udp_port(port: int) -> None:
    """Bind on all addresses: a media node takes the port on each."""
    _check_number(port, f"UDP port {port}", "VIDEO_BANK_MEDIA_PORT")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        _bind(probe, ("", port), f"UDP port {port}", "VIDEO_BANK_MEDIA_PORT")


def _check_number(number: int, port: str, setting: str) -> None:
    # The resolver takes a number that is too large for another, small one.
    if not 0 < number < 65536:
        raise SetupError(f"There is no {port}; set {setting} to a number from 1 to 65535.")


def _bind(probe: socket.socket, address: Any, port: str, setting: str) -> None:
    try:
        probe.bind(address)
    except OSError as error:
        raise SetupError(_why_not(error, port, setting)) from error


def _why_not(error: OSError, port: str, setting: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"{port} is in use by another program; end it, or set {setting} to a free one."
    if error.errno == errno.EACCES:
        return f"{port} is for the system's administrator; set {setting} to one above 1023."
    if error.errno == errno.EADDRNOTAVAIL:
        return "VIDEO_BANK_HOST is no address of this machine; set it to one."
    return f"{port} cannot be opened ({os.strerror(error.errno or 0)}); set {setting} to another."
