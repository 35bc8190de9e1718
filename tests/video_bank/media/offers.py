"""Offers to test with."""

from pathlib import Path
from typing import Final

# As Chromium makes it, its other video codecs left out.
CHROMIUM_OFFER: Final = (Path(__file__).parent / "chromium_156.sdp").read_text()
