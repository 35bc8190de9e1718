"""Janus from the distribution's package: its videocall plugin with recording on, by plain HTTP."""

import asyncio
import secrets
import shutil
import socket
from pathlib import Path
from typing import Any, Final

import aiohttp

from tests.benchmarks.media.engines import Engine, spawn
from tests.benchmarks.media.swarm import SwarmPeer
from tests.eventually import eventually
from tests.house import free_port

_PLUGIN: Final = "janus.plugin.videocall"
_START_WITHIN_S: Final = 10.0


class JanusEngine(Engine):
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._records = folder / "records"

    async def start(self) -> None:
        port = free_port(socket.SOCK_STREAM)
        _write_settings(self._folder, port)
        self._records.mkdir()
        self._process = await spawn(
            str(shutil.which("janus")), "--configs-folder", str(self._folder), "--disable-colors"
        )
        self.pid = self._process.pid
        self._reading = asyncio.create_task(_drain(self._process.stdout), name="janus output")
        self._http = aiohttp.ClientSession(f"http://127.0.0.1:{port}")
        await eventually(self._answers, _START_WITHIN_S, "Janus does not answer")

    async def call(self, first: SwarmPeer, second: SwarmPeer) -> None:
        caller, callee = await _Handle.open(self._http), await _Handle.open(self._http)
        await caller.ask({"request": "call", "username": callee.name}, await peer_offer(first))
        incoming = await callee.wait_for("incomingcall")
        answer = {"type": "answer", "sdp": await second.answer(incoming["jsep"]["sdp"])}
        await callee.ask({"request": "accept"}, answer)
        await first.accept((await caller.wait_for("accepted"))["jsep"]["sdp"])
        for handle in (caller, callee):
            file = str(self._records / handle.name)
            await handle.ask({"request": "set", "record": True, "filename": file})

    async def stop(self) -> None:
        await self._http.close()
        self._process.terminate()
        await self._process.wait()
        await self._reading

    async def _answers(self) -> bool:
        try:
            async with self._http.get("/janus/info") as answer:
                return answer.status == 200
        except aiohttp.ClientConnectionError:
            return False


class _Handle:
    """One participant: a session of Janus with the plugin attached, registered under a name."""

    def __init__(self, http: aiohttp.ClientSession, path: str, name: str) -> None:
        self.name = name
        self._http = http
        self._path = path
        self._handle = ""

    @classmethod
    async def open(cls, http: aiohttp.ClientSession) -> "_Handle":
        created = await _post(http, "/janus", {"janus": "create"})
        self = cls(http, f"/janus/{created['data']['id']}", secrets.token_hex(8))
        attached = await _post(http, self._path, {"janus": "attach", "plugin": _PLUGIN})
        self._handle = f"{self._path}/{attached['data']['id']}"
        await self.ask({"request": "register", "username": self.name})
        await self.wait_for("registered")
        return self

    async def ask(self, body: dict[str, Any], jsep: dict[str, str] | None = None) -> None:
        message: dict[str, Any] = {"janus": "message", "body": body}
        await _post(self._http, self._handle, message | ({"jsep": jsep} if jsep else {}))

    async def wait_for(self, event: str) -> dict[str, Any]:
        async with asyncio.timeout(15):
            while True:
                async with self._http.get(self._path) as answer:
                    found: dict[str, Any] = await answer.json(content_type=None)
                data = found.get("plugindata", {}).get("data", {})
                assert "error" not in data, data
                if data.get("result", {}).get("event") == event:
                    return found


async def peer_offer(peer: SwarmPeer) -> dict[str, str]:
    return {"type": "offer", "sdp": await peer.offer()}


async def _post(http: aiohttp.ClientSession, path: str, body: dict[str, Any]) -> dict[str, Any]:
    message = body | {"transaction": secrets.token_hex(6)}
    async with http.post(path, json=message) as answer:
        found: dict[str, Any] = await answer.json(content_type=None)
    assert found["janus"] in {"success", "ack"}, found
    return found


async def _drain(output: asyncio.StreamReader | None) -> None:
    assert output is not None
    while await output.read(65_536):
        pass


def _write_settings(folder: Path, port: int) -> None:
    """Write what Debian's configuration says, with everything off that is not measured."""
    library = next(Path("/usr/lib").glob("*/janus"))
    plugins = _others(library / "plugins", "libjanus_videocall.so")
    transports = _others(library / "transports", "libjanus_http.so")
    (folder / "janus.jcfg").write_text(
        f"""general: {{ configs_folder = "{folder}"; plugins_folder = "{library}/plugins";
          transports_folder = "{library}/transports"; debug_level = 2; protected_folders = [] }}
        plugins: {{ disable = "{plugins}" }}
        transports: {{ disable = "{transports}" }}
        """
    )
    (folder / "janus.transport.http.jcfg").write_text(
        f'general: {{ json = "compact"; base_path = "/janus"; http = true; port = {port}; '
        'ip = "127.0.0.1"; https = false }\nadmin: { admin_http = false }\n'
    )


def _others(folder: Path, wanted: str) -> str:
    return ",".join(sorted(each.name for each in folder.glob("*.so") if each.name != wanted))
