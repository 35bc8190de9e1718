"""Commands about identity checks: the bank's own measurement of attacks."""

from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import Parameter

from video_bank.cli_run import read_settings, run
from video_bank.errors import SetupError


def pad_eval(
    *,
    clips: Path,
    html: Path | None = None,
    sign: Annotated[bool, Parameter(negative="")] = False,
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
) -> None:
    """Play clips of attacks and of genuine customers into the live analysis of a call.

    Parameters
    ----------
    clips
        A folder of folders: `genuine`, and one for each kind of attack, which it is named after.
    html
        Where to write the report.
    sign
        Put the report's hash on the trail, and a signed statement beside it.
    as_json
        Print one JSON object.
    """
    run(_pad_eval(clips, html, is_signed=sign, as_json=as_json))


async def _pad_eval(clips: Path, html: Path | None, *, is_signed: bool, as_json: bool) -> None:
    from video_bank.bank.measuring import measure_attacks, write_report  # noqa: PLC0415

    if is_signed and html is None:
        raise SetupError("A report that is to be signed has to be written: add --html FILE.")
    settings = read_settings()
    report = await measure_attacks(settings, clips)
    if html is not None:
        await write_report(settings, report, html, is_signed=is_signed)
    if as_json:
        print(msgspec.json.encode(report).decode())
        return
    for kind, found in report.kinds.items():
        rate, bare = found.apcer, found.apcer_by_signals
        print(
            f"{kind}: {found.clips} clips, APCER {rate.value:.1%} (to {rate.highest:.1%}), "
            f"by signals alone {bare.value:.1%} (to {bare.highest:.1%})"
        )
    if report.genuine_clips:
        genuine = report.bpcer_by_signals
        print(
            f"genuine: {report.genuine_clips} clips, BPCER by signals {genuine.value:.1%} "
            f"({genuine.lowest:.1%} to {genuine.highest:.1%})"
        )
    if report.worst is not None:
        print(f"The worst attack, which counts: {report.worst}")
