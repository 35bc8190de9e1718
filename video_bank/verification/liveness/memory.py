"""What is kept of a check's frames, in memory and until its end, for signals and comparison."""

from typing import Final

from video_bank.verification.face import FaceQuality
from video_bank.verification.frame import FaceOnFrame
from video_bank.verification.live_face import LiveFace
from video_bank.verification.liveness.fingerprints import Fingerprint
from video_bank.verification.liveness.flash import Shown, Tint
from video_bank.verification.liveness.sights import Sight
from video_bank.verification.policy import ENOUGH_LIVE_FRAMES
from video_bank.verification.quality import is_usable_live, rank_live

_MOST: Final = 1_200  # frames: two minutes
_APART_S: Final = 0.3  # frames closer together show the same


class Memory:
    """`crowded`: frames with somebody else's face. Only the best frames are kept as pictures."""

    def __init__(self) -> None:
        self.thumbnails: list[bytes] = []
        self.times: list[float] = []
        self.rtp_times: list[int] = []
        self.fingerprints: list[Fingerprint] = []
        self.tints: list[Tint] = []
        self.shown: list[Shown] = []
        self.crowded = 0
        self._best: list[tuple[float, LiveFace]] = []  # when, what

    @property
    def frames_per_s(self) -> float:
        """Return how many frames a second were looked at."""
        lasted_s = self.times[-1] - self.times[0] if self.times else 0.0
        return (len(self.times) - 1) / lasted_s if lasted_s > 0 else 0.0

    @property
    def best(self) -> list[LiveFace]:
        """Return the best three, the best first."""
        return sorted(
            (face for _, face in self._best), key=lambda face: rank_live(face.quality), reverse=True
        )

    def note(self, sight: Sight, *, are_eyes_open: bool) -> None:
        if len(self.times) >= _MOST:
            return
        seen = sight.seen
        self.thumbnails.append(seen.thumbnail)
        self.times.append(sight.at)
        self.rtp_times.extend(sight.rtp_times)
        self.crowded += seen.faces > 1
        if seen.look is not None:
            self.fingerprints.append(Fingerprint(sight.at, seen.look.fingerprint))
            self.tints.append(Tint(sight.at, *seen.look.tint))
        if seen.faces == 1 and are_eyes_open and seen.quality and sight.face:
            self._offer(sight.at, sight.face, seen.quality)

    def _offer(self, at: float, face: FaceOnFrame, quality: FaceQuality) -> None:
        """Keep the face when it is better than the worst one kept, or than its neighbour."""
        if not is_usable_live(quality):
            return
        near = [each for each in self._best if at - each[0] < _APART_S]
        rivals = near or (self._best if len(self._best) >= ENOUGH_LIVE_FRAMES else [])
        if rivals:
            worst = min(rivals, key=lambda each: rank_live(each[1].quality))
            if rank_live(worst[1].quality) >= rank_live(quality):
                return
            self._best.remove(worst)
        self._best.append((at, LiveFace(face, quality)))
