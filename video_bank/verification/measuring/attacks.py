"""How clips of genuine persons and of attacks come through the live analysis (pure).

By ISO/IEC 30107-3: APCER is the share of an attack's presentations that are taken for genuine,
for each kind of attack, the worst of which counts; BPCER is the share of genuine presentations
that are taken for an attack.

A clip cannot know what a challenge will ask. So it is counted twice: with the challenge, as in a
call, and by the signals alone, as if it had been answered. Only the second says anything about
genuine clips.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import msgspec

from video_bank.errors import ErrorCode
from video_bank.verification.evidence import Finding, Reason
from video_bank.verification.measuring.rates import Rate, clopper_pearson
from video_bank.verification.policy import EFFECTS, Effect

GENUINE: Final = "genuine"
_OF_CHALLENGE: Final = frozenset(
    {
        Reason.NO_CHALLENGE,
        Reason.CHALLENGE_UNANSWERED,
        Reason.NOTHING_SPOKEN,
        Reason.WRONG_MOVEMENT,
        Reason.UNASKED_MOVEMENT,
        Reason.MOUTH_STILL,
    }
)


class Presentation(msgspec.Struct, frozen=True):
    """What came of one clip; `refused`: why there was nothing to judge."""

    kind: str
    file: str
    is_answered: bool = False
    findings: tuple[Finding, ...] = ()
    refused: ErrorCode | None = None

    @property
    def is_unsuspected(self) -> bool:
        """Say whether the signals alone would let it pass."""
        return self.refused is None and not any(
            EFFECTS[finding.reason] is not Effect.NOTE
            for finding in self.findings
            if finding.reason not in _OF_CHALLENGE
        )

    @property
    def is_passed(self) -> bool:
        return self.is_answered and self.is_unsuspected


class KindOfAttack(msgspec.Struct, frozen=True):
    """`apcer`: with the challenge; `apcer_by_signals`: had the challenge been answered."""

    clips: int
    apcer: Rate
    apcer_by_signals: Rate
    reasons: dict[str, int]


class AttackReport(msgspec.Struct, frozen=True):
    """`worst`: the kind of attack that comes through most often, which is what counts."""

    engine: str
    kinds: dict[str, KindOfAttack]
    worst: str | None
    genuine_clips: int
    bpcer_by_signals: Rate
    genuine_reasons: dict[str, int]


def report_attacks(engine: str, presentations: Sequence[Presentation]) -> AttackReport:
    genuine = [each for each in presentations if each.kind == GENUINE]
    kinds = {
        kind: _of_kind([each for each in presentations if each.kind == kind])
        for kind in sorted({each.kind for each in presentations} - {GENUINE})
    }
    suspected = sum(not each.is_unsuspected for each in genuine)
    return AttackReport(
        engine=engine,
        kinds=kinds,
        worst=max(kinds, key=lambda kind: _how_bad(kinds[kind]), default=None),
        genuine_clips=len(genuine),
        bpcer_by_signals=clopper_pearson(suspected, len(genuine)),
        genuine_reasons=_count_reasons(genuine),
    )


def _of_kind(presentations: Sequence[Presentation]) -> KindOfAttack:
    clips = len(presentations)
    return KindOfAttack(
        clips=clips,
        apcer=clopper_pearson(sum(each.is_passed for each in presentations), clips),
        apcer_by_signals=clopper_pearson(sum(each.is_unsuspected for each in presentations), clips),
        reasons=_count_reasons(presentations),
    )


def _how_bad(kind: KindOfAttack) -> tuple[float, float]:
    return kind.apcer.value, kind.apcer_by_signals.value


def _count_reasons(presentations: Sequence[Presentation]) -> dict[str, int]:
    """Return in how many clips each reason was found, the commonest first."""
    found: Counter[str] = Counter()
    for each in presentations:
        found.update({finding.reason.value for finding in each.findings})
        if each.refused is not None:
            found[each.refused.value] += 1
    return dict(found.most_common())
