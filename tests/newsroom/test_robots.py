"""robots.txt: what every crawler leaves alone, and the outlet's policy towards language models."""

import re
from urllib.robotparser import RobotFileParser

import pytest

from newsroom.outlet import AiCrawlers, SiteSettings
from newsroom.robots import ANSWERS, TRAINING

pytestmark = pytest.mark.django_db


PREVIEWS = ("/preview/", "/preview/1-x/", "/en/preview/1-x/")


def lines_of(client) -> list[str]:
    answer = client.get("/robots.txt")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert (answer.headers["Cache-Control"], answer.cookies) == ("max-age=60", {})
    return answer.content.decode().splitlines()


def rules_of(client) -> RobotFileParser:
    rules = RobotFileParser()
    rules.parse(lines_of(client))
    return rules


def admitted(rules: RobotFileParser, names: tuple[str, ...], path: str = "/articles/1-x/") -> set[str]:
    return {name for name in names if rules.can_fetch(name, path)}


def test_searches_and_the_desk_are_left_alone_in_every_language(client):
    rules = rules_of(client)
    for name in ("Googlebot", "Bingbot", "Yandex", "SomethingElse"):
        assert rules.can_fetch(name, "/")
        assert rules.can_fetch(name, "/en/articles/1-x/")
        assert rules.can_fetch(name, "/columns/x/feed/")
        for closed in ("/admin/", "/admin/login/", "/search/", "/search/?q=x", "/en/search/?q=x", *PREVIEWS):
            assert not rules.can_fetch(name, closed)


def test_the_sitemaps_are_named_in_full(client, site):
    assert rules_of(client).site_maps() == [f"{site}/sitemap.xml", f"{site}/news-sitemap.xml"]


@pytest.mark.parametrize(
    ("policy", "training", "answers"),
    [
        (AiCrawlers.OPEN, set(TRAINING), set(ANSWERS)),
        (AiCrawlers.ANSWERS, set(), set(ANSWERS)),
        (AiCrawlers.CLOSED, set(), set()),
    ],
)
def test_the_policy_of_the_outlet_decides_about_language_models(client, policy, training, answers):
    SiteSettings(ai_crawlers=policy).save()
    rules = rules_of(client)
    assert (admitted(rules, TRAINING), admitted(rules, ANSWERS)) == (training, answers)
    # Whoever is let in keeps out of searches like everybody.
    assert admitted(rules, TRAINING + ANSWERS, "/search/?q=x") == set()
    assert rules.can_fetch("Googlebot", "/") and rules.can_fetch("Applebot", "/articles/1-x/")


def test_before_anybody_chose_models_may_quote_and_not_train(client):
    rules = rules_of(client)
    assert admitted(rules, ("GPTBot", "ClaudeBot", "CCBot", "Google-Extended", "OAI-SearchBot", "Claude-User")) == {
        "OAI-SearchBot",
        "Claude-User",
    }


@pytest.mark.parametrize("policy", AiCrawlers)
def test_groups_are_written_as_rfc_9309_asks(client, policy):
    SiteSettings(ai_crawlers=policy).save()
    groups = [group.splitlines() for group in "\n".join(lines_of(client)).split("\n\n")]
    *rules, maps = groups
    named = []
    for group in rules:
        agents = [line.removeprefix("User-agent: ") for line in group if line.startswith("User-agent: ")]
        named += agents
        # All names first, then the rules; a token has letters, underscores and hyphens.
        assert all(line.startswith("Disallow: /") for line in group[len(agents) :])
        assert len(group) > len(agents) > 0
        assert [name for name in agents if not re.fullmatch(r"[A-Za-z0-9_-]+|\*", name)] == []
    assert [name for name in named if [other.casefold() for other in named].count(name.casefold()) > 1] == []
    assert all(line.startswith("Sitemap: http") for line in maps)


def test_no_crawler_is_counted_to_both_kinds():
    assert {name.casefold() for name in TRAINING} & {name.casefold() for name in ANSWERS} == set()
    assert len({name.casefold() for name in TRAINING + ANSWERS}) == len(TRAINING + ANSWERS)
