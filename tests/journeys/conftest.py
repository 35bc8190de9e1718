"""Pictures of two people from public-domain packages, and webcam clips that say their frame."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import skimage
from PIL import Image, ImageEnhance
from playwright.sync_api import Playwright, sync_playwright

from signaling.robots.opencv_drawn_clip import write_mjpeg
from tests.house import House
from tests.journeys.people import AGENT_CLIP, CUSTOMER_CLIP, GUEST_CLIP, SUPERVISOR_CLIP
from tests.journeys.shared_house import SharedHouse

Picture = npt.NDArray[np.uint8]


@pytest.fixture(autouse=True)
def nothing_outlives_the_test() -> None:
    """Journeys have no loop of their own: the browser driver's runs on from test to test."""


@pytest.fixture(autouse=True)
def loop_never_blocks() -> None:
    """The product runs in processes of its own here."""


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """Closed after the last journey: tests with a loop of their own cannot run beside its."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def shared_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharedHouse]:
    shared = SharedHouse(tmp_path_factory.mktemp("shared_house"))
    yield shared
    shared.close()


@pytest.fixture
def house(shared_house: SharedHouse, request: pytest.FixtureRequest) -> Iterator[House]:
    """A house for a meeting that the journey ends itself, with the agent on a break.

    Journeys have it one after the other, but for those that kill, count or compare something in it.
    """
    failed = request.session.testsfailed
    yield shared_house.open()
    if request.session.testsfailed > failed:
        shared_house.close()
    else:
        shared_house.give_back()


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `customer.mjpeg` (a face behind the counter), and `agent.mjpeg`,
    `supervisor.mjpeg` and `guest.mjpeg` (drawn)."""
    folder = tmp_path_factory.mktemp("clips")
    face = np.asarray(astronaut().crop((110, 0, 350, 240)).resize((480, 480)))
    write_mjpeg(folder / "customer.mjpeg", clip_id=CUSTOMER_CLIP, seconds=20, portrait=face)
    write_mjpeg(folder / "agent.mjpeg", clip_id=AGENT_CLIP, seconds=20)
    write_mjpeg(folder / "supervisor.mjpeg", clip_id=SUPERVISOR_CLIP, seconds=20)
    write_mjpeg(folder / "guest.mjpeg", clip_id=GUEST_CLIP, seconds=20)
    return folder


@pytest.fixture(scope="session")
def same_person(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The customer's own face, cropped and lit otherwise, as a photograph of a document."""
    path = tmp_path_factory.mktemp("pictures") / "same.jpg"
    portrait = ImageEnhance.Brightness(astronaut().crop((60, 0, 400, 300))).enhance(0.8)
    portrait.resize((1360, 1200)).save(path, quality=90)
    return path


@pytest.fixture(scope="session")
def other_person(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pictures") / "other.jpg"
    source = files("matplotlib") / "mpl-data" / "sample_data" / "grace_hopper.jpg"
    Image.open(str(source)).convert("RGB").resize((1024, 1200)).save(path, quality=90)
    return path


def astronaut() -> Image.Image:
    return Image.fromarray(skimage.data.astronaut())  # type: ignore[no-untyped-call]
