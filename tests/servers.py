"""Real servers that tests start by themselves, without root and without anything installed."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Self

_START_WITHIN_S: Final = 30.0
_ANYBODY: Final = "AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/kms/aws4_request"
_NOBODY: Final = 65534


class PostgresServer:
    """PostgreSQL from the pgserver wheel, on a Unix socket.

    It refuses to run as root: then it runs as nobody, from a copy that nobody can reach.
    """

    def __enter__(self) -> Self:
        self._folder = Path(tempfile.mkdtemp(prefix="vb-pg-"))
        packages = _wheel_folder("pgserver").parent
        if _is_root():
            for part in ("pgserver", "pgserver.libs"):
                shutil.copytree(packages / part, self._folder / part)
            packages = self._folder
            self._folder.chmod(0o755)
        self._bin = packages / "pgserver" / "pginstall" / "bin"
        self._data = self._folder / "run"
        self._data.mkdir()
        if _is_root():
            os.chown(self._data, _NOBODY, _NOBODY)
        self._run("initdb", "-D", f"{self._data}/db", "-U", "bank", "-A", "trust", "--no-sync")
        self.start()
        return self

    def start(self) -> None:
        options = f"-k {self._data} -c listen_addresses= -c fsync=off -c max_connections=100"
        self._run("pg_ctl", "-D", f"{self._data}/db", "-w", "-o", options, "start")

    def kill(self) -> None:
        """kill -9 of the server and of everything it started."""
        lock = self._data / "db/postmaster.pid"
        pid = int(lock.read_text().split()[0])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for each in (pid, *map(int, children)):
            os.kill(each, signal.SIGKILL)
        while any(_is_running(each) for each in (pid, *map(int, children))):
            time.sleep(0.05)
        # Where nobody reaps orphans, the next server would take the dead one for a living one.
        for left in (lock, *self._data.glob(".s.PGSQL.*")):
            left.unlink()

    def __exit__(self, *_: object) -> None:
        self._run("pg_ctl", "-D", f"{self._data}/db", "-m", "immediate", "stop")
        shutil.rmtree(self._folder)

    def new_database(self, name: str) -> str:
        sql = f"CREATE DATABASE {name}"
        self._run("psql", "-h", str(self._data), "-U", "bank", "-d", "postgres", "-qc", sql)
        return f"postgresql://bank@/{name}?host={self._data}"

    def _run(self, program: str, *arguments: str) -> None:
        # The server inherits these files; a pipe would never end.
        with (self._data / "log").open("ab") as log:
            done = subprocess.run(
                [str(self._bin / program), *arguments],
                user=_NOBODY if _is_root() else None,
                group=_NOBODY if _is_root() else None,
                cwd="/",
                check=False,
                stdout=log,
                stderr=log,
                timeout=60,
            )
        assert done.returncode == 0, (self._data / "log").read_text()[-2000:]


class S3Server:
    """moto's S3 and KMS on a port of its own, any credentials."""

    def __enter__(self) -> Self:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self._port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._endpoint = f"http://127.0.0.1:{self._port}"
        deadline = time.monotonic() + _START_WITHIN_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.__exit__()
                raise TimeoutError("the S3 server does not answer")
            time.sleep(0.1)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(10)

    def new_bucket(self, name: str, *, has_lock: bool = False) -> str:
        headers = {"x-amz-bucket-object-lock-enabled": "true"} if has_lock else {}
        request = urllib.request.Request(  # noqa: S310
            f"{self._endpoint}/{name}", headers=headers, method="PUT"
        )
        urllib.request.urlopen(request, timeout=10).close()  # noqa: S310
        return f"s3://{name}/bank?endpoint={self._endpoint}&region=us-east-1"

    def new_kms_key(self) -> str:
        request = urllib.request.Request(  # noqa: S310
            self._endpoint,
            b"{}",
            {
                "X-Amz-Target": "TrentService.CreateKey",
                "Content-Type": "application/x-amz-json-1.1",
                "Authorization": _ANYBODY,
            },
        )
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            key_id = json.load(answer)["KeyMetadata"]["KeyId"]
        return f"{self._endpoint}?region=us-east-1&key={key_id}"

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(  # noqa: S310
                f"{self._endpoint}/moto-api/data.json", timeout=2
            ) as answer:
                return bool(answer.status == http.client.OK)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False


def _wheel_folder(package: str) -> Path:
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _is_root() -> bool:
    return os.getuid() == 0
