"""The house's plan as a test: floors, names of machines. A breach is one line with its reason."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parent.parent

# From the ground up; a room imports its own floor's ground: only what stands on lower lines.
FLOORS: Final[tuple[frozenset[str], ...]] = (
    frozenset({"video_bank.clock", "video_bank.errors", "video_bank.ids", "video_bank.logs"}),
    frozenset({"video_bank.settings", "video_bank.caller"}),
    frozenset({"video_bank.database"}),
    frozenset({"video_bank.vault"}),
    frozenset({"video_bank.audit"}),
    frozenset({"video_bank.media"}),
    frozenset(
        {
            "video_bank.queues",
            "video_bank.verification",
            "video_bank.recording",
            "video_bank.scripts",
        }
    ),
    frozenset({"video_bank.sessions", "video_bank.retention"}),
    frozenset({"video_bank.bank"}),
    frozenset({"video_bank.demo"}),
    frozenset({"signaling"}),
    frozenset({"video_bank.child", "video_bank.preflight"}),
    frozenset({"video_bank.supervisor"}),
    frozenset({"video_bank.service"}),
    frozenset({"video_bank.cli_run"}),
    frozenset({"video_bank.cli_records", "video_bank.cli_queues", "video_bank.cli_verification"}),
    frozenset({"video_bank.cli"}),
)

# A machine's library, and the word that a file's name must begin with to touch it.
MACHINES: Final = {
    "redis": "redis_",
    "sqlalchemy": "sql_",
    "aiosqlite": "sql_",
    "asyncpg": "sql_",
    "aiortc": "aiortc_",
    "aioice": "aiortc_",
    "av": "aiortc_",
    "pylibsrtp": "aiortc_",
    "cv2": "opencv_",
    "face_recognition": "face_recognition_",
    "face_recognition_models": "face_recognition_",
    "dlib": "face_recognition_",
    "PIL": "pillow_",
    "obstore": "obstore_",
    "xlsxwriter": "xlsxwriter_",
    "maxminddb": "maxminddb_",
}
MIGRATIONS: Final = "video_bank/database/migrations/"

PRODUCT_FILES: Final = sorted(
    path.relative_to(ROOT)
    for package in ("video_bank", "signaling")
    for path in (ROOT / package).rglob("*.py")
)


def test_every_room_stands_on_a_floor() -> None:
    strays = {room for path in PRODUCT_FILES if (room := _room(_module(path))) and _floor(room) < 0}
    assert not strays, f"no floor in FLOORS for {sorted(strays)}: say where they stand"


@pytest.mark.parametrize("path", PRODUCT_FILES, ids=str)
def test_a_file_imports_only_its_own_room_and_lower_floors(path: Path) -> None:
    room = _room(_module(path))
    breaches = [
        f"{path}:{line} imports {target}: {room} stands below or beside {_room(target)}"
        for line, target in _imports(path)
        if _is_ours(target) and not _may_import(room, _room(target))
    ]
    assert not breaches, "\n".join(breaches)


@pytest.mark.parametrize("path", PRODUCT_FILES, ids=str)
def test_a_file_that_touches_a_machine_carries_its_name(path: Path) -> None:
    if path.as_posix().startswith(MIGRATIONS):
        return  # its folder says what it touches
    breaches = [
        f"{path}:{line} imports {target}: its name would have to begin with {word}"
        for line, target in _imports(path)
        if (word := MACHINES.get(target.split(".")[0])) and not path.name.startswith(word)
    ]
    assert not breaches, "\n".join(breaches)


@pytest.mark.parametrize("path", PRODUCT_FILES, ids=str)
def test_aiohttp_stays_at_the_front_desk(path: Path) -> None:
    """A client of somebody else's server is a machine like any other, and says so by its name."""
    if path.parts[0] == "signaling" or path.name.startswith("aiohttp_"):
        return
    breaches = [
        f"{path}:{line} imports aiohttp: HTTP belongs to signaling/"
        for line, target in _imports(path)
        if target.split(".")[0] == "aiohttp"
    ]
    assert not breaches, "\n".join(breaches)


def test_only_the_bank_picks_machines() -> None:
    """A machine of another room is taken in `bank/` alone; a room's own files share theirs."""
    allowed = {
        "video_bank.bank",
        "video_bank.demo",
        "video_bank.cli",
        "video_bank.supervisor",
        "video_bank.child",
    }
    # What every room builds on: links to SQL and Redis, opened by bank/, passed as arguments.
    # And the trail: an entry is written in the transaction of what it tells.
    links = {"sql_engine", "sql_tables", "redis_link", "redis_leases", "sql_journal"}
    breaches = [
        f"{path}:{line} imports {target}: only bank/ picks machines of other rooms"
        for path in PRODUCT_FILES
        for line, target in _imports(path)
        if _is_ours(target)
        and _room(target) != _room(_module(path))
        and _room(_module(path)) not in allowed
        and (machine := _machine_file(target))
        and machine not in links
        and not _is_typing_only(path, line)
        and path.parts[0] != "signaling"
    ]
    assert not breaches, "\n".join(breaches)


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                is_module = (ROOT / whole.replace(".", "/")).with_suffix(".py").exists()
                yield node.lineno, whole if is_module else node.module


def _module(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def _room(module: str) -> str:
    parts = module.split(".")
    return "signaling" if parts[0] == "signaling" else ".".join(parts[:2])


def _floor(room: str) -> int:
    return next(
        (number for number, rooms in enumerate(FLOORS) if room in rooms),
        0 if room == "video_bank" else -1,
    )


def _may_import(room: str, other: str) -> bool:
    return room == other or _floor(other) < _floor(room)


def _is_ours(module: str) -> bool:
    return module.split(".", maxsplit=1)[0] in {"video_bank", "signaling"}


def _machine_file(module: str) -> str | None:
    name = module.rsplit(".", maxsplit=1)[-1]
    words = {*MACHINES.values(), "disk_", "aiohttp_"}
    return name if any(name.startswith(word) for word in words) else None


def _is_typing_only(path: Path, line: int) -> bool:
    tree = ast.parse((ROOT / path).read_text())
    return any(
        isinstance(node, ast.If)
        and isinstance(node.test, ast.Name)
        and node.test.id == "TYPE_CHECKING"
        and node.lineno < line <= (node.end_lineno or line)
        for node in ast.walk(tree)
    )
