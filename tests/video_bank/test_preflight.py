"""What stands in the way of a start is one sentence that names the setting to change."""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from video_bank import preflight
from video_bank.errors import SetupError
from video_bank.settings import Settings


@pytest.fixture
def free_settings(tmp_path: Path) -> Settings:
    with socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
        tcp.bind(("127.0.0.1", 0))
        udp.bind(("127.0.0.1", 0))
        ports = tcp.getsockname()[1], udp.getsockname()[1]
    return Settings(data_dir=tmp_path / "new" / "data", http_port=ports[0], media_port=ports[1])


def test_a_machine_with_room_and_free_ports_passes(free_settings: Settings) -> None:
    preflight.check_machine(free_settings)
    assert free_settings.data_dir.is_dir()


def test_a_tcp_port_in_use_is_said(free_settings: Settings) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", free_settings.http_port))
        other.listen()
        with pytest.raises(SetupError, match=r"TCP port \d+ is in use.*VIDEO_BANK_PORT"):
            preflight.check_machine(free_settings)


def test_a_udp_port_in_use_on_any_address_is_said(free_settings: Settings) -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", free_settings.media_port))
        with pytest.raises(SetupError, match=r"UDP port \d+ is in use.*VIDEO_BANK_MEDIA_PORT"):
            preflight.check_machine(free_settings)


def test_a_port_just_left_by_a_server_is_free(free_settings: Settings) -> None:
    address = ("127.0.0.1", free_settings.http_port)
    with socket.create_server(address) as server, socket.create_connection(address) as client:
        taken, _ = server.accept()
        taken.close()  # whoever closes first waits in TIME_WAIT
        client.recv(1)
    preflight.check_machine(free_settings)


@pytest.mark.parametrize(
    ("check", "words"),
    [
        (lambda: preflight.check_python((3, 10)), "3.11 or newer; this is 3.10"),
        (lambda: preflight.check_folder(Path("/proc/nowhere")), "cannot be written.*VIDEO_BANK_DA"),
        (lambda: preflight.check_folder(Path("/dev/null")), "cannot be written.*VIDEO_BANK_DATA"),
        (lambda: preflight.check_space(Path("data"), 499_000_000), "nearly full: 499 MB are free"),
        (lambda: preflight.check_tcp_port("192.0.2.1", 8080), "no address of this machine"),
        (lambda: preflight.check_tcp_port("no.such.host.invalid", 8080), "VIDEO_BANK_HOST"),
        (lambda: preflight.check_tcp_port("127.0.0.1", 70_000), "from 1 to 65535"),
        (lambda: preflight.check_udp_port(70_000), "from 1 to 65535"),
    ],
)
def test_each_obstacle_has_its_sentence(check: Callable[[], None], words: str) -> None:
    with pytest.raises(SetupError, match=words):
        check()


def test_without_a_reader_of_print_everything_runs_and_it_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    [sentence] = preflight.find_lacks()
    assert "tesseract-ocr-chi-sim" in sentence
