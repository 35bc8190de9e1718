"""Whole challenges with the real engine: a head that follows the prompts, and heads that do not."""

import asyncio
import itertools
import math
import time
from collections.abc import Callable
from typing import Any, Final

import msgspec
import pytest

from tests.drawn_head import STILL, Pose, Rgb, draw_head
from tests.eventually import eventually
from tests.video_bank.verification.pictures import admiral, astronaut, jpeg
from tests.video_bank.verification.taps import FilmedTap
from tests.video_bank.verification.vaults import MemoryVault, OpenKey
from video_bank.clock import SystemClock
from video_bank.database.redis_link import RedisLink
from video_bank.database.sql_engine import Database
from video_bank.ids import new_check_id, new_session_id
from video_bank.media.commands import EaseChallenge, JudgeDigits, LegName, StartCheck
from video_bank.verification.evidence import (
    Action,
    CheckFinished,
    Evidence,
    Reason,
    Thresholds,
    Verdict,
)
from video_bank.verification.liveness.challenge import Challenges
from video_bank.verification.liveness.guidance import Guidance
from video_bank.verification.liveness.jobs import Landmarks
from video_bank.verification.liveness.progress import ChallengeMoved, Phase, Prompt
from video_bank.verification.liveness.redis_guide import RedisGuide, guidance_stream
from video_bank.verification.liveness.sql_fingerprints import SqlFingerprints
from video_bank.verification.picture_store import PictureStore
from video_bank.verification.verifier import Verifier
from video_bank.verification.worker_pool import WorkerPool

pytestmark = pytest.mark.timeout(120)

_DOCUMENT: Final = jpeg(astronaut(), 95)
_TURN: Final = 1.35
POSES: Final = {
    Action.TURN_LEFT: Pose(turn=_TURN),
    Action.TURN_RIGHT: Pose(turn=-_TURN),
    Action.NOD: Pose(nod=0.9),
    Action.BLINK: Pose(closed=1.0),
    Action.OPEN_MOUTH: Pose(mouth=1.0),
    Action.READ_DIGITS: Pose(mouth=0.6),
}


class Customer:
    """Sits before the camera and does what the newest prompt says, or does not."""

    def __init__(self, *, is_willing: bool = True) -> None:
        self.prompt: Prompt | None = None
        self.prompts: list[Prompt] = []
        self.told: list[ChallengeMoved] = []
        self.on_prompt: Callable[[Prompt], None] = lambda prompt: None
        self._is_willing = is_willing
        self._prompted_at = 0.0
        self._frame = 0

    def hear(self, news: msgspec.Struct) -> None:
        assert isinstance(news, ChallengeMoved)
        self.told.append(news)
        self.prompt = news.progress.prompt
        if self.prompt:
            self.prompts.append(self.prompt)
            self._prompted_at = time.monotonic()
            self.on_prompt(self.prompt)

    def film(self, now: float) -> Rgb:
        """A head that is never quite still, before a camera that is never quite clean."""
        self._frame += 1
        sway = (
            6 * math.sin(1.7 * now) + 4 * math.sin(2.9 * now + 1),
            4 * math.sin(1.1 * now) + 3 * math.sin(3.7 * now),
        )
        return draw_head(self._pose()._replace(shift=sway), self._frame)

    def _pose(self) -> Pose:
        if self.prompt is None or not self._is_willing:
            return STILL
        since = time.monotonic() - self._prompted_at - 0.4
        is_there = 0 < since < 1.2
        if self.prompt.action is Action.BLINK:
            is_there = since > 0 and since % 0.6 < 0.25
        if self.prompt.action is Action.READ_DIGITS:
            is_there = since % 0.4 < 0.2
        return POSES[self.prompt.action] if is_there else STILL


class Scene:
    """One session's check."""

    def __init__(self, pool: WorkerPool, link: RedisLink, database: Database) -> None:
        self.session_id = new_session_id()
        self.link = link
        self.vault = MemoryVault()
        self.pictures = PictureStore(self.vault, OpenKey())
        self._pool = pool
        self._earlier = SqlFingerprints(database, SystemClock())
        self.verifier = self.open_verifier("5")

    def open_verifier(self, landmarks: Landmarks) -> Verifier:
        challenges = Challenges(self._pool, RedisGuide(self.link), landmarks)
        return Verifier(
            self._pool, self.pictures, Thresholds(), challenges, self._earlier, SystemClock()
        )

    async def check(
        self,
        film: Callable[[float], Rgb],
        hear: Callable[[msgspec.Struct], None],
        document: bytes = _DOCUMENT,
        **options: Any,
    ) -> Evidence:
        key = await OpenKey().make_data_key(self.session_id)
        picture_id = await self.pictures.put(self.session_id, key, document)
        command = StartCheck(
            self.session_id, new_check_id(), picture_id, LegName.CUSTOMER, **options
        )
        self.command = command
        outcome = await self.verifier.run(command, key, FilmedTap(film), hear)
        assert isinstance(outcome, CheckFinished), outcome
        return outcome.evidence

    async def guidance(self) -> list[Guidance]:
        found = await self.link.read({guidance_stream(self.session_id): "0"})
        return [msgspec.json.decode(payload, type=Guidance) for _, _, payload in found]

    def agent_hears_digits(self, prompt: Prompt) -> None:
        if prompt.digits:
            check_id = self.command.check_id
            word = JudgeDigits(self.session_id, check_id, prompt.number, is_right=True)
            asyncio.get_running_loop().call_later(1.5, self.verifier.tell, word)


