"""What pictures and faces may cost a machine at most."""

from pathlib import Path

from tests.benchmarks.verification.checks import measure_bomb
from tests.video_bank.verification.pictures import astronaut, jpeg, on_card, webcam_frames
from video_bank.verification.engine_choice import EngineChoice
from video_bank.verification.frame import FaceOnFrame, Frame
from video_bank.verification.worker_jobs import (
    DocumentRead,
    EncodeFaces,
    FacesEncoded,
    FrameRead,
    ReadDocument,
    ReadFrame,
)
from video_bank.verification.worker_pool import WorkerPool


def test_bomb_of_nine_kilobytes_is_refused_for_next_to_nothing() -> None:
    found = measure_bomb()
    assert found["bomb_bytes"] < 10_000
    assert found["bomb_ms"] < 50
    assert found["bomb_mb"] < 20


async def test_worker_that_did_everything_holds_less_than_250_megabytes() -> None:
    pool = WorkerPool(engine=EngineChoice())
    try:
        await pool.run(ReadDocument(jpeg(on_card(astronaut(), 340))), DocumentRead)
        for rgb in webcam_frames(astronaut(), 3):
            read = await pool.run(ReadFrame(Frame.of(rgb)), FrameRead)
            assert read.box
            face = FaceOnFrame(Frame.of(rgb), read.box)
            await pool.run(EncodeFaces((face,)), FacesEncoded)
        [pid] = pool.pids
        assert _peak_bytes(pid) < 250_000_000
    finally:
        await pool.close()


def _peak_bytes(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    [line] = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) * 1024
