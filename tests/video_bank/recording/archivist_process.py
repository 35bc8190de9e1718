"""An archivist that works until it is killed: `python archivist_process.py FOLDER DATABASE_URL`."""

import asyncio
import sys
from pathlib import Path

from tests.video_bank.recording.memory_trail import MemoryTrail
from video_bank.clock import SystemClock
from video_bank.database.sql_engine import Database
from video_bank.ids import new_node_id
from video_bank.recording.archivist import Archivist
from video_bank.recording.sql_shelf import SqlShelf
from video_bank.vault.disk_vault import DiskVault
from video_bank.vault.key_file import KeyFile
from video_bank.vault.signing_key import SigningKey


async def main() -> None:
    folder, clock = Path(sys.argv[1]), SystemClock()
    archivist = Archivist(
        new_node_id("archivist"),
        SqlShelf(Database(sys.argv[2]), clock),
        DiskVault(folder / "objects"),
        KeyFile(folder / "keys/master.key"),
        SigningKey(folder / "keys/signing.key"),
        MemoryTrail(),
        folder / "journals",
        clock,
    )
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await archivist.run()


if __name__ == "__main__":
    asyncio.run(main())
