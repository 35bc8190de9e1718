"""The people of the journeys, each in a browser of their own: what they click, see and hear."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Self

from playwright.sync_api import Browser, Locator, Page, Playwright, expect

from tests.house import wait_until
from video_bank.demo import SignInCard
from video_bank.verification.location.location import Position

CHROMIUM: Final = Path("/usr/bin/chromium")
PHONE: Final = {"width": 390, "height": 844}
DESK: Final = {"width": 1440, "height": 900}
CUSTOMER_CLIP: Final = 1  # what their cameras show, see `opencv_drawn_clip`
AGENT_CLIP: Final = 2
SUPERVISOR_CLIP: Final = 3
GUEST_CLIP: Final = 4
_PATIENCE_MS: Final = 60_000  # of a machine that does a lot else
expect.set_options(timeout=_PATIENCE_MS)

# Keeps every connection that the page makes, for its statistics.
_KEEP_CONNECTIONS: Final = """
window.connections = [];
window.RTCPeerConnection = class extends window.RTCPeerConnection {
  constructor(...args) { super(...args); window.connections.push(this); }
};
"""
# Reads the strip of the drawn clip as `opencv_drawn_clip.read_counter` does; null when illegible.
READ_STRIP: Final = """
(video) => {
  const [w, h, blocks] = [video.videoWidth, video.videoHeight, 24];
  const canvas = document.createElement('canvas');
  canvas.width = blocks; canvas.height = 1;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  for (let i = 0; i < blocks; i++) {
    pen.drawImage(video, ((i + 0.3) * w) / blocks, h * (29 / 30 - 1 / 90), (0.4 * w) / blocks,
      h / 45, i, 0, 1, 1);
  }
  const pixels = pen.getImageData(0, 0, blocks, 1).data;
  let [start, stamp, check, sum] = [0, 0, 0, 0];
  for (let i = 0; i < blocks; i++) {
    const bit = pixels[i * 4] > 127 ? 1 : 0;
    if (i < 4) start = start * 2 + bit;
    else if (i < 20) stamp = stamp * 2 + bit;
    else check = check * 2 + bit;
  }
  for (let rest = stamp; rest > 0; rest >>= 4) sum ^= rest & 15;
  return start === 10 && sum === check ? [stamp >> 12, stamp & 4095] : null;
}
"""

# How loud the remote track is: root mean square over one window of samples; the first that is
# audible, or after ten seconds the loudest.
_AUDIBLE: Final = 0.005
_LISTEN: Final = f"""
async (video) => {{
  const context = new AudioContext();
  await context.resume();
  const source = context.createMediaStreamSource(video.srcObject);
  const analyser = context.createAnalyser();
  source.connect(analyser);
  let loudest = 0;
  for (let i = 0; i < 200 && loudest <= {_AUDIBLE}; i++) {{
    await new Promise((done) => setTimeout(done, 50));
    const samples = new Float32Array(analyser.fftSize);
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, x) => sum + x * x, 0) / samples.length;
    loudest = Math.max(loudest, Math.sqrt(power));
  }}
  await context.close();
  return loudest;
}}
"""


class Person:
    """One page, addressed by the `data-test` names of its parts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.set_default_timeout(_PATIENCE_MS)

    def part(self, name: str) -> Locator:
        return self.page.locator(f'[data-test="{name}"]')

    def click(self, name: str) -> Self:
        self.part(name).first.click()
        return self

    def handle(self, name: str) -> Any:
        return self.part(name).element_handle()

    def wait_for_screen(self, name: str) -> Self:
        self.page.wait_for_selector(f'[data-screen="{name}"]')
        return self

    def remote_video(self, part: str = "remote-video") -> Any:
        """Return the video of a part, or that a part is, when it shows something."""
        video = self.page.locator(f'video[data-test="{part}"], [data-test="{part}"] video')
        video.wait_for(state="visible")
        self.page.wait_for_function(
            "(video) => video.videoWidth > 0 && video.readyState >= 2", arg=video.element_handle()
        )
        return video.element_handle()

    def read_counter(self, part: str = "remote-video") -> tuple[int, int] | None:
        """Return (clip, counter) of a remote picture as it is now, None when illegible."""
        found = self.remote_video(part).evaluate(READ_STRIP)
        return (found[0], found[1]) if found else None

    def see(self, clip: int, within_s: float = 30.0, part: str = "remote-video") -> int:
        """Wait until the picture of a part is `clip`'s and return its counter."""
        seen: list[tuple[int, int] | None] = []

        def look() -> bool:
            seen.append(self.read_counter(part))
            found = seen[-1]
            return found is not None and found[0] == clip

        wait_until(look, within_s, lambda: f"clip {clip} not seen, but {seen[-5:]}")
        found = seen[-1]
        assert found is not None
        return found[1]

    def hear(self, part: str = "remote-video") -> None:
        """Wait until the other side is heard."""
        loudest = self.remote_video(part).evaluate(_LISTEN)
        assert loudest > _AUDIBLE, f"{part} is silent: {loudest}"


