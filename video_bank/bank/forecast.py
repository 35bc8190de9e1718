"""What the command line asks the simulator: how a day would go, and how many agents it takes."""

import random
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

import msgspec

from video_bank.errors import SetupError
from video_bank.ids import StaffId
from video_bank.queues.arrivals import DAY_SHAPE, Arrival, Habits, Wave, at_random, from_list
from video_bank.queues.definitions import write_value
from video_bank.queues.emergency import Level
from video_bank.queues.erlang import agents_for
from video_bank.queues.figures import WITHIN_S, Run, quantile
from video_bank.queues.policy import Profile, RoutingPolicy
from video_bank.queues.simulation import Simulation
from video_bank.queues.simulation_page import page


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """`rate`: calls an hour for `hours`; `a_day`: calls in the shape of a working day.

    `policy`: a JSON file, else everybody serves everybody. Without `agents` the least number is
    looked for whose service level (20 s) is `target`. All agents have every skill and language.
    `has_plan`: beside it the same day with the emergency plan, under which `reserve` help out.
    """

    rate: float = 0.0
    hours: float = 24.0
    a_day: float = 0.0
    arrivals: Path | None = None
    policy: Path | None = None
    agents: int | None = None
    target: float = 0.95
    habits: Habits = Habits()
    seed: int = 1
    wave: Wave | None = None
    has_plan: bool = False
    reserve: int = 0


def read_policy(path: Path) -> RoutingPolicy:
    """Raise SetupError, with the place that is wrong, for a file that is no policy."""
    try:
        policy = msgspec.json.decode(path.read_bytes(), type=RoutingPolicy)
    except OSError:
        raise SetupError(f"{path} cannot be read.") from None
    except (msgspec.MsgspecError, ValueError) as error:
        raise SetupError(f"{path}: {error}") from None
    if policy.level is not Level.NORMAL:
        raise SetupError(f"{path}: the level is not set here but comes of the plan.")
    return policy


def answer(question: Question, html: Path | None) -> Iterator[str]:
    """Yield what came out, line by line; raise SetupError for files that cannot be read."""
    calls = _calls(question)
    if not calls:
        raise SetupError("Nobody comes: give --rate, --a-day or --arrivals.")
    given = read_policy(question.policy) if question.policy else RoutingPolicy()
    policy = given.with_queues(*{call.queue for call in calls})
    run = _run(policy, calls, question.agents) if question.agents else _least(policy, question)
    runs = {"without the plan": run}
    if question.has_plan:
        runs["with the plan"] = _run(policy, calls, run.agents, question.reserve, has_plan=True)
    yield f"{'agents':18} {run.agents}"
    yield from _print(list(runs.values()))
    for share in (0.5, 0.9):
        off_s = quantile(run.estimate_off_s, share)
        yield f"{f'estimate_off_p{share * 100:.0f}_s':18} {off_s:.1f}"
    if question.agents is None:
        busiest = max(figures.offered for _, figures in run.intervals(3600))
        load = busiest * question.habits.handle_s / 3600
        formula = agents_for(load, question.habits.handle_s, WITHIN_S, question.target)
        yield f"Erlang C of the busiest hour ({busiest} calls): {formula} agents"
    if html is not None:
        title = f"{run.figures().offered:,} customers, {run.agents} agents"
        html.write_text(page(title, runs))
        yield f"drawn in {html}"


def _print(runs: Sequence[Run]) -> Iterator[str]:
    """Yield each figure; beside it, where there is one, that of the same day with the plan."""
    if len(runs) > 1:
        yield f"{'':18} {'without plan':>14} {'with plan':>14}"
    columns = [msgspec.structs.asdict(run.figures()) for run in runs]
    for name, value in columns[0].items():
        if value is not None:
            written = [write_value(name, each[name]) for each in columns]
            yield f"{name:18} " + (
                written[0] if len(runs) == 1 else " ".join(f"{each:>14}" for each in written)
            )
    for at, level in runs[-1].levels:
        yield f"{int(at) // 3600:02}:{int(at) // 60 % 60:02} emergency level {level}"


def _calls(question: Question) -> list[Arrival]:
    chance = random.Random(question.seed)  # noqa: S311 invented calls, the same ones each time
    if question.arrivals is not None:
        try:
            with question.arrivals.open(newline="") as file:
                return from_list(file, question.habits, chance)
        except OSError:
            raise SetupError(f"{question.arrivals} cannot be read.") from None
        except (msgspec.ValidationError, ValueError) as error:
            raise SetupError(f"{question.arrivals}: {error}") from None
    shape = [share / 100 * question.a_day for share in DAY_SHAPE]
    hourly = shape if question.a_day else [question.rate] * int(question.hours)
    if question.wave is not None:
        hourly = question.wave.over(hourly)
    return list(at_random(hourly, question.habits, chance))


def _least(policy: RoutingPolicy, question: Question) -> Run:
    """Return the run with the fewest agents that meets the target over the whole day."""
    calls = _calls(question)
    tried: dict[int, Run] = {}

    def meets(agents: int) -> bool:
        tried[agents] = _run(policy, calls, agents)
        return tried[agents].figures().service_level >= question.target

    most = next(agents for agents in (2**power for power in count()) if meets(agents))
    least = most // 2
    while most - least > 1:
        middle = (least + most) // 2
        least, most = (least, middle) if meets(middle) else (middle, most)
    return tried[most]


def _run(
    policy: RoutingPolicy,
    calls: Sequence[Arrival],
    agents: int,
    reserve: int = 0,
    *,
    has_plan: bool = False,
) -> Run:
    able = _able(policy)
    staff = {StaffId(f"staff_{number:04}"): able for number in range(agents)}
    helper = msgspec.structs.replace(able, is_reserve=True)
    helpers = {StaffId(f"staff_reserve_{number:04}"): helper for number in range(reserve)}
    return Simulation(policy, staff | helpers, has_plan=has_plan).run(calls)


def _able(policy: RoutingPolicy) -> Profile:
    """Return a profile that can do everything the policy ever asks for."""
    asked = [rule.skills for rule in policy.queues.values()]
    asked += [step.skills for rule in policy.queues.values() for step in rule.overflow]
    return Profile({skill: 10 for skills in asked for skill in skills}, policy.languages)
