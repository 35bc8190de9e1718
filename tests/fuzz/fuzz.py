"""`python -m tests.fuzz.fuzz TARGET …`: give one target new inputs without end (libFuzzer's words).

An input that breaks it is kept in the target's corpus, where every later test run meets it.
"""

import sys

import atheris

from tests.fuzz.oracle import CORPUS, judge, load_check


def main(target: str, *options: str) -> None:
    with atheris.instrument_imports(include=["video_bank.media", "aioice"]):
        check = load_check(target)
    kept = CORPUS / target
    words = (
        f"-artifact_prefix={kept}/",
        "-max_len=8192",
        "-rss_limit_mb=1024",
        "-report_slow_units=60",
    )
    atheris.Setup([sys.argv[0], *words, *options, str(kept)], lambda data: judge(check, data))
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
