"""What a first look needs: two people, a queue, a key for the bank's system, a customer.

Passwords are made anew for each data folder and kept there, readable by the owner alone.
"""

import asyncio
import os
import secrets
from pathlib import Path
from typing import Final

import msgspec

from video_bank.bank.desk import Bank
from video_bank.caller import Role
from video_bank.ids import QueueId
from video_bank.sessions.session import Customer, Detail

QUEUE: Final = QueueId("loans")
_FILE: Final = "demo.json"
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
    if found := await asyncio.to_thread(read_cards, data_dir):
        return found
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
    await asyncio.to_thread(_write_private, data_dir / _FILE, msgspec.json.encode(cards))
    return cards


def read_cards(data_dir: Path) -> DemoCards | None:
    """Return what `seed` left in the data folder; None where it never was."""
    try:
        return msgspec.json.decode((data_dir / _FILE).read_bytes(), type=DemoCards)
    except FileNotFoundError:
        return None


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
