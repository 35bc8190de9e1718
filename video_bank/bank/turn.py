"""The TURN servers that were set."""

from video_bank.errors import SetupError
from video_bank.media.turn import TurnServers
from video_bank.settings import Settings


def open_turn(settings: Settings) -> TurnServers:
    """Raise SetupError where pages could not use what was set."""
    secret = settings.turn_secret or _read_secret(settings)
    try:
        return TurnServers(settings.turn_urls, secret)
    except ValueError as error:
        raise SetupError(
            f"VIDEO_BANK_TURN_URLS cannot be used: {error}. Each is like "
            "turn:turn.bank.example:3478?transport=udp, commas between them; the secret is "
            "VIDEO_BANK_TURN_SECRET or in the file VIDEO_BANK_TURN_SECRET_FILE."
        ) from error


def _read_secret(settings: Settings) -> str:
    if settings.turn_secret_file is None:
        return ""
    try:
        return settings.turn_secret_file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(
            f"VIDEO_BANK_TURN_SECRET_FILE: {settings.turn_secret_file} cannot be read."
        ) from error