@pytest.fixture
def scene(face_pool: WorkerPool, link: RedisLink, database: Database) -> Scene:
    return Scene(face_pool, link, database)


@pytest.mark.parametrize("landmarks", ["5", "68"])
async def test_whoever_does_what_is_asked_passes(scene: Scene, landmarks: Landmarks) -> None:
    scene.verifier = scene.open_verifier(landmarks)
    customer = Customer()
    customer.on_prompt = scene.agent_hears_digits
    evidence = await scene.check(customer.film, customer.hear)
    assert evidence.challenge is not None
    assert evidence.verdict is Verdict.PASSED, evidence
    actions = evidence.challenge.actions
    asked = [prompt.action for prompt in customer.prompts][-len(actions) :]
    assert [each.action for each in actions] == asked
    assert all(each.done_after_s and each.picture for each in actions)
    for each in actions:
        assert each.picture
        assert await scene.pictures.get(
            scene.session_id, await OpenKey().make_data_key(scene.session_id), each.picture
        )


async def test_prompts_go_out_one_at_a_time_and_only_when_the_one_before_is_answered(
    scene: Scene,
) -> None:
    customer = Customer()
    customer.on_prompt = scene.agent_hears_digits
    await scene.check(customer.film, customer.hear)
    numbers = [news.progress.number for news in customer.told]
    assert numbers == sorted(set(numbers))
    phases = [news.progress.phase for news in customer.told]
    assert phases[0] is Phase.GETTING_READY
    assert phases[-1] is Phase.COMPARING
    for one, other in itertools.pairwise(customer.told):
        if other.progress.prompt:
            assert one.progress.prompt is None
    assert [prompt.number for prompt in customer.prompts] == list(
        range(1, len(customer.prompts) + 1)
    )


async def test_whoever_does_nothing_never_passes_by_the_machine(scene: Scene) -> None:
    customer = Customer(is_willing=False)
    evidence = await scene.check(customer.film, customer.hear)
    assert evidence.verdict is Verdict.REVIEW
    assert Reason.CHALLENGE_UNANSWERED in {each.reason for each in evidence.findings}
    assert evidence.challenge
    assert evidence.challenge.attempt == 3
    assert [each.progress.phase for each in customer.told].count(Phase.AGAIN) == 2


async def test_what_somebody_cannot_do_is_replaced_at_once(scene: Scene) -> None:
    customer = Customer()
    eased: list[Action] = []

    def ask(prompt: Prompt) -> None:
        if not eased and prompt.action is not Action.READ_DIGITS:
            eased.append(prompt.action)
            word = EaseChallenge(scene.session_id, scene.command.check_id, prompt.number)
            scene.verifier.tell(word)
        scene.agent_hears_digits(prompt)

    customer.on_prompt = ask
    evidence = await scene.check(customer.film, customer.hear)
    assert evidence.challenge
    assert evidence.challenge.alternative == bool(eased)
    assert not {each.action for each in evidence.challenge.actions} & set(eased)


async def test_whoever_always_says_that_they_cannot_runs_out_of_attempts(scene: Scene) -> None:
    customer = Customer()

    def ask(prompt: Prompt) -> None:
        scene.verifier.tell(EaseChallenge(scene.session_id, scene.command.check_id, prompt.number))

    customer.on_prompt = ask
    evidence = await scene.check(customer.film, customer.hear)
    assert [each.action for each in customer.prompts].count(Action.READ_DIGITS) <= 1
    assert len(customer.prompts) == 4  # the first one costs nothing
    assert evidence.challenge
    assert evidence.challenge.attempt == 3
    assert evidence.verdict is Verdict.REVIEW
    assert Reason.CHALLENGE_UNANSWERED in {each.reason for each in evidence.findings}


