"""The figures' names and sentences for the pages, from `queues.definitions`.

`python -m signaling.figure_words` writes `web_client/src/text/figures.json`.
"""

from pathlib import Path
from typing import Final

import msgspec

from video_bank.queues.definitions import DEFINITIONS

PATH: Final = Path(__file__).parent.parent / "web_client" / "src" / "text" / "figures.json"


def render() -> bytes:
    """Return the whole file; the same for the same definitions."""
    words = {
        "chinese": {name: each.chinese for name, each in DEFINITIONS.items()},
        "english": {name: each.english for name, each in DEFINITIONS.items()},
    }
    return msgspec.json.format(msgspec.json.encode(words), indent=2) + b"\n"


if __name__ == "__main__":
    PATH.write_bytes(render())
