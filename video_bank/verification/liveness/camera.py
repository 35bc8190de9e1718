"""What the page says of its camera (pure). The page may lie: a hint, never more."""

from typing import Final

import msgspec

_VIRTUAL: Final = (
    "obs",
    "manycam",
    "virtual",
    "v4l2loopback",
    "dummy video",
    "snap camera",
    "xsplit",
    "droidcam",
    "iriun",
    "epoccam",
    "e2esoft",
    "vcam",
    "splitcam",
    "youcam",
    "webcamoid",
    "mmhmm",
    "camtwist",
    "sparkocam",
    "altercam",
    "fake_device",
    "fake device",
    "ndi ",
    ".mjpeg",
    ".y4m",
)


class CameraHints(msgspec.Struct, frozen=True):
    """`looks_virtual`: by the label, which is not kept. `lacks_abilities`: no camera says so little.

    `width`, `height`, `frame_rate`: the track's settings.
    """

    looks_virtual: bool = False
    lacks_abilities: bool = False
    width: int = 0
    height: int = 0
    frame_rate: float = 0.0


def looks_virtual(label: str) -> bool:
    """Say whether a camera's label is that of a program, or of a file played as a camera."""
    label = label.lower()
    return any(name in label for name in _VIRTUAL) or "/" in label
