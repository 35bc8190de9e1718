"""An auditor without a window: reads what was recorded, and whether it plays."""

import io
import json
import urllib.request
from http.cookiejar import CookieJar
from typing import TYPE_CHECKING, Final

import av
import msgspec

from signaling.resources import LegTrack, RecordingDetail
from tests.house import House, wait_until

if TYPE_CHECKING:
    from video_bank.ids import SessionId

_SEALED_WITHIN_S: Final = 40.0  # also where an archivist died with a claim


class ArchiveReader:
    """Signed in as the demo's auditor of a running house."""

    def __init__(self, house: House) -> None:
        self._house = house
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self._opener = urllib.request.build_opener(cookies)
        card = house.cards().auditor
        body = {"username": card.username, "password": card.password}
        self._fetch("/api/v1/staff/sign-in", json.dumps(body).encode())

    def wait_for(self, session_id: "SessionId", within_s: float = _SEALED_WITHIN_S) -> None:
        """Return when the session's recording is sealed, and its trail says so."""
        wait_until(
            lambda: _is_sealed(self.detail(session_id)),
            within_s,
            lambda: f"not sealed: {self.detail(session_id).row} {self.detail(session_id).trail}",
        )

    def detail(self, session_id: "SessionId") -> RecordingDetail:
        found = self._fetch(f"/api/v1/recordings/{session_id}")
        return msgspec.json.decode(found, type=RecordingDetail)

    def decode(self, track: LegTrack) -> dict[str, float]:
        """Decode every frame and return the second at which the last of each kind stands."""
        content = self._fetch(track.url)
        return {kind: _decode_to_the_end(content, kind) for kind in ("audio", "video")}

    def _fetch(self, path: str, body: bytes | None = None) -> bytes:
        headers = {"Origin": self._house.url, "Content-Type": "application/json"}
        request = urllib.request.Request(self._house.url + path, body, headers)  # noqa: S310
        with self._opener.open(request, timeout=20) as answer:
            content: bytes = answer.read()
        return content


def _is_sealed(detail: RecordingDetail) -> bool:
    """The entry is written after the seal: a look in between sees one without the other."""
    return detail.row.seal == "sealed" and count_kind(detail, "recording_sealed") > 0


def count_kind(detail: RecordingDetail, kind: str) -> int:
    return sum(line.kind == kind for line in detail.trail)


def ended_after_s(detail: RecordingDetail) -> float:
    """Return when the call ended, on the recording's clock."""
    found = next(line.offset_s for line in detail.trail if line.kind == "session_ended")
    assert found is not None
    return found


def _decode_to_the_end(content: bytes, kind: str) -> float:
    with av.open(io.BytesIO(content), "r") as container:
        decoded = container.decode(**{kind: 0})
        frames = [each for each in decoded if isinstance(each, av.AudioFrame | av.VideoFrame)]
    return max(frame.time or 0.0 for frame in frames)
