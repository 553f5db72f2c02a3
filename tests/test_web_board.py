"""The board: any day, any actors, as a matrix, a list and as data; how an empty one begins."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import httpx2
import pytest

from browsing import Browser, Site, watched
from communique.ledger import Level
from communique.ledger.channels import Channel, Present, Said, Talk
from communique.ledger.histories import histories
from communique.ledger.pairs import pairs, turned

DYAD = ("RUS", "USA")


@pytest.fixture(scope="module")
def client(site: Site):
    with httpx2.Client(base_url=site.address, headers={"accept-language": "en"}) as made:
        yield made


def channels(day: date, *told: Talk | Said) -> list[Channel]:
    talks = [each for each in told if isinstance(each, Talk)]
    said = [each for each in told if isinstance(each, Said)]
    return [Channel(each, None, None) for each in histories(talks, said, day)]


def talk(day: str, level: Level) -> Talk:
    return Talk(f"{level}{day}", DYAD, (level,), date.fromisoformat(day), date.fromisoformat(day), 1)


def said(day: str, present: Present) -> Said:
    return Said(f"{present}{day}", DYAD, date.fromisoformat(day), present)


@pytest.mark.parametrize(
    ("told", "present"),
    [
        ((talk("2020-01-05", Level.HEADS), talk("2023-12-01", Level.DEFENCE)), Present.OPEN),
        ((talk("2020-01-05", Level.HEADS), talk("2020-12-01", Level.DEFENCE)), Present.SILENT),
        ((talk("2023-05-05", Level.HEADS), said("2023-06-01", Present.CUT)), Present.CUT),
        ((said("2023-06-01", Present.FROZEN), talk("2023-07-05", Level.CHIEFS)), Present.RESTORED),
        (
            (talk("2023-01-05", Level.HEADS), said("2023-06-01", Present.CUT), talk("2023-07-05", Level.CHIEFS)),
            Present.RESTORED,
        ),
        ((), None),
    ],
)
def test_two_actors_have_one_state_over_all_levels(told, present):
    found = pairs(channels(date(2024, 1, 1), *told))
    assert [each.present for each in found] == ([present] if present else [])


@pytest.mark.parametrize(
    ("day", "turns"),
    [("2021-01-06", [Present.SILENT]), ("2021-01-05", []), ("2021-02-01", []), ("2020-01-05", [Present.OPEN])],
)
def test_a_channel_turns_silent_when_the_silence_has_lasted(day: str, turns: list[Present]):
    now = date.fromisoformat(day)
    found = turned(channels(now, talk("2020-01-06", Level.HEADS), talk("2020-01-05", Level.HEADS)), now, now)
    assert [each.turn.present for each in found] == turns


def test_the_board_is_that_of_a_day(client: httpx2.Client):
    now = client.get("/.json").json()
    then = client.get("/.json?as-of=2018").json()
    assert now["as_of"] == "2024-07-12"
    assert then["as_of"] == "2018-12-31"
    states = {tuple(each["dyad"]): each["present"] for each in then["dyads"]}
    assert states["NATO", "RUS"] == "open"
    assert {tuple(each["dyad"]): each["present"] for each in now["dyads"]}["NATO", "RUS"] == "silent"


def test_actors_are_chosen_by_code_or_name_in_either_language(client: httpx2.Client):
    assert client.get("/.json?actors=rus,Mỹ,belarus,nobody").json()["actors"] == ["RUS", "USA", "BLR"]


def test_a_level_leaves_out_the_others(client: httpx2.Client):
    found = client.get("/.json?level=defence").json()
    assert {each["level"] for pair in found["dyads"] for each in pair["channels"]} <= {"defence", "any"}


def test_what_cannot_be_read_is_refused_and_what_is_blank_is_not_asked(client: httpx2.Client):
    assert client.get("/?as-of=&level=&actors=").status_code == 200
    for wrong in ("as-of=soon", "as-of=9999-12-31", "level=highest", "view=pie"):
        assert client.get(f"/?{wrong}").status_code == 400


def test_only_the_board_is_sent_where_only_it_is_asked_for(client: httpx2.Client):
    part = client.get("/", headers={"hx-request": "true"}).text
    assert part.lstrip().startswith('<div id="board"')


def test_an_empty_ledger_shows_how_to_begin(tmp_path: Path):
    with Site(str(tmp_path / "ledger.sqlite")) as empty:
        page = httpx2.get(empty.address).text
        assert 'href="/add"' in page
        assert "communique add" in page
        assert httpx2.get(f"{empty.address}/.json").json()["dyads"] == []


@pytest.mark.parametrize(
    ("width", "language", "back"), [(1280, "en", "As of Dec 31, 2018"), (375, "vi", "Tính đến 31 thg 12, 2018")]
)
def test_the_board_is_moved_to_2018(chromium: Browser, site: Site, width: int, language: str, back: str):
    with watched(chromium, site, width=width, language=language) as page:
        page.goto("/")
        page.locator("input[name=as-of]").fill("2018-12-31")
        page.get_by_text(back).wait_for()
        assert page.url.endswith("/?as-of=2018-12-31")
        page.locator("input[type=range][aria-valuetext='2018-12-31']").press("ArrowRight")  # it has followed
        page.wait_for_url("**/?as-of=2019-01-01")


def test_cells_are_reached_by_arrows(chromium: Browser, site: Site):
    with watched(chromium, site) as page:
        page.goto("/?actors=RUS,USA,NATO")
        assert page.locator("a.cell[tabindex='0']").count() == 1
        page.locator("a.cell[tabindex='0']").focus()
        page.keyboard.press("ArrowRight")
        assert page.evaluate("document.activeElement.getAttribute('href')") == "/NATO/RUS"
