"""What a first look needs: four people, a queue, a key for the bank's system, a customer.

Passwords are made anew for each data folder and kept there, readable by the owner alone.
"""

import asyncio
import os
import secrets
from pathlib import Path
from typing import Final

import msgspec

from video_bank.bank.desk import Bank
from video_bank.bank.parts import SCRIPT_KEY
from video_bank.caller import Role
from video_bank.ids import QueueId
from video_bank.queues.hours import Span, Weekday
from video_bank.queues.policy import QueueRule, RoutingPolicy, SlotRule
from video_bank.scripts.disk_library import sign_file
from video_bank.sessions.session import Customer, Detail

QUEUE: Final = QueueId("loans")
_OFFICE: Final = (Span("09:00", "12:00"), Span("13:30", "17:30"))
_SLOTS: Final = SlotRule(hours=dict.fromkeys(Weekday, _OFFICE))  # who tries it at night waits
RULE: Final = QueueRule(callbacks=True, slots=_SLOTS, messages=True)
_FILE: Final = "demo.json"
_DRAFT: Final = "demo.json.draft"
BUSINESS: Final = "个人消费贷款面谈"
PRODUCT: Final = "personal-loan"
_EXAMPLES: Final = Path(__file__).parent / "scripts" / "examples"


class SignInCard(msgspec.Struct, frozen=True):
    username: str
    password: str


class DemoCards(msgspec.Struct, frozen=True):
    """What the first screen shows; the same over all starts of one data folder."""

    agent: SignInCard
    supervisor: SignInCard
    auditor: SignInCard
    second_auditor: SignInCard  # approves what the first one asks for
    api_key: str


async def seed(bank: Bank, data_dir: Path) -> DemoCards:
    """Return the data folder's cards; write people, queue and key first where there are none.

    The draft is written before anybody is let in, so a start that is interrupted here can be
    finished by the next. Raise SetupError when a user name is taken by somebody else.
    """
    if found := await asyncio.to_thread(read_cards, data_dir):
        return found
    draft = data_dir / _DRAFT
    cards = await asyncio.to_thread(_read, draft)
    if cards is None:
        cards = await _make_cards(bank)
        await asyncio.to_thread(_write_private, draft, msgspec.json.encode(cards))
    await bank.access.add_queue(QUEUE, "贷款业务")
    await bank.routing.change_policy(RoutingPolicy(queues={QUEUE: RULE}))
    await _let_in(bank, cards.agent, "李敏", "A1001", Role.AGENT)
    await _let_in(bank, cards.supervisor, "孙悦", "S3001", Role.SUPERVISOR)
    await _let_in(bank, cards.auditor, "赵岩", "U2001", Role.AUDITOR)
    await _let_in(bank, cards.second_auditor, "周宁", "U2002", Role.AUDITOR)
    await asyncio.to_thread(_sign_examples, data_dir)
    await asyncio.to_thread(draft.replace, data_dir / _FILE)
    return cards


def read_cards(data_dir: Path) -> DemoCards | None:
    """Return what `seed` left in the data folder; None where it never was."""
    return _read(data_dir / _FILE)


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


async def _make_cards(bank: Bank) -> DemoCards:
    return DemoCards(
        agent=SignInCard("amir", secrets.token_urlsafe(6)),
        supervisor=SignInCard("sol", secrets.token_urlsafe(6)),
        auditor=SignInCard("ada", secrets.token_urlsafe(6)),
        second_auditor=SignInCard("ben", secrets.token_urlsafe(6)),
        api_key=await bank.access.add_api_key("demo"),
    )


async def _let_in(
    bank: Bank, card: SignInCard, display_name: str, staff_number: str, role: Role
) -> None:
    is_known = await bank.access.find_staff_id(card.username) is not None
    if not is_known or await bank.access.check_password(card.username, card.password) is None:
        await bank.access.add_staff(card.username, card.password, display_name, staff_number, role)


def _sign_examples(data_dir: Path) -> None:
    """Put the example scripts where the desk looks, signed with a key of the demo's own."""
    folder = data_dir / "scripts"
    folder.mkdir(exist_ok=True)
    for example in sorted(_EXAMPLES.glob("*.yaml")):
        copy = folder / example.name
        if not copy.exists():
            copy.write_bytes(example.read_bytes())
        sign_file(copy, data_dir / "keys" / SCRIPT_KEY)


def _read(path: Path) -> DemoCards | None:
    """A draft that breaks off was the only thing done: it is as good as none."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=DemoCards)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def _write_private(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
