"""The window speaks the server's language, or this fails."""

import pytest

from signaling import typescript


def test_the_committed_typescript_is_what_the_definitions_say() -> None:
    assert typescript.PATH.read_text(encoding="utf-8") == typescript.render(), (
        "run `python -m signaling.typescript` and commit what it writes"
    )


@pytest.mark.parametrize(
    "line",
    [
        '  readonly type: "welcome_customer";',
        "  readonly epoch?: string;",
        "  readonly wait_s: number | null;",
        "  readonly pictures: readonly Picture[];",
        "  readonly rtt_ms: readonly (number | null)[];",
        "  readonly message: ServerMessage;",
        "export type ErrorCode = (typeof ERROR_CODES)[number];",
        "  readonly facts: Readonly<Record<string, string | number | boolean | null>>;",
    ],
)
def test_kinds_are_rendered_as_a_page_reads_them(line: str) -> None:
    assert line in typescript.render().splitlines()


def test_server_messages_are_one_union_told_apart_by_type() -> None:
    union = typescript.render().split("export type ServerMessage =")[1].split(";")[0]
    assert {"WelcomeCustomer", "CustomerViewChanged", "Refused"} <= set(union.split())
