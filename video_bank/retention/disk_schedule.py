"""The bank's schedule, read from its file."""

from pathlib import Path
from typing import Final

import msgspec

from video_bank.errors import SetupError
from video_bank.retention.policy import Schedule

USUAL: Final = Path(__file__).with_name("retention.yaml")


def read_schedule(path: Path | None) -> Schedule:
    """Return the schedule of the file, the usual one without any; raise SetupError. Blocks."""
    file = path or USUAL
    try:
        return msgspec.yaml.decode(file.read_bytes(), type=Schedule)
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(f"The retention schedule {file} cannot be read.") from error
    except msgspec.MsgspecError as error:
        raise SetupError(f"The retention schedule {file} cannot be used: {error}") from error
