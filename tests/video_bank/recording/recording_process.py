"""A process that records until it is killed: prints the number of each packet it has kept.

`python recording_process.py JOURNAL_DIR KEY_FILE SESSION_ID WRAPPED_KEY_HEX`
"""

import asyncio
import sys
from pathlib import Path

from video_bank.clock import SystemClock
from video_bank.ids import SessionId
from video_bank.media.tracks import TrackName
from video_bank.recording.recorder import Recorder
from video_bank.recording.volumes import Volumes
from video_bank.vault.key_file import KeyFile


async def main() -> None:
    folder, key_file, session_id, wrapped_key = sys.argv[1:]
    recorder = Recorder(Volumes([Path(folder)], 0), KeyFile(Path(key_file)), SystemClock())
    recorder.open_call(SessionId(session_id), bytes.fromhex(wrapped_key), 1_700_000_000.0)
    sink = await recorder.open_take(SessionId(session_id), TrackName.AGENT, 1)
    for number in range(1_000_000):
        sink.write_rtp(number.to_bytes(4) * 250, number * 5000)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        await asyncio.sleep(0.005)


if __name__ == "__main__":
    asyncio.run(main())
