"""`serve`'s supervision with real processes, and a real Redis, that are killed and that refuse."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest
from structlog.testing import capture_logs

from tests.eventually import eventually
from video_bank.child import Child
from video_bank.database.redis_embedded import EmbeddedRedis
from video_bank.database.redis_link import RedisLink
from video_bank.errors import EX_CONFIG, SetupError
from video_bank.settings import Settings
from video_bank.supervisor import Supervisor

# Writes "name pid" when it starts and "name ends" at SIGINT, into the file that it is given.
_CHILD: Final = """
import os, signal, sys, time
name, path, at_term = sys.argv[1:]
def note(text):
    with open(path, "a") as file:
        print(name, text, file=file, flush=True)
def end(*_):
    note("ends")
    if at_term != "stay": sys.exit()
signal.signal(signal.SIGINT, end)
note(os.getpid())
while True: time.sleep(600)
"""
_SERVE: Final = """
import asyncio, sys, uvloop
from pathlib import Path
from video_bank.child import Child
from video_bank.settings import Settings
from video_bank.supervisor import Supervisor
async def serve():
    child = Child("desk", (sys.executable, "-S", "-c", *sys.argv[2:]))
    async with Supervisor(Settings(data_dir=Path(sys.argv[1])), [child]) as supervisor:
        await supervisor.run()
uvloop.run(serve())
"""


class Diary:
    """What the children wrote."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def lines(self) -> list[str]:
        return self.path.read_text().splitlines() if self.path.exists() else []

    def pids(self, name: str) -> list[int]:
        words = [line.split() for line in self.lines()]
        return [int(word) for who, word in words if who == name and word.isdigit()]

    def child(self, name: str, at_term: str = "end") -> Child:
        arguments = (name, str(self.path), at_term)
        return Child(name, (sys.executable, "-S", "-c", _CHILD, *arguments))


@pytest.fixture
def diary(tmp_path: Path) -> Diary:
    return Diary(tmp_path / "diary")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "data").mkdir()
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
async def link(settings: Settings) -> AsyncIterator[RedisLink]:
    link = RedisLink(EmbeddedRedis(settings.data_dir / "redis").url)
    yield link
    await link.close()


async def test_a_killed_child_is_started_again_and_the_log_says_so(
    settings: Settings, diary: Diary
) -> None:
    with capture_logs() as logs:
        async with Supervisor(settings, [diary.child("desk")]):
            (first,) = await eventually(lambda: diary.pids("desk"))
            os.kill(first, signal.SIGKILL)
            await eventually(lambda: len(diary.pids("desk")) == 2)
    (death,) = [line for line in logs if line["event"] == "child died"]
    assert (death["child"], death["signal"]) == ("desk", "SIGKILL")


async def test_a_child_that_keeps_dying_is_started_later_each_time(settings: Settings) -> None:
    with capture_logs() as logs:
        dying = Child("desk", (sys.executable, "-S", "-c", "raise SystemExit(3)"))
        async with Supervisor(settings, [dying]):
            await asyncio.sleep(1.0)
    deaths = [line for line in logs if line["event"] == "child died"]
    assert 2 <= len(deaths) <= 4  # at 0, 0.1, 0.3 and 0.7 seconds at the soonest
    assert {line["code"] for line in deaths} == {3}


async def test_what_started_last_stops_first_and_redis_last_of_all(
    settings: Settings, diary: Diary
) -> None:
    children = [diary.child(name) for name in ("desk", "media", "archivist")]
    with capture_logs() as logs:
        async with Supervisor(settings, children):
            await eventually(lambda: len(diary.lines()) == 3)
    stopped = [line["child"] for line in logs if line["event"] == "child stopped"]
    assert stopped == ["archivist", "media", "desk", "redis"]
    assert diary.lines()[3:] == ["archivist ends", "media ends", "desk ends"]
    assert not await asyncio.to_thread(EmbeddedRedis(settings.data_dir / "redis").is_running)