async def test_whoever_does_not_read_digits_is_left_to_people(scene: Scene) -> None:
    customer = Customer()

    def ask(prompt: Prompt) -> None:
        if prompt.action is Action.READ_DIGITS:
            check_id = scene.command.check_id
            scene.verifier.tell(EaseChallenge(scene.session_id, check_id, prompt.number))

    customer.on_prompt = ask
    evidence = await scene.check(customer.film, customer.hear, is_slow=True)
    assert evidence.challenge
    assert evidence.challenge.alternative
    assert len(evidence.challenge.actions) == 4, evidence
    assert evidence.verdict is Verdict.REVIEW
    assert Reason.NOTHING_SPOKEN in {each.reason for each in evidence.findings}


async def test_a_head_that_moves_between_the_prompts_answers_nothing(scene: Scene) -> None:
    """As a recording does: it does not know when it is asked."""
    evidence = await scene.check(_restless, lambda _: None)
    assert evidence.challenge
    assert all(each.done_after_s is None for each in evidence.challenge.actions[-1:])
    assert evidence.verdict is not Verdict.PASSED


def _restless(now: float) -> Rgb:
    """Be still for as long as it takes to get ready, then turn and turn back."""
    is_turned = now > 1.5 and now % 1.2 < 0.5
    sway = (6 * math.sin(1.7 * now), 4 * math.sin(1.1 * now))
    pose = POSES[Action.TURN_LEFT] if is_turned else STILL
    return draw_head(pose._replace(shift=sway), int(now * 15))


async def test_a_word_on_a_prompt_that_is_over_changes_nothing(scene: Scene) -> None:
    for prompt in (1, 2, 99):
        scene.verifier.tell(EaseChallenge(scene.session_id, new_check_id(), prompt))
        scene.verifier.tell(JudgeDigits(scene.session_id, new_check_id(), prompt, is_right=True))


async def test_colours_go_to_the_page_and_are_measured(scene: Scene) -> None:
    customer = Customer()
    customer.on_prompt = scene.agent_hears_digits
    evidence = await scene.check(customer.film, customer.hear, has_flash=True)
    guided = await scene.guidance()
    assert len({each.colour for each in guided}) > 2
    assert guided[-1].colour is None
    assert evidence.challenge
    assert evidence.challenge.flash
    reasons = {each.reason for each in evidence.findings}
    assert reasons & {Reason.FLASH_NOT_FOLLOWED, Reason.FLASH_FOLLOWED}


async def test_another_person_never_passes_however_well_everything_is_done(scene: Scene) -> None:
    """The strongest video of somebody else: it answers each prompt, and the digits are right."""
    customer = Customer()
    customer.on_prompt = scene.agent_hears_digits
    evidence = await scene.check(customer.film, customer.hear, document=jpeg(admiral(), 95))
    assert evidence.verdict is Verdict.FAILED
    assert Reason.DISTANCE_ABOVE_MISMATCH in {each.reason for each in evidence.findings}


async def test_a_hint_is_at_the_page_within_300_ms(scene: Scene) -> None:
    """Measured from the first frame that calls for it."""
    dark_at: list[float] = []

    def film(now: float) -> Rgb:
        picture = draw_head(STILL, int(now * 15))
        if now < 1.0:
            return picture
        dark_at.append(time.monotonic())
        return picture // 8

    checking = asyncio.create_task(scene.check(film, lambda _: None))

    async def has_hint() -> bool:
        return any(each.hint for each in await scene.guidance())

    await eventually(has_hint)
    seen_at = time.monotonic()
    checking.cancel()
    await asyncio.wait([checking])
    assert seen_at - dark_at[0] < 0.6  # 0.3 s on a machine of one's own


async def test_a_video_of_an_earlier_meeting_is_found(
    face_pool: WorkerPool, link: RedisLink, database: Database
) -> None:
    recorded: list[tuple[float, Rgb]] = []
    customer = Customer()

    def film(now: float) -> Rgb:
        picture = customer.film(now)
        recorded.append((now, picture))
        return picture

    first = Scene(face_pool, link, database)
    customer.on_prompt = first.agent_hears_digits
    evidence = await first.check(film, customer.hear)
    assert Reason.SEEN_BEFORE not in {each.reason for each in evidence.findings}

    def play(now: float) -> Rgb:
        return next((each for at, each in recorded if at >= now % recorded[-1][0]), recorded[-1][1])

    second = Scene(face_pool, link, database)
    evidence = await second.check(play, lambda _: None)
    assert Reason.SEEN_BEFORE in {each.reason for each in evidence.findings}, evidence
    assert evidence.verdict is Verdict.FAILED
