"""The document says what the routes do."""

from typing import Any

import pytest
from openapi_spec_validator import validate

from signaling.openapi import make_document
from signaling.routes import ROUTES
from tests.signaling.front import Front


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return make_document(ROUTES, "Test Bank")


def test_the_document_is_valid(document: dict[str, Any]) -> None:
    validate(document)


def test_it_lists_every_rest_route_and_nothing_else(document: dict[str, Any]) -> None:
    listed = {
        (method.upper(), path)
        for path, operations in document["paths"].items()
        for method in operations
    }
    assert listed == {(route.method, route.path) for route in ROUTES if not route.is_socket}


def test_each_operation_says_who_may_and_what_comes_back(document: dict[str, Any]) -> None:
    for route in ROUTES:
        if route.is_socket:
            continue
        operation = document["paths"][route.path][route.method.lower()]
        roles = {role for way in operation["security"] for role in next(iter(way.values()))}
        assert roles == (route.callers or set())
        assert str(route.status) in operation["responses"]
        assert ("requestBody" in operation) == (route.takes is not None)


def test_operations_have_names_of_their_own(document: dict[str, Any]) -> None:
    names = [
        operation["operationId"]
        for operations in document["paths"].values()
        for operation in operations.values()
    ]
    assert len(names) == len(set(names))


async def test_it_is_served_to_anybody(front: Front) -> None:
    async with front.browser() as browser:
        status, served = await browser.ask("GET", "/api/v1/openapi.json")
    assert status == 200
    assert served == make_document(ROUTES, "Video Bank")


async def test_the_house_is_open(front: Front) -> None:
    async with front.browser() as browser:
        assert await browser.ask("GET", "/healthz") == (204, None)
        status, house = await browser.ask("GET", "/api/v1/house")
    assert (status, house["bank_name"]) == (200, "Video Bank")
    assert abs(house["server_time"] - front.parts.clock.now()) < 5
