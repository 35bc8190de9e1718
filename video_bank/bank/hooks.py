"""The bank's own systems that are asked about customers, as they were set."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from pathlib import Path

from video_bank.clock import Clock, SystemClock
from video_bank.database.redis_link import RedisLink
from video_bank.errors import SetupError
from video_bank.ids import NodeId
from video_bank.sessions.redis_callback_courier import CallbackCourier
from video_bank.settings import Settings
from video_bank.verification.aiohttp_demo_phone import open_phone
from video_bank.verification.aiohttp_hooks import (
    Webhook,
    WebhookOtpSender,
    WebhookRegistry,
    WebhookRiskEngine,
)
from video_bank.verification.hooks import OtpSender, Registry, RiskEngine

_SHORTEST_SECRET = 16


async def open_otp_sender(
    settings: Settings, clock: Clock, stack: AsyncExitStack
) -> OtpSender | None:
    webhook = await _open(settings.otp_url, settings, clock, stack)
    return WebhookOtpSender(webhook) if webhook else None


async def open_registry(settings: Settings, clock: Clock, stack: AsyncExitStack) -> Registry | None:
    webhook = await _open(settings.registry_url, settings, clock, stack)
    return WebhookRegistry(webhook) if webhook else None


async def open_risk_engine(
    settings: Settings, clock: Clock, stack: AsyncExitStack
) -> RiskEngine | None:
    webhook = await _open(settings.risk_url, settings, clock, stack)
    return WebhookRiskEngine(webhook) if webhook else None


async def open_courier(
    settings: Settings, node_id: NodeId, link: RedisLink, stack: AsyncExitStack
) -> CallbackCourier | None:
    webhook = await _open(settings.callbacks_url, settings, SystemClock(), stack)
    return CallbackCourier(node_id, link, webhook) if webhook else None


def open_demo_phone(
    settings: Settings, show: Callable[[str], None]
) -> AbstractAsyncContextManager[Mapping[str, str]]:
    """Return who takes codes in a demo; entered, it gives the settings of whoever sends them."""
    return open_phone(settings.key_dir, SystemClock(), show)


async def _open(
    url: str | None, settings: Settings, clock: Clock, stack: AsyncExitStack
) -> Webhook | None:
    """Raise SetupError where what is sent could not be signed."""
    if url is None:
        return None
    secret = await asyncio.to_thread(_read_secret, settings.hook_secret_file)
    return await stack.enter_async_context(Webhook(url, secret, clock))


def _read_secret(path: Path | None) -> bytes:
    if path is None:
        raise SetupError("Webhooks are signed: VIDEO_BANK_HOOK_SECRET_FILE names no file.")
    try:
        secret = path.read_bytes().strip()
    except OSError as error:
        raise SetupError(f"VIDEO_BANK_HOOK_SECRET_FILE: {path} cannot be read.") from error
    if len(secret) < _SHORTEST_SECRET:
        raise SetupError(f"VIDEO_BANK_HOOK_SECRET_FILE: {path} holds too short a secret.")
    return secret
