"""What came of clips of attacks, as one HTML file that needs nothing else (pure)."""

from collections.abc import Mapping
from html import escape
from typing import Final

from video_bank.verification.measuring.attacks import AttackReport
from video_bank.verification.measuring.plot import draw_rates
from video_bank.verification.measuring.report_page import make_page, make_table, write_rate

_NOTE: Final = (
    "APCER: attacks taken for genuine; the worst kind counts. BPCER: genuine clips taken for an "
    "attack. A clip cannot know what the challenge asks: with the challenge it is played as in a "
    "call, by signals it counts as if the challenge had been answered. In brackets the exact "
    "(Clopper-Pearson) interval of 95 %: with no attack among n coming through, APCER may still "
    "be 3.7 / n. This is no test by a laboratory after ISO/IEC 30107-3."
)


def page_of_attacks(report: AttackReport) -> str:
    rows = [
        [
            escape(kind),
            str(found.clips),
            write_rate(found.apcer),
            write_rate(found.apcer_by_signals),
            _list_reasons(found.reasons),
        ]
        for kind, found in report.kinds.items()
    ]
    header = ("attack", "clips", "APCER", "APCER by signals", "what was found, in clips")
    genuine = make_table(
        ("genuine clips", "BPCER by signals", "what was found, in clips"),
        [
            [
                str(report.genuine_clips),
                write_rate(report.bpcer_by_signals),
                _list_reasons(report.genuine_reasons),
            ]
        ],
    )
    rates = [(f"{kind}", found.apcer) for kind, found in report.kinds.items()]
    by_signals = [(f"{kind}", found.apcer_by_signals) for kind, found in report.kinds.items()]
    if report.genuine_clips:
        by_signals.append(("genuine (BPCER)", report.bpcer_by_signals))
    return make_page(
        "Attacks presented: how many came through",
        [
            f"<p>Engine <code>{escape(report.engine)}</code>."
            + (f" Worst: <b>{escape(report.worst)}</b>." if report.worst else "")
            + "</p>",
            make_table(header, rows) if rows else "<p>No clips of attacks.</p>",
            genuine,
            f"<p>{_NOTE}</p>",
            draw_rates("With the challenge", rates),
            draw_rates("By signals alone", by_signals),
        ],
    )


def _list_reasons(reasons: Mapping[str, int]) -> str:
    return ", ".join(f"{escape(name.replace('_', ' '))} {count}" for name, count in reasons.items())
