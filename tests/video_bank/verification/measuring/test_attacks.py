"""How clips are counted: the worst kind, and what a clip cannot do."""

import math
import re
from pathlib import Path

import pytest

from video_bank.errors import ErrorCode, SetupError
from video_bank.media.errors import NoLiveFrameError
from video_bank.media.needs import TakenFrame
from video_bank.verification.errors import NoLiveFaceError
from video_bank.verification.evidence import Finding, Reason
from video_bank.verification.measuring.attacks import (
    GENUINE,
    Presentation,
    report_attacks,
)
from video_bank.verification.measuring.attacks_page import page_of_attacks
from video_bank.verification.measuring.clips import Analysed, Clip, ClipTap, find_clips, present

BLURRED = Finding(Reason.LIVE_BLURRED, 40.0, 60.0)  # a note
FEW = Finding(Reason.FEW_LIVE_FRAMES, 1, 3)  # for people to look at
UNANSWERED = Finding(Reason.CHALLENGE_UNANSWERED, 0, 3)


def test_attack_passes_only_with_an_answer_and_without_suspicion() -> None:
    report = report_attacks(
        "engine",
        [
            Presentation("screen", "1", is_answered=True, findings=(BLURRED,)),
            Presentation("screen", "2", is_answered=True, findings=(FEW,)),
            Presentation("screen", "3", findings=(UNANSWERED,)),
            Presentation("screen", "4", refused=ErrorCode.NO_LIVE_FACE),
            Presentation("paper", "5", findings=(UNANSWERED, FEW)),
        ],
    )
    assert report.kinds["screen"].apcer.value == 1 / 4
    assert report.kinds["screen"].apcer_by_signals.value == 2 / 4
    assert report.kinds["paper"].apcer.value == report.kinds["paper"].apcer_by_signals.value == 0
    assert report.kinds["paper"].apcer.highest == pytest.approx(0.975)
    assert report.worst == "screen"
    assert report.kinds["screen"].reasons[ErrorCode.NO_LIVE_FACE.value] == 1


def test_genuine_clip_is_not_blamed_for_a_challenge_that_it_could_not_know() -> None:
    report = report_attacks(
        "engine",
        [
            Presentation(GENUINE, "1", findings=(UNANSWERED,)),
            Presentation(GENUINE, "2", findings=(UNANSWERED, FEW)),
        ],
    )
    assert (report.genuine_clips, report.bpcer_by_signals.value) == (2, 1 / 2)
    assert report.kinds == {}
    assert report.worst is None


def test_page_needs_nothing_from_elsewhere_and_escapes_names() -> None:
    report = report_attacks("e", [Presentation("<b>print</b>", "1", refused=ErrorCode.NO_FACE)])
    page = page_of_attacks(report)
    assert "<b>print</b>" not in page
    assert not re.findall(r"(?:src|href)=", page)
    assert math.isnan(report.bpcer_by_signals.value)
    assert "NaN" not in page
    assert "nan" not in page


def test_clips_are_named_by_their_folder(tmp_path: Path) -> None:
    for name in ("genuine/a.webm", "print/b.mjpeg", "print/.hidden", "loose.webm"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [(clip.kind, clip.path.name) for clip in find_clips(tmp_path)]
    assert found == [("genuine", "a.webm"), ("print", "b.mjpeg")]


@pytest.mark.parametrize("folder", ["nowhere", "."])
def test_folder_without_clips_is_refused(tmp_path: Path, folder: str) -> None:
    with pytest.raises(SetupError):
        find_clips(tmp_path / folder)


class _Tap:
    def __init__(self, path: Path) -> None:
        self.path = path

    is_over = True

    async def next_frame(self, timeout: float) -> TakenFrame:
        raise NoLiveFrameError


class _Analysis:
    """Finds what the file's name says."""

    async def analyse(self, tap: ClipTap) -> Analysed:
        assert isinstance(tap, _Tap)
        if tap.path.stem == "nobody":
            raise NoLiveFaceError
        return Analysed(is_answered=True, findings=(FEW,) if tap.path.stem == "few" else ())


async def test_every_clip_is_played_once_and_refusals_are_kept() -> None:
    clips = [Clip("screen", Path(f"{name}.webm")) for name in ("nobody", "few", "good")]
    found = await present(clips, _Analysis(), _Tap, at_once=2)
    assert [(each.file, each.is_passed, each.refused) for each in found] == [
        ("few.webm", False, None),
        ("good.webm", True, None),
        ("nobody.webm", False, ErrorCode.NO_LIVE_FACE),
    ]
