"""What a first look needs: two people, a queue, a key for the bank's system, a customer who is invited.

Passwords are made anew for each data folder and kept there, readable by the owner alone.
"""

import os
import secrets
from pathlib import Path
from typing import Final

import msgspec

from video_bank.bank import Bank
from video_bank.caller import Role
from video_bank.ids import QueueId
from video_bank.sessions.session import Customer, Detail

QUEUE: Final = QueueId("loans")
BUSINESS: Final = "个人消费贷款面谈"


class SignInCard(msgspec.Struct, frozen=True):
    username: str
    password: str


class DemoCards(msgspec.Struct, frozen=True):
    """What the first screen shows; the same over all starts of one data folder."""

    agent: SignInCard
    auditor: SignInCard
    api_key: str


async def seed(bank: Bank, data_dir: Path) -> DemoCards:
    """Return the data folder's cards; write people, queue and key first where there are none."""
    path = data_dir / "demo.json"
    if path.exists():
        return msgspec.json.decode(path.read_bytes(), type=DemoCards)
    cards = DemoCards(
        agent=SignInCard("amir", secrets.token_urlsafe(6)),
        auditor=SignInCard("ada", secrets.token_urlsafe(6)),
        api_key=await bank.access.add_api_key("demo"),
    )
    await bank.access.add_queue(QUEUE, "贷款业务")
    await bank.access.add_staff(
        cards.agent.username, cards.agent.password, "李敏", "A1001", Role.AGENT
    )
    await bank.access.add_staff(
        cards.auditor.username, cards.auditor.password, "赵岩", "U2001", Role.AUDITOR
    )
    _write_private(path, msgspec.json.encode(cards))
    return cards


def make_customer() -> Customer:
    """Return an invented customer, different each time, as a bank's system would send one."""
    number = secrets.randbelow(9000) + 1000
    return Customer(
        name="示例客户",
        reference=f"DK-2026-{number}",
        details=(
            Detail("申请金额", "50,000 元"),
            Detail("期限", "12 个月"),
            Detail("用途", "家用电器"),
            Detail("渠道", "手机银行"),
        ),
    )


def _write_private(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
