"""The OpenAPI 3.1 document, made from the table of routes."""

import re
from collections.abc import Iterable
from typing import Any, Final

import msgspec

from signaling.auth import SEAT_COOKIE, STAFF, STAFF_COOKIE
from signaling.resources import ErrorBody
from signaling.route import Route
from video_bank.caller import Role

_SECURITY: Final = {
    "seat": {"type": "apiKey", "in": "cookie", "name": SEAT_COOKIE},
    "staff": {"type": "apiKey", "in": "cookie", "name": STAFF_COOKIE},
    "bank_system": {"type": "http", "scheme": "bearer"},
}
_PARAMETER: Final = re.compile(r"{(\w+)}")


def make_document(routes: Iterable[Route], bank_name: str) -> dict[str, Any]:
    """Return the document of all REST endpoints; WebSockets have no place in OpenAPI."""
    documented = [route for route in routes if not route.is_socket]
    kinds: set[type[msgspec.Struct]] = {ErrorBody}
    kinds.update(kind for route in documented for kind in _structs(route))
    in_order = sorted(kinds, key=lambda kind: kind.__name__)
    schemas, components = msgspec.json.schema_components(
        in_order, ref_template="#/components/schemas/{name}"
    )
    schema_of = dict(zip(in_order, schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for route in documented:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, schema_of)
    document = {
        "openapi": "3.1.0",
        "info": {"title": bank_name, "version": "1"},
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": _SECURITY},
    }
    # Through JSON: a default of () is an array there, as its schema says.
    served: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(document))
    return served


def _operation(route: Route, schema_of: dict[type[msgspec.Struct], Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.handler.__name__,
        "summary": route.summary,
        "parameters": _parameters(route),
        "responses": {
            str(route.status): {
                "description": "Done",
                **({"content": _content(route.gives, schema_of)} if route.gives else {}),
            },
            "default": {
                "description": "An error, in a code",
                "content": _content(ErrorBody, schema_of),
            },
        },
        "security": _security(route.callers),
    }
    if route.takes is not None:
        operation["requestBody"] = {
            "required": True,
            "content": _content(route.takes, schema_of),
        }
    return operation


def _structs(route: Route) -> list[type[msgspec.Struct]]:
    return [kind for kind in (route.takes, route.gives) if isinstance(kind, type)]


def _content(
    kind: type[msgspec.Struct] | tuple[str, ...], schema_of: dict[type[msgspec.Struct], Any]
) -> dict[str, Any]:
    if isinstance(kind, tuple):
        return {media_type: {} for media_type in kind}
    return {"application/json": {"schema": schema_of[kind]}}


def _parameters(route: Route) -> list[dict[str, Any]]:
    places = [
        *((name, "path", True) for name in _PARAMETER.findall(route.path)),
        *((name, "query", False) for name in route.query),
        *((name, "header", False) for name in route.headers),
    ]
    return [
        {"name": name, "in": place, "required": required, "schema": {"type": "string"}}
        for name, place, required in places
    ]


def _security(callers: frozenset[Role] | None) -> list[dict[str, list[str]]]:
    """Return the credentials that open the door, any one of them; the roles stand beside it."""
    if callers is None:
        return []
    ways = []
    if Role.CUSTOMER in callers:
        ways.append("seat")
    if callers & STAFF:
        ways.append("staff")
    if Role.BANK_SYSTEM in callers:
        ways.append("bank_system")
    return [{way: sorted(callers)} for way in ways]
