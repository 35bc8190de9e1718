"""Commands about queues: who may serve whom, whether it was so, and what if."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from video_bank.cli_run import print_line, read_settings, run, sentence
from video_bank.errors import BankError

queue = App(name="queue", help="Who may serve whom, who goes first, and whether it was so.")


@queue.command
def policy(file: Path | None = None) -> None:
    """Print the routing policy that counts, or let another one count from now on.

    Parameters
    ----------
    file
        The new policy, as JSON; print the present one to see its shape.
    """
    from video_bank.bank import routing  # noqa: PLC0415

    run(
        print_line(
            routing.set_policy(read_settings(), file)
            if file
            else routing.show_policy(read_settings())
        )
    )


@queue.command
def profile(
    username: str,
    *,
    skill: dict[str, int] | None = None,
    language: Annotated[list[str] | None, Parameter(negative="")] = None,
    reserve: Annotated[bool, Parameter(negative="")] = False,
) -> None:
    """Say what an agent can do; it counts when the agent next gets ready.

    Parameters
    ----------
    skill
        A level from 1 to 10 each: --skill.loans 3.
    language
        Each one that the agent speaks: --language yue.
    reserve
        Of the back office: rung only while the second emergency level counts.
    """
    from video_bank.bank.routing import set_profile  # noqa: PLC0415
    from video_bank.queues.policy import Profile  # noqa: PLC0415

    can = Profile(skill or {}, tuple(language or ()), reserve)
    run(set_profile(read_settings(), username, can))


@queue.command
def replay(day: date) -> None:
    """Make a day's decisions again; tell each that was wrong, and whoever waited without need.

    Parameters
    ----------
    day
        In the bank's time zone: 2026-03-31.
    """
    from video_bank.bank.routing import replay_day  # noqa: PLC0415

    async def tell() -> None:
        async for line in replay_day(read_settings(), day):
            print(line)

    run(tell())


@queue.command
def report(day: date, *, xlsx: Path | None = None, csv: Path | None = None) -> None:
    """Print a day's figures with their definitions; by half hours, queues and agents into a file.

    Parameters
    ----------
    day
        In the bank's time zone: 2026-03-31.
    xlsx
        Where to write the workbook.
    csv
        Where to write the same tables as text.
    """
    from video_bank.bank.day_report import report_day  # noqa: PLC0415

    async def tell() -> None:
        for line in await report_day(read_settings(), day, xlsx=xlsx, csv=csv):
            print(line)

    run(tell())


def simulate(  # noqa: PLR0913 each is an option of the command
    *,
    agents: int | None = None,
    rate: float = 0.0,
    hours: float = 24.0,
    a_day: float = 0.0,
    arrivals: Path | None = None,
    policy: Path | None = None,
    handling: float = 300.0,
    patience: float = 600.0,
    target: float = 0.95,
    html: Path | None = None,
    seed: int = 1,
    plan: Annotated[bool, Parameter(negative="")] = False,
    reserve: int = 0,
    wave: float = 0.0,
) -> None:
    """Let a day pass in seconds, with the real rules and invented customers.

    Parameters
    ----------
    agents
        How many serve; without it the least number that meets the target is looked for.
    rate
        Calls an hour, for as many hours.
    a_day
        Calls in a day of the usual shape, whose busiest hour has 12 % of them.
    arrivals
        A CSV file of who comes when: at (seconds), queue, language, priority.
    policy
        A routing policy to try, as JSON.
    handling
        Seconds a call takes with its wrap-up, on average.
    patience
        Seconds a customer waits before giving up, on average.
    target
        The share to be answered within 20 s.
    html
        Where to draw the day.
    seed
        Another number, other customers.
    plan
        Put the same day with the policy's emergency plan beside it.
    reserve
        Supervisors and back office whom the plan's second level calls.
    wave
        So many per cent more come from 9 to 12 o'clock: 200.
    """
    from video_bank.bank.forecast import Question, answer  # noqa: PLC0415
    from video_bank.queues.arrivals import Habits, Wave  # noqa: PLC0415

    question = Question(
        rate=rate,
        hours=hours,
        a_day=a_day,
        arrivals=arrivals,
        policy=policy,
        agents=agents,
        target=target,
        habits=Habits(handling, patience),
        seed=seed,
        has_plan=plan,
        reserve=reserve,
        wave=Wave(wave / 100) if wave else None,
    )
    try:
        for line in answer(question, html):
            print(line)
    except BankError as error:
        sys.exit(sentence(str(error)))
