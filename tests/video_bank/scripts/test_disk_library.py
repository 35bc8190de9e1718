"""Scripts in a folder, and the commands that sign and check them."""

import asyncio
import shutil
from pathlib import Path

import pytest

from tests.video_bank.scripts.test_script_file import EXAMPLES
from video_bank.bank.parts import open_scripts
from video_bank.bank.upkeep import check_script, sign_script
from video_bank.errors import SetupError
from video_bank.scripts.disk_library import ScriptLibrary
from video_bank.scripts.errors import (
    ScriptAlteredError,
    ScriptForeignError,
    ScriptMalformedError,
    ScriptUnsignedError,
)
from video_bank.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(data_dir=tmp_path)
    settings.script_dir.mkdir()
    for example in EXAMPLES:
        shutil.copy(example, settings.script_dir)
    return settings


@pytest.fixture
def library(settings: Settings) -> ScriptLibrary:
    return open_scripts(settings)


async def test_a_signed_script_is_found_by_its_product(
    settings: Settings, library: ScriptLibrary
) -> None:
    said = await asyncio.to_thread(sign_script, settings, settings.script_dir / "insurance.yaml")
    loaded = await library.find("insurance")
    assert loaded is not None
    assert loaded.script.product == "insurance"
    assert loaded.sha256 in said
    assert loaded.sha256 in await asyncio.to_thread(
        check_script, settings, settings.script_dir / "insurance.yaml"
    )


@pytest.mark.parametrize("product", ["pawn", "../keys/scripts", "", "x" * 41, "insurance.yaml"])
async def test_a_product_without_one_has_none(library: ScriptLibrary, product: str) -> None:
    assert await library.find(product) is None


async def test_each_fault_has_its_reason(settings: Settings, library: ScriptLibrary) -> None:
    file = settings.script_dir / "insurance.yaml"
    with pytest.raises(ScriptUnsignedError):
        await library.find("insurance")
    await asyncio.to_thread(sign_script, settings, file)
    file.write_bytes(file.read_bytes().replace(b"minimum_s: 12", b"minimum_s: 1"))
    with pytest.raises(ScriptAlteredError):
        await library.find("insurance")
    await asyncio.to_thread(sign_script, settings, file)
    shutil.copy(file, settings.script_dir / "wealth-product.yaml")
    with pytest.raises(ScriptMalformedError):
        await library.find("wealth-product")
    (settings.key_dir / "scripts.pub").write_text("00" * 32)
    with pytest.raises(ScriptForeignError):
        await asyncio.to_thread(check_script, settings, file)


async def test_a_file_that_cannot_be_read_is_said_in_a_sentence(settings: Settings) -> None:
    with pytest.raises(SetupError, match="No such file"):
        await asyncio.to_thread(sign_script, settings, settings.script_dir / "nothing.yaml")
