"""The embedded Redis: one a folder, whatever was left over, however deep the folder lies."""

import os
import stat
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen

import pytest
import redis

from video_bank.database.redis_embedded import EmbeddedRedis
from video_bank.errors import SetupError


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedRedis]:
    server = EmbeddedRedis(tmp_path / "bank" / "redis")
    process = server.start()
    yield server
    _end(process)


def test_only_its_owner_reaches_it_and_only_by_the_socket(server: EmbeddedRedis) -> None:
    with redis.Redis.from_url(server.url) as client:
        settings = client.config_get("*")
    assert (settings["port"], settings["appendonly"]) == ("0", "yes")
    socket_mode = Path(server.url.removeprefix("unix://")).stat().st_mode
    assert stat.S_IMODE(socket_mode) == 0o700


def test_a_second_server_of_a_folder_is_refused_while_the_first_lives(
    server: EmbeddedRedis, tmp_path: Path
) -> None:
    with pytest.raises(SetupError, match="Another Video Bank"):
        EmbeddedRedis(tmp_path / "bank" / "redis").start()
    assert server.is_running()


def test_a_server_about_to_end_is_waited_for(tmp_path: Path) -> None:
    server = EmbeddedRedis(tmp_path / "redis")
    first = server.start()
    ending = threading.Timer(0.3, first.terminate)
    ending.start()
    second = server.start()
    assert first.wait(10) == 0
    ending.join()
    _end(second)


def test_a_folder_too_deep_for_a_socket_gets_a_private_one_elsewhere(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 120)
    server = EmbeddedRedis(deep)
    process = server.start()
    path = Path(server.url.removeprefix("unix://"))
    assert path.parent == Path(tempfile.gettempdir()) / f"video-bank-{os.getuid()}"
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert EmbeddedRedis(deep).url == server.url != EmbeddedRedis(tmp_path / ("e" * 120)).url
    _end(process)


def test_a_server_that_cannot_start_says_where_to_look(tmp_path: Path) -> None:
    (tmp_path / "appendonly.aof").write_text("this is no append-only file")
    with pytest.raises(SetupError, match=r"redis\.log"):
        EmbeddedRedis(tmp_path).start()


def _end(process: Popen[bytes]) -> None:
    process.terminate()
    process.wait(10)