@contextmanager
def open_browser(
    playwright: Playwright,
    clip: Path | None,
    flags: tuple[str, ...] = (),
    program: Path = CHROMIUM,
) -> Iterator[Browser]:
    """A headless Chromium whose camera plays `clip`, or that has no camera at all without one."""
    fake = ("--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={clip}")
    browser = playwright.chromium.launch(
        executable_path=program,
        args=[
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--autoplay-policy=no-user-gesture-required",
            *(fake if clip else ()),
            *flags,
        ],
    )
    try:
        yield browser
    finally:
        browser.close()


def open_page(browser: Browser, size: Mapping[str, int], *, is_phone: bool = False) -> Page:
    context = browser.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        permissions=["camera", "microphone"],
        locale="zh-CN",
        has_touch=is_phone,
    )
    context.add_init_script(_KEEP_CONNECTIONS)
    return context.new_page()


class Customer(Person):
    def open_link(self, join_url: str) -> Self:
        self.page.goto(join_url)
        return self

    def consent(self, *, to_face: bool = True, to_location: bool = False) -> Self:
        self.click("consent-recording")
        self.click("consent-face" if to_face else "consent-face-other-way")
        return self.click("consent-location" if to_location else "consent-location-no")

    def stand_at(self, position: Position) -> Self:
        """Let the browser know where it is, and tell it to who asks."""
        context = self.page.context
        context.grant_permissions(["camera", "microphone", "geolocation"])
        context.set_geolocation(
            {"latitude": position.latitude, "longitude": position.longitude, "accuracy": 20.0}
        )
        return self

    def join_queue(self) -> Self:
        self.click("join-queue")
        return self

    def send_picture(self, picture: Path) -> Self:
        self.part("picture-sheet").wait_for()
        self.part("picture-file").set_input_files(picture)
        self.click("picture-use")
        return self

    def hang_up(self) -> Self:
        return self.click("hang-up").click("hang-up-confirm")


class Agent(Person):
    def sign_in(self, url: str, card: SignInCard) -> Self:
        self.page.goto(f"{url}/desk")
        self.part("username").fill(card.username)
        self.part("password").fill(card.password)
        self.click("sign-in")
        return self

    def get_ready(self) -> Self:
        return self.click("presence-ready")

    def take_break(self) -> Self:
        """Be rung no more, also not by who comes in the next journey."""
        self.click("presence-break")
        self.page.wait_for_selector('[data-test="presence"][data-presence="break"]')
        return self

    def accept(self) -> Self:
        self.part("ring").wait_for()
        return self.click("accept")

    def invite_guest(self, name: str) -> str:
        """Return the link for a third party."""
        self.click("guest").part("guest-name").fill(name)
        self.click("guest-invite")
        link = self.part("guest-link").input_value()
        self.click("guest-close")
        return link

    def check(self, picture_number: int) -> str:
        """Compare with the nth picture (from 1), without a challenge, and return the verdict."""
        self.click(f"picture-{picture_number}")
        self.click("start-check-without")
        verdict = self.part("verdict")
        verdict.wait_for()
        return str(verdict.get_attribute("data-verdict"))

    def hang_up(self) -> Self:
        return self.click("hang-up").click("hang-up-confirm")

    def wrap_up(self) -> Self:
        return self.click("wrap-up-result").click("wrap-up-finish").take_break()


class Supervisor(Person):
    """From `take("lead")` on the page is an agent's desk: `Agent(sol.page)`."""

    def sign_in(self, url: str, card: SignInCard) -> Self:
        Agent(self.page).sign_in(url, card)
        self.part("meeting-search").wait_for()
        return self

    def enter(self, session_id: str) -> Self:
        self.page.locator(f'[data-test="meeting"][data-session="{session_id}"]').click()
        return self.wait_for_screen("watching")

    def take(self, mode: str) -> Self:
        """Change how the supervisor is in the call, and wait until the call has it so."""
        if mode == "lead":
            self.click("take-over").click("take-over-confirm")
            return self.wait_for_screen("call")
        self.click(f"mode-{mode}")
        self.page.wait_for_selector(f'[data-test="mode-{mode}"][aria-pressed="true"]')
        return self

    def watch(self, who: str, clip: int) -> None:
        """Wait until `who`'s picture in the call is `clip`'s."""
        video = self.part(f"watch-{who}").locator("video")

        def look() -> bool:
            found = video.evaluate(f"(video) => video.videoWidth && ({READ_STRIP})(video)")
            return bool(found) and found[0] == clip

        wait_until(look, 30, lambda: f"clip {clip} not seen of the {who}")


class Guest(Person):
    def open_link(self, join_url: str) -> Self:
        self.page.goto(join_url)
        return self

    def come_in(self) -> Self:
        return self.click("consent-recording").click("come-in")

    def leave(self) -> Self:
        return self.click("hang-up").click("hang-up-confirm")


class Auditor(Person):
    def sign_in(self, url: str, card: SignInCard) -> Self:
        Agent(self.page).sign_in(url, card)
        self.part("search").wait_for()
        return self
