"""The built pages, or a sentence that they are not built."""

from pathlib import Path

import pytest

from tests.signaling.front import Front

_SECRET = "not for anybody"  # noqa: S105


@pytest.fixture
def built(tmp_path: Path) -> Path:
    pages = tmp_path / "pages"
    (pages / "assets").mkdir(parents=True)
    for page in ("join", "guest", "desk"):
        (pages / f"{page}.html").write_text(f"<title>{page}</title>")
    (pages / "assets/desk-Ab1_-.js").write_text("1")
    (tmp_path / "secret.txt").write_text(_SECRET)
    return pages


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(
    ("path", "page"),
    [("join", "join"), ("pc", "join"), ("guest", "guest"), ("desk", "desk")],
)
async def test_a_page_is_asked_for_anew_each_time(front: Front, path: str, page: str) -> None:
    async with front.browser() as browser, browser.http.get(f"/{path}") as answer:
        assert answer.status == 200
        assert answer.content_type == "text/html"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert page in await answer.text()


@pytest.mark.usefixtures("built")
async def test_what_a_page_loads_is_kept_for_ever(front: Front) -> None:
    async with front.browser() as browser, browser.http.get("/assets/desk-Ab1_-.js") as answer:
        assert answer.status == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert "javascript" in answer.content_type


async def test_the_front_door_leads_to_the_desk(front: Front) -> None:
    async with front.browser() as browser, browser.http.get("/", allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (302, "/desk")


async def test_pages_that_are_not_built_say_how_to_build_them(front: Front) -> None:
    async with front.browser() as browser, browser.http.get("/desk") as answer:
        assert answer.status == 503
        assert "make web" in await answer.text()


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(
    "name", ["gone.js", "..%2f..%2fsecret.txt", "%2e%2e/%2e%2e/secret.txt", ".hidden", "a%00.js"]
)
async def test_nothing_else_can_be_read(front: Front, name: str) -> None:
    async with front.browser() as browser, browser.http.get(f"/assets/{name}") as answer:
        assert answer.status == 404
        assert "immutable" not in answer.headers["Cache-Control"]
        assert _SECRET not in await answer.text()
