"""`python -m tests.faults.failing_disk FOLDER`: calls whose journals' volume fails under them.

In a mount namespace of its own (`unshare --user --map-root-user --mount`): the journals are on a
small file system, which is filled up in one call and vanishes in the other.
"""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.archive_reader import ArchiveReader, count_kind, ended_after_s
from tests.eventually import eventually
from tests.house import House
from tests.talk import Talk, signed_in, talk
from video_bank.errors import ErrorCode
from video_bank.ids import SessionId

_SIZE_MB: Final = 32
_RESERVE_MB: Final = 4
_TOLD_WITHIN_S: Final = 5.0
_BROKEN_S: Final = 3.0  # of a call that goes on meanwhile


async def main(folder: Path) -> None:
    volume = folder / "data" / "journals"
    _run("mkdir", "-p", str(volume))
    _run("mount", "-t", "tmpfs", "-o", f"size={_SIZE_MB}m", "tmpfs", str(volume))
    with House(folder / "data", {"VIDEO_BANK_JOURNAL_RESERVE_MB": str(_RESERVE_MB)}) as house:
        async with signed_in(house) as desk:
            ballast = volume / "ballast"
            async with talk(house, desk) as full:
                await _suffer(full, ErrorCode.DISK_FULL, lambda: _fill(ballast), ballast.unlink)
            await asyncio.to_thread(_is_whole, house, full.session_id, "disk_full")
            async with talk(house, desk) as away:
                await _suffer(
                    away,
                    ErrorCode.RECORDING_DOWN,
                    lambda: _run("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", str(volume)),
                    lambda: _run("umount", str(volume)),
                )
            await asyncio.to_thread(_is_whole, house, away.session_id, "recording_down")


async def _suffer(
    meeting: Talk, code: ErrorCode, fail: Callable[[], None], mend: Callable[[], None]
) -> None:
    """See that both sides are told in time, that they go on talking, and that it is over then."""
    await asyncio.sleep(_BROKEN_S)  # so long everything is well
    await asyncio.to_thread(fail)
    await eventually(lambda: _told(meeting) == (code, True), _TOLD_WITHIN_S, "not told")
    frames = sum(meeting.frames())
    await asyncio.sleep(_BROKEN_S)
    assert sum(meeting.frames()) > frames, "the call stood still"
    await asyncio.to_thread(mend)
    await eventually(lambda: _told(meeting) == (None, False), _TOLD_WITHIN_S, "not over")


def _told(meeting: Talk) -> tuple[ErrorCode | None, bool]:
    """Return what the agent's and the customer's page say of the recording."""
    desk, phone = meeting.amir.view, meeting.carla._view
    assert desk is not None
    assert phone is not None
    return desk.recording_problem, phone.is_recording_down


def _is_whole(house: House, session_id: SessionId, code: str) -> None:
    """See that the trail has the cause, and the recording everything."""
    reader = ArchiveReader(house)
    reader.wait_for(session_id)
    detail = reader.detail(session_id)
    assert detail.integrity.is_signature_valid
    assert count_kind(detail, "recording_stalled") == 1
    (stalled,) = (line for line in detail.trail if line.kind == "recording_stalled")
    assert stalled.facts["code"] == code
    (alive,) = (line for line in detail.trail if line.kind == "recording_alive")
    assert alive.facts["lost_packets"] == 0
    for track in detail.legs:
        assert not track.gaps, track
        ends_s = track.starts_at_s + max(reader.decode(track).values())
        assert abs(ends_s - ended_after_s(detail)) < 1, track


def _fill(ballast: Path) -> None:
    _run("dd", "if=/dev/zero", f"of={ballast}", "bs=64k", ok=(0, 1))


def _run(*command: str, ok: tuple[int, ...] = (0,)) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode in ok, done.stderr


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
