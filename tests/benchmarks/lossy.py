"""A call over a network that loses packets: how long pictures froze, how often sound was missing.

Both people look and listen; the worse of them counts.
"""

import wave
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
from playwright.sync_api import Page

from tests.journeys.mobile import Mobile

_SECONDS: Final = 60.0
_ADAPT_MS: Final = 5_000  # until the senders have noticed
_RATE: Final = 48_000
_ONE_WAY_S: Final = 0.1
_AUDIBLE: Final = 1e-5  # a root mean square of 0.3 % of full scale

# Notes the power of each tenth of a second of what was played.
_LISTEN: Final = """
() => {
  window.powers = [];
  let [energy, seconds] = [0, 0];
  window.listening = setInterval(async () => {
    let [newEnergy, newSeconds] = [0, 0];
    for (const connection of window.connections) {
      for (const entry of (await connection.getStats()).values()) {
        if (entry.type !== 'inbound-rtp' || entry.kind !== 'audio') continue;
        newEnergy += entry.totalAudioEnergy;
        newSeconds += entry.totalSamplesDuration;
      }
    }
    if (newSeconds - seconds < 0.1) return;
    if (seconds > 0) window.powers.push((newEnergy - energy) / (newSeconds - seconds));
    [energy, seconds] = [newEnergy, newSeconds];
  }, 50);
}
"""
_COUNT: Final = """
async () => {
  const sums = { freezes_s: 0, concealed: 0, samples: 0 };
  for (const connection of window.connections) {
    for (const entry of (await connection.getStats()).values()) {
      if (entry.type !== 'inbound-rtp') continue;
      sums.freezes_s += entry.totalFreezesDuration ?? 0;
      sums.concealed += entry.concealedSamples ?? 0;
      sums.samples += entry.totalSamplesReceived ?? 0;
    }
  }
  return sums;
}
"""
_STOP: Final = "() => { clearInterval(window.listening); return window.powers; }"


class Counts(msgspec.Struct, frozen=True):
    """Sums over a page's connections; a freeze is WebRTC's: max(3 x average, average + 150 ms)."""

    freezes_s: float
    concealed: float
    samples: float


class Reception(msgspec.Struct, frozen=True):
    """What one page made of what it got, as shares."""

    frozen: float
    concealed: float
    audible: float


def measure_loss(call: Mobile) -> dict[str, float]:
    light = _receive(call, 0.05)
    heavy = _receive(call, 0.20)
    return {
        "loss_5pct_200ms_freeze_share": max(each.frozen for each in light),
        "loss_20pct_freeze_share": max(each.frozen for each in heavy),
        "loss_20pct_audio_share": min(each.audible for each in heavy),
        "loss_20pct_concealed_share": max(each.concealed for each in heavy),
    }


def write_sweep(path: Path) -> Path:
    """Write a sound that never stops and never stays: noise suppression takes it for speech."""
    at = np.arange(_RATE * 4) / _RATE
    pitch = 150 + 60 * np.sin(2 * np.pi * 1.5 * at)
    phase = 2 * np.pi * np.cumsum(pitch) / _RATE
    voice = sum(np.sin(harmonic * phase) / harmonic for harmonic in range(1, 12))
    loudness = 0.75 + 0.25 * np.sin(2 * np.pi * 4 * at)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        file.writeframes((voice * loudness * 6_000).astype("<i2").tobytes())
    return path


def _receive(call: Mobile, loss: float) -> list[Reception]:
    """Return what each page received over a minute of this loss, either way."""
    pages = call.pages()
    _set_loss(call, loss, _ONE_WAY_S)
    pages[0].wait_for_timeout(_ADAPT_MS)
    before = [_count(page) for page in pages]
    for page in pages:
        page.evaluate(_LISTEN)
    pages[0].wait_for_timeout(_SECONDS * 1000)
    powers = [msgspec.convert(page.evaluate(_STOP), list[float]) for page in pages]
    after = [_count(page) for page in pages]
    _set_loss(call, 0.0, 0.0)
    return [_judge(*each) for each in zip(before, after, powers, strict=True)]


def _set_loss(call: Mobile, loss: float, delay_s: float) -> None:
    for uplink in (call.wifi, call.cell):
        uplink.weather.loss, uplink.weather.delay_s = loss, delay_s


def _count(page: Page) -> Counts:
    return msgspec.convert(page.evaluate(_COUNT), Counts, strict=False)


def _judge(before: Counts, after: Counts, powers: list[float]) -> Reception:
    return Reception(
        frozen=(after.freezes_s - before.freezes_s) / _SECONDS,
        concealed=(after.concealed - before.concealed) / (after.samples - before.samples),
        audible=sum(power > _AUDIBLE for power in powers) / len(powers),
    )
