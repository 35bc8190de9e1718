"""What each figure means, in one place and in both languages (pure).

The reports print these sentences, and so do the supervisor's page and the wallboard, whose file
`python -m signaling.figure_words` writes from here.
"""

from enum import StrEnum
from typing import Final

import msgspec

from video_bank.queues.figures import WITHIN_S


class Unit(StrEnum):
    COUNT = "count"
    SHARE = "share"
    SECONDS = "seconds"
    SCORE = "score"  # from 1 to 5


class Words(msgspec.Struct, frozen=True):
    title: str
    sentence: str


class Definition(msgspec.Struct, frozen=True):
    unit: Unit
    chinese: Words
    english: Words


def _define(unit: Unit, chinese: tuple[str, str], english: tuple[str, str]) -> Definition:
    return Definition(unit, Words(*chinese), Words(*english))


_WITHIN: Final = f"{WITHIN_S:.0f}"

# In the order of `figures.Figures`, whose fields these are; then what only the live board has.
DEFINITIONS: Final = {
    "offered": _define(
        Unit.COUNT,
        ("进线量", "队列开放期间进入的客户数;仍在等候的尚不计入"),
        ("Offered", "customers who came while the queue was open; not yet those who still wait"),
    ),
    "connected": _define(
        Unit.COUNT,
        ("接通量", "其中与坐席接通的客户数"),
        ("Connected", "of those, how many met an agent"),
    ),
    "connection_rate": _define(
        Unit.SHARE,
        ("接通率", "接通量 ÷ 进线量"),
        ("Connection rate", "connected / offered"),
    ),
    "service_level": _define(
        Unit.SHARE,
        (f"{_WITHIN} 秒服务水平", f"{_WITHIN} 秒内接通量 ÷ 进线量"),
        (f"Service level, {_WITHIN} s", f"met an agent within {_WITHIN} s / offered"),
    ),
    "abandon_rate": _define(
        Unit.SHARE,
        ("放弃率", "等候中放弃的客户数 ÷ 进线量"),
        ("Abandon rate", "gave up while waiting / offered"),
    ),
    "wait_mean_s": _define(
        Unit.SECONDS,
        ("平均等候", "接通客户从进入队列到接通的平均秒数"),
        ("Mean wait", "seconds from joining to the agent, mean of the connected"),
    ),
    "wait_p50_s": _define(
        Unit.SECONDS,
        ("等候中位数", "接通客户等候秒数的中位数"),
        ("Median wait", "seconds from joining to the agent, median of the connected"),
    ),
    "wait_p95_s": _define(
        Unit.SECONDS,
        ("等候 95 分位", "95% 的接通客户等候不超过此秒数"),
        ("Wait, 95 %", "95 % of the connected waited so many seconds at most"),
    ),
    "wait_longest_s": _define(
        Unit.SECONDS,
        ("最长等候", "进线客户中最长的等候秒数,含放弃者"),
        ("Longest wait", "the longest wait in seconds of all who came, also of who gave up"),
    ),
    "aht_s": _define(
        Unit.SECONDS,
        ("平均处理时长", "从坐席接入到整理结束的平均秒数"),
        ("AHT", "seconds from the agent's answer to the end of the wrap-up, mean"),
    ),
    "satisfaction": _define(
        Unit.SCORE,
        ("满意度", "客户评分的平均值,1 至 5 分"),
        ("Satisfaction", "mean of the customers' ratings, 1 to 5"),
    ),
    "occupancy": _define(
        Unit.SHARE,
        ("坐席利用率", "通话与整理时长 ÷ 签入时长(就绪、振铃、通话、整理)"),
        ("Occupancy", "time in calls and wrap-up / time ready, ringing, in calls and wrap-up"),
    ),
    "waiting": _define(
        Unit.COUNT,
        ("等候人数", "此刻在队列中的客户数"),
        ("Waiting", "customers in the queues at this moment"),
    ),
    "longest_wait_s": _define(
        Unit.SECONDS,
        ("当前最长等候", "此刻等候最久的客户已等候的秒数"),
        ("Waiting longest", "seconds that the one has waited who waits the longest now"),
    ),
}


def write_value(name: str, value: float | None) -> str:
    """Return a figure as people read it."""
    if value is None:
        return "-"
    match DEFINITIONS[name].unit:
        case Unit.SHARE:
            return f"{value:.1%}"
        case Unit.SECONDS:
            return f"{value:,.1f} s"
        case Unit.SCORE:
            return f"{value:.2f}"
        case Unit.COUNT:
            return f"{value:,.0f}"
