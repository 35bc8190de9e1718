"""Print on strips, read by tesseract: a process of its own for each strip, with its limits.

The picture goes in by stdin and the text comes out by stdout; nothing of either is an argument.
"""

import asyncio
import contextlib
import os
import resource
from collections.abc import Mapping
from typing import Final

import msgspec
import structlog

from video_bank.verification.document.layout import Print, Strip

COMMAND: Final = "tesseract"
_LIMIT_S: Final = 8.0  # one strip takes 0.3 s on a free core
_CPU_S: Final = 6
_MEMORY: Final = 512 * 1024**2
_NICENESS: Final = 10
_AT_ONCE: Final = 2
_ENVIRONMENT: Final = {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}
_ONE_LINE: Final = "7"  # of tesseract's ways to look at a page
_WORD_ROW: Final = "5"  # of tesseract's table: page, block, paragraph, line, word
_CHINESE: Final = ("-l", "chi_sim")
_DIGITS: Final = ("-l", "eng", "-c", "tessedit_char_whitelist=0123456789X")
_ZONE: Final = (
    "-l", "eng", "-c", "tessedit_char_whitelist=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<",
)  # fmt: skip
_HOW: Final[Mapping[Print, tuple[str, ...]]] = {
    Print.NUMBER: _DIGITS,
    Print.NAME: _CHINESE,
    Print.SEX: _CHINESE,
    Print.BIRTH: _CHINESE,
    Print.VALIDITY: _CHINESE,
    Print.ZONE_UPPER: _ZONE,
    Print.ZONE_LOWER: _ZONE,
}
_log = structlog.get_logger()


class PrintRead(msgspec.Struct, frozen=True):
    """`sureness`: of the least sure word, 0 to 100 by tesseract's own measure."""

    text: str = ""
    sureness: float = 0.0


NOTHING: Final = PrintRead()


class TesseractText:
    """Reads nothing where the command is not installed; who photographed then types it in."""

    def __init__(self) -> None:
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def read(self, strip: Strip) -> PrintRead:
        """Return what stands there, or NOTHING: a strip that cannot be read is no error."""
        async with self._turns:
            how = ("stdin", "stdout", "--psm", _ONE_LINE, *_HOW[strip.what], "tsv")
            return _parse(await _run((COMMAND, *how), strip))


async def _run(command: tuple[str, ...], strip: Strip) -> str:
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={**_ENVIRONMENT, "PATH": os.environ.get("PATH", os.defpath)},
            cwd="/",
        )
    except FileNotFoundError:
        return ""
    picture = b"P5\n%d %d\n255\n" % (strip.width, strip.height) + strip.pixels
    try:
        _limit(process.pid)  # before it is given anything
        async with asyncio.timeout(_LIMIT_S):
            said, _ = await process.communicate(picture)
    except (TimeoutError, OSError):
        _log.warning("reading print was cut short", print=strip.what)
        return ""
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
    return said.decode(errors="replace")


def _limit(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        resource.prlimit(pid, resource.RLIMIT_CPU, (_CPU_S, _CPU_S))
        resource.prlimit(pid, resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, 0))
        os.setpriority(os.PRIO_PROCESS, pid, _NICENESS)


def _parse(table: str) -> PrintRead:
    words: list[str] = []
    sureness = 100.0
    for row in table.splitlines():
        cells = row.split("\t")
        if len(cells) == 12 and cells[0] == _WORD_ROW and cells[11].strip():
            words.append(cells[11])
            sureness = min(sureness, float(cells[10]))
    return PrintRead(" ".join(words), sureness) if words else NOTHING
