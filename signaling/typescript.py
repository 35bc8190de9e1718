"""The TypeScript of everything on the wire: `messages.py`, `sessions.outgoing`, `resources.py`,
`audit_resources.py`, `deferral_resources.py`, and their floor's.

`python -m signaling.typescript` writes `web_client/src/wire/messages.ts`; with `--check` it only
says whether the file is still what it would write (exit status 1 when not).
"""

import inspect
import sys
import types
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec
from msgspec import inspect as shapes

from signaling import (
    audit_resources,
    deferral_resources,
    floor_messages,
    floor_resources,
    messages,
    resources,
)
from video_bank.sessions import outgoing

PATH: Final = Path(__file__).parent.parent / "web_client" / "src" / "wire" / "messages.ts"

_HEAD: Final = "// Written by `python -m signaling.typescript` from the server's own definitions.\n"
_STALE: Final = f"{PATH.name} is not what `python -m signaling.typescript` writes; run it.\n"
_SIMPLE: Final[dict[type[shapes.Type], str]] = {
    shapes.StrType: "string",
    shapes.IntType: "number",
    shapes.FloatType: "number",
    shapes.BoolType: "boolean",
    shapes.NoneType: "null",
    shapes.DateType: "string",  # 2026-03-31
    shapes.RawType: "ServerMessage",  # the envelope holds one, already encoded
}

_MODULES: Final = (
    outgoing,
    floor_messages,
    messages,
    resources,
    audit_resources,
    deferral_resources,
    floor_resources,
)
_Kind = type[msgspec.Struct] | type[StrEnum]


def render() -> str:
    """Return the whole file; the same for the same definitions."""
    kinds = list(dict.fromkeys(_reachable_kinds()))
    enums = [_render_enum(kind) for kind in kinds if issubclass(kind, StrEnum)]
    structs = [_render_struct(kind) for kind in kinds if issubclass(kind, msgspec.Struct)]
    return "\n".join([_HEAD, *enums, *structs, *_render_unions()])


def main() -> int:
    if "--check" not in sys.argv[1:]:
        PATH.write_text(render(), encoding="utf-8")
        return 0
    if PATH.exists() and PATH.read_text(encoding="utf-8") == render():
        return 0
    sys.stderr.write(_STALE)
    return 1


def _reachable_kinds() -> Iterator[_Kind]:
    for module in _MODULES:
        for name, kind in vars(module).items():
            if not name.startswith("_") and _is_defined_in(module, kind):
                yield from _kinds_of(shapes.type_info(kind))


def _is_defined_in(module: types.ModuleType, kind: object) -> bool:
    return inspect.isclass(kind) and kind.__module__ == module.__name__


def _kinds_of(shape: shapes.Type) -> Iterator[_Kind]:
    """Yield the named kinds inside `shape`, those that others are made of first."""
    for inner in _inner_shapes(shape):
        yield from _kinds_of(inner)
    if isinstance(shape, shapes.StructType):
        yield shape.cls
    elif isinstance(shape, shapes.EnumType):
        if not issubclass(shape.cls, StrEnum):
            raise TypeError(shape.cls)
        yield shape.cls


def _inner_shapes(shape: shapes.Type) -> tuple[shapes.Type, ...]:
    match shape:
        case shapes.StructType(fields=fields):
            return tuple(field.type for field in fields)
        case shapes.UnionType(types=members):
            return members
        case shapes.VarTupleType(item_type=inner) | shapes.DictType(value_type=inner):
            return (inner,)
        case _:
            return ()


def _render_enum(kind: type[StrEnum]) -> str:
    list_name = "".join(f"_{c}" if c.isupper() else c for c in kind.__name__).strip("_").upper()
    plural = f"{list_name[:-1]}IES" if list_name.endswith("Y") else f"{list_name}S"
    plural = f"{list_name}ES" if list_name.endswith("X") else plural
    values = "".join(f'  "{member.value}",\n' for member in kind)
    return (
        f"{_render_comment(kind)}export const {plural} = [\n{values}] as const;\n"
        f"export type {kind.__name__} = (typeof {plural})[number];\n"
    )


def _render_struct(kind: type[msgspec.Struct]) -> str:
    shape = shapes.type_info(kind)
    if not isinstance(shape, shapes.StructType):
        raise TypeError(kind)
    tag = [] if shape.tag is None else [f'  readonly {shape.tag_field}: "{shape.tag}";\n']
    # What pages send is strict and may leave defaults out; what they get is whole, but for what
    # is unset.
    fields = [
        f"  readonly {field.encode_name}{_mark(shape, field)}: {_render(field.type)};\n"
        for field in shape.fields
    ]
    body = "".join([*tag, *fields])
    return f"{_render_comment(kind)}export interface {kind.__name__} {{\n{body}}}\n"


def _mark(shape: shapes.StructType, field: shapes.Field) -> str:
    has_default = any(
        each is not msgspec.NODEFAULT for each in (field.default, field.default_factory)
    )
    is_left_out = shape.forbid_unknown_fields or not has_default
    return "?" if is_left_out and not field.required else ""


def _render(shape: shapes.Type) -> str:
    match shape:
        case shapes.StructType(cls=kind) | shapes.EnumType(cls=kind):
            return kind.__name__
        case shapes.UnionType(types=members):
            return " | ".join(dict.fromkeys(_render(member) for member in members))
        case shapes.VarTupleType(item_type=item):
            inner = _render(item)
            return f"readonly ({inner})[]" if " | " in inner else f"readonly {inner}[]"
        case shapes.DictType(value_type=value):
            return f"Readonly<Record<string, {_render(value)}>>"
        case _:
            return _SIMPLE[type(shape)]


def _render_unions() -> Iterator[str]:
    for name, union in (vars(outgoing) | vars(messages)).items():
        if isinstance(union, types.UnionType):
            members = "".join(f"\n  | {member.__name__}" for member in union.__args__)
            yield f"export type {name} ={members};\n"


def _render_comment(kind: _Kind) -> str:
    if not kind.__dict__.get("__doc__"):
        return ""
    lines = [line.replace("*/", "* /") for line in (inspect.getdoc(kind) or "").splitlines()]
    if len(lines) == 1:
        return f"/** {lines[0]} */\n"
    return "/**\n" + "".join(f" * {line}".rstrip() + "\n" for line in lines) + " */\n"


if __name__ == "__main__":
    sys.exit(main())