async def test_asked_twice_to_stop_it_kills_who_does_not_listen(
    settings: Settings, diary: Diary
) -> None:
    async def serve() -> None:
        async with Supervisor(settings, [diary.child("desk", at_term="stay")]) as supervisor:
            await supervisor.run()

    serving = asyncio.create_task(serve())
    (pid,) = await eventually(lambda: diary.pids("desk"))
    serving.cancel()
    await eventually(lambda: "desk ends" in diary.lines())
    assert _is_running(pid)
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving
    assert not _is_running(pid)


async def test_a_child_that_refuses_its_settings_ends_it_all(
    settings: Settings, diary: Diary
) -> None:
    refusing = Child("media", (sys.executable, "-S", "-c", f"raise SystemExit({EX_CONFIG})"))
    supervisor = Supervisor(settings, [diary.child("desk"), refusing])
    with pytest.raises(SetupError, match="media"):
        async with supervisor:
            await supervisor.run()
    assert not any(_is_running(pid) for pid in diary.pids("desk"))


async def test_waiting_until_ready_ends_when_a_child_refuses_or_time_is_up(
    settings: Settings, diary: Diary
) -> None:
    async def never() -> bool:
        return False

    async with Supervisor(settings, [diary.child("desk")]) as supervisor:
        with pytest.raises(SetupError, match="not ready"):
            await supervisor.wait_until_ready(never, within_s=0.3)
    refusing = Child("media", (sys.executable, "-S", "-c", f"raise SystemExit({EX_CONFIG})"))
    async with Supervisor(settings, [refusing]) as supervisor:
        with pytest.raises(SetupError, match="media"):
            await supervisor.wait_until_ready(never)


async def test_a_killed_redis_is_back_with_its_data(
    settings: Settings, diary: Diary, link: RedisLink
) -> None:
    async with Supervisor(settings, [diary.child("desk")]):
        async with link.reach() as client:
            await client.set("kept", "1")
            pid = (await client.info("server"))["process_id"]
            await asyncio.sleep(1.1)  # appendfsync everysec: the promise is for what is that old
        os.kill(pid, signal.SIGKILL)
        async with link.reach() as client:
            assert await client.get("kept") == b"1"
            assert (await client.info("server"))["process_id"] != pid


async def test_a_second_start_finds_all_data(
    settings: Settings, diary: Diary, link: RedisLink
) -> None:
    for number in (1, 2):
        async with Supervisor(settings, [diary.child("desk")]), link.reach() as client:
            assert await client.incr("starts") == number


async def test_a_database_that_is_not_there_is_a_sentence_and_leaves_nothing_running(
    tmp_path: Path,
) -> None:
    settings = Settings(data_dir=tmp_path, database_url=f"sqlite:///{tmp_path}/missing/bank.sqlite")
    with pytest.raises(SetupError, match="DATABASE_URL"):
        async with Supervisor(settings, []):
            pass
    assert not await asyncio.to_thread(EmbeddedRedis(tmp_path / "redis").is_running)


async def test_a_killed_supervisor_takes_everything_with_it(
    settings: Settings, diary: Diary, link: RedisLink
) -> None:
    arguments = ("desk", str(diary.path), "end")
    serving = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _SERVE, str(settings.data_dir), _CHILD, *arguments
    )
    (child,) = await eventually(lambda: diary.pids("desk"), within_s=20)
    async with link.reach() as client:
        redis_pid = (await client.info("server"))["process_id"]
    serving.kill()
    await serving.wait()
    await eventually(lambda: not _is_running(child) and not _is_running(redis_pid))
    # What it left behind is in nobody's way.
    async with Supervisor(settings, [diary.child("desk")]):
        await eventually(lambda: len(diary.pids("desk")) == 2)


def _is_running(pid: int) -> bool:
    with contextlib.suppress(FileNotFoundError):
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    return False
