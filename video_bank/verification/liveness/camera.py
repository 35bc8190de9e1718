"""What the page says of its camera (pure). The page may lie: a hint, never more."""

from typing import Final

import msgspec

_FEWEST_ABILITIES: Final = 4  # that a browser tells of a camera; of a drawn picture hardly any
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
    """`looks_virtual`: by the label, which is not kept. `lacks_abilities`: a camera can do more."""

    looks_virtual: bool = False
    lacks_abilities: bool = False


def describe_camera(label: str, abilities: int) -> CameraHints:
    """`abilities`: how many capabilities the page found."""
    return CameraHints(looks_virtual(label), abilities < _FEWEST_ABILITIES)


def looks_virtual(label: str) -> bool:
    """Say whether a camera's label is that of a program, or of a file played as a camera."""
    label = label.lower()
    return any(name in label for name in _VIRTUAL) or "/" in label
