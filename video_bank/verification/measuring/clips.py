"""Plays a folder's clips into the live analysis of a call, as fast as life."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, Protocol

from video_bank.errors import BankError, SetupError, UnavailableError
from video_bank.media.needs import FrameTap
from video_bank.verification.evidence import Finding
from video_bank.verification.measuring.attacks import Presentation


class Clip(NamedTuple):
    kind: str
    path: Path


class Analysed(NamedTuple):
    """`is_answered`: the challenge's actions were all seen."""

    is_answered: bool
    findings: tuple[Finding, ...]


class ClipTap(FrameTap, Protocol):
    """A FrameTap that comes to an end."""

    @property
    def is_over(self) -> bool: ...


class LiveAnalysis(Protocol):
    """What a call's check does with the customer's frames."""

    async def analyse(self, tap: ClipTap) -> Analysed:
        """Raise a BankError when there is nothing to judge."""
        ...


class Player(Protocol):
    def __call__(self, path: Path) -> ClipTap:
        """Return a tap that shows the clip from now on; raise SetupError for what is none."""
        ...


def find_clips(folder: Path) -> list[Clip]:
    """Return every file of the folder's folders, which name the kinds; raise SetupError. Blocks."""
    if not folder.is_dir():
        raise SetupError(f"There is no folder {folder}.")
    clips = [
        Clip(kind.name, path)
        for kind in sorted(folder.iterdir())
        if kind.is_dir()
        for path in sorted(kind.iterdir())
        if path.is_file() and not path.name.startswith(".")
    ]
    if not clips:
        raise SetupError(f"{folder} holds no clips: they are looked for in its folders.")
    return clips


async def present(
    clips: Iterable[Clip], analysis: LiveAnalysis, play: Player, *, at_once: int
) -> list[Presentation]:
    """Raise UnavailableError when the workers fail, SetupError for a file that is no clip."""
    found: list[Presentation] = []
    left = iter(clips)

    async def take() -> None:
        for kind, path in left:
            tap = await asyncio.to_thread(play, path)
            try:
                analysed = await analysis.analyse(tap)
            except UnavailableError:
                raise
            except BankError as error:
                found.append(Presentation(kind, path.name, refused=error.code))
            else:
                is_answered, findings = analysed
                found.append(Presentation(kind, path.name, is_answered, findings))

    async with asyncio.TaskGroup() as tasks:
        for _ in range(at_once):
            tasks.create_task(take(), name="present clips")
    return sorted(found, key=lambda each: (each.kind, each.file))
