"""Who may enter where: every address of the desk, for every role, with own and others' rows. One table of rules.

The addresses come from the resolver, so that a new one fails here until somebody has written down who may.
"""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver
from django.urls.resolvers import RoutePattern

from articles import revisions
from articles.admin.actions import ACTS
from articles.models import Article, Correction, Merge, PreviewLink, Revision, Tag, WorkingCopy
from articles.models.article import State
from newsroom.accounts import User
from tests.factories import form_data, fresh, make_draft, make_member, make_picture, make_topic
from tests.newsroom.world import LETTERS, World, again, asking, betrayed, build, everything, told, typed, written

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module", autouse=True)
def built(request, django_db_setup, django_db_blocker) -> Iterator[World | None]:
    """The newsroom of one account, built once for all its tests; without a letter the house is empty."""
    letter = getattr(request, "param", None)
    if letter is None:
        yield None
        return
    with django_db_blocker.unblock(), transaction.atomic():
        yield build(letter)
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db) -> World:
    """The newsroom as the account finds it; whatever a test does in it is undone."""
    return again(built)


def as_each(*letters: str) -> pytest.MarkDecorator:
    """Run the test in the newsroom of each of these accounts."""
    return pytest.mark.parametrize("built", letters, indirect=True)


# E editor-in-chief, e editor, w writer, t topic manager, r translator, - staff without a role.
ALL, ROLES = "Eewtr-", "Eewtr"
REFUSED = {403, 404, 405}

# address: [(the rows it names, who may look (GET), who may act (POST))]; whoever is not named is refused.
RULES: dict[str, list[tuple[str, str, str]]] = {
    "index": [("", ALL, ALL)],
    "login": [("", ALL, ALL)],
    "logout": [("", "", ALL)],
    "password_change": [("", ALL, ALL)],
    "password_change_done": [("", ALL, "")],
    "again": [("", ALL, ALL)],
    "second_factor": [("", ALL, ALL)],
    "second_factor_set_up": [("", ALL, ALL)],
    "second_factor_codes": [("", ALL, ALL)],
    "jsi18n": [("", ALL, "")],
    "choose_protection": [("", "", "E")],
    "app_list": [("articles newsroom", ROLES, ROLES), ("columns", "Eewr", "Eewr")],
    "catch all": [("", "", "")],
    # -- pieces
    "articles_article_changelist": [("", ROLES, ROLES)],
    "articles_article_add": [("", "Eew", "Eew")],
    "articles_article_paste": [("", "", "Eewr")],
    "articles_article_change": [
        ("own draft", "Eewr", "Eewr"),
        ("own scheduled, own withdrawn, own live", "Eer", "Eer"),
        ("other draft, other scheduled, other withdrawn, other live", "Eer", "Eer"),
    ],
    "articles_article_history": [
        ("own draft, own scheduled, own withdrawn, own live", ROLES, ROLES),
        ("other draft, other scheduled, other withdrawn, other live", "Eer", "Eer"),
    ],
    "articles_article_revisions": [
        ("own draft, own scheduled, own withdrawn, own live", ROLES, ""),
        ("other draft, other scheduled, other withdrawn, other live", "Eer", ""),
    ],
    "articles_article_compare": [
        ("own draft, own scheduled, own withdrawn, own live", ROLES, ""),
        ("other draft, other scheduled, other withdrawn, other live", "Eer", ""),
    ],
    "articles_article_notes": [
        ("own draft, own scheduled, own withdrawn, own live", ROLES, ROLES),
        ("other draft, other scheduled, other withdrawn, other live", "Eer", "Eer"),
    ],
    "articles_article_restore": [
        ("own draft", "", "Eew"),
        ("own scheduled, own withdrawn, own live", "", "Ee"),
        ("other draft, other scheduled, other withdrawn, other live", "", "Ee"),
    ],
    "articles_article_delete": [
        ("own draft", "Eew", "Eew"),
        ("other draft", "Ee", "Ee"),
        ("own scheduled, own withdrawn, own live, other scheduled, other withdrawn, other live", "", ""),
    ],
    "articles_article_published": [
        ("own draft, own scheduled, own withdrawn, own live, other live", ROLES, ""),
        ("other draft, other scheduled, other withdrawn", "Eer", ""),
    ],
    "articles_article_preview": [
        ("own draft, own scheduled, own withdrawn, own live", ROLES, ""),
        ("other draft, other scheduled, other withdrawn", "Eer", ""),
        # Readers see its Arabic; its English nobody has released.
        ("other live in ar", ROLES, ""),
        ("other live in en", "Eer", ""),
    ],
    "articles_article_preview_new": [("", "", "Eew")],
    "articles_article_preview_typed": [
        ("own draft", "", "Eewr"),
        ("own scheduled, own withdrawn, own live", "", "Eer"),
        ("other draft, other scheduled, other withdrawn, other live", "", "Eer"),
    ],
    # Beside its source a translation is written by whom the form of the piece opens for.
    "articles_article_translations": [("", "Eer", "")],
    "articles_article_translate": [
        ("own draft in en", "Eewr", "Eewr"),
        ("own scheduled in en, own withdrawn in en, own live in en", "Eer", "Eer"),
        ("other draft in en, other scheduled in en, other withdrawn in en, other live in en", "Eer", "Eer"),
        # The source is nobody's to translate into.
        ("own draft in ar, other live in ar", "", ""),
    ],
    # The copy desk reads what was typed, for who may type it.
    "articles_article_copydesk_new": [("", "", "Eew")],
    "articles_article_copydesk": [
        ("own draft", "", "Eewr"),
        ("own scheduled, own withdrawn, own live", "", "Eer"),
        ("other draft, other scheduled, other withdrawn, other live", "", "Eer"),
    ],
    "articles_article_links": [
        ("own draft", "Eew", "Eew"),
        ("own scheduled, own withdrawn, own live", "Ee", "Ee"),
        ("other draft, other scheduled, other withdrawn, other live", "Ee", "Ee"),
    ],
    "articles_article_revoke_link": [
        ("own draft", "", "Eew"),
        ("own scheduled, own withdrawn, own live", "", "Ee"),
        ("other draft, other scheduled, other withdrawn, other live", "", "Ee"),
    ],
    "articles_article_take_back": [("every piece", "", "Ee")],
    "articles_article_correct": [("every piece", "E", "E")],
    "articles_article_announce": [("every piece", "Ee", "Ee")],
    "articles_article_take_down": [("other live", "", "Ee")],
    "articles_article_hide_words": [("other live", "", "Ee")],
    # -- while somebody writes: without a piece it is a new one
    "articles_article_keep": [("", "", "Eew")],
    "articles_article_pulse": [("", "", "Eew")],
    "articles_article_differences": [("", "", "Eew")],
    "articles_article_token": [("", ALL, "")],
    "articles_article_leave": [("", "", ALL)],
    # A working copy is its owner's alone.
    "articles_article_copy": [("own draft", ALL, ""), ("other draft", "", "")],
    "articles_article_discard_copy": [("own draft", "", ALL), ("other draft", "", "")],
    # -- the front page, topics, tags
    "articles_frontpage_changelist": [("", "Ee", "Ee")],
    "articles_frontpage_add": [("", "", "")],
    "articles_frontpage_change": [("", "Ee", "Ee")],
    "articles_frontpage_history": [("", "Ee", "Ee")],
    "articles_frontpage_delete": [("", "", "")],
    "articles_topic_changelist": [("", ROLES, ROLES)],
    "articles_topic_add": [("", "Eet", "Eet")],
    "articles_topic_change": [("borne, free", ROLES, "Eetr")],
    "articles_topic_history": [("borne, free", ROLES, ROLES)],
    # Leads to the page that asks before a name is removed.
    "articles_topic_delete": [("borne, free", "Eet", "Eet")],
    # The dossier; a translator writes the other languages of it, and brings back no more than those.
    "articles_topic_dossier": [("borne, free", "Eetr", "Eetr")],
    "articles_topic_paste": [("", "", "Eetr")],
    "articles_topic_dossier_preview": [("borne, free", "Eetr", "")],
    "articles_topic_revisions": [("borne, free", "Eetr", "")],
    "articles_topic_compare": [("borne, free", "Eetr", "")],
    "articles_topic_restore": [("borne, free", "", "Eet")],
    "articles_merge": [("", "Eet", "Eet")],
    "articles_remove": [("", "Eet", "Eet")],
    "articles_merges": [("", "Eet", "")],
    "articles_merge_undo": [("free", "Eet", "Eet")],
    "articles_topic_offers": [("", ROLES, "")],
    "articles_topic_alike": [("", ROLES, "")],
    "articles_topic_found": [("", "", ROLES)],
    "articles_inbox": [("", "Eet", "Eet")],
    "articles_tag_changelist": [("", ROLES, ROLES)],
    "articles_tag_add": [("", "Eet", "Eet")],
    "articles_tag_change": [("borne, free", ROLES, "Eet")],
    "articles_tag_history": [("borne, free", ROLES, ROLES)],
    "articles_tag_delete": [("borne, free", "Eet", "Eet")],
    "articles_promote": [("borne, free", "Eet", "Eet")],
    # -- columns and authors
    "columns_column_changelist": [("", "Eewr", "Eewr")],
    "columns_column_add": [("", "Ee", "Ee")],
    "columns_column_change": [("borne, free", "Eewr", "Eer")],
    "columns_column_history": [("borne, free", "Eewr", "Eewr")],
    "columns_column_delete": [("borne", "", ""), ("free", "E", "E")],
    "columns_author_changelist": [("", "Eewr", "Eewr")],
    "columns_author_add": [("", "Ee", "Ee")],
    "columns_author_change": [("borne, free", "Eewr", "Eer")],
    "columns_author_history": [("borne, free", "Eewr", "Eewr")],
    "columns_author_delete": [("borne", "", ""), ("free", "E", "E")],
    # -- photos
    "newsroom_photo_changelist": [("", ROLES, ROLES)],
    "newsroom_photo_library": [("", ROLES, "")],
    "newsroom_photo_add": [("", "Eew", "Eew")],
    "newsroom_photo_upload": [("", "", "Eew")],
    "newsroom_photo_replace": [("own", "", "Eew"), ("other", "", "Ee")],
    "newsroom_photo_change": [("own", ROLES, "Eew"), ("other", ROLES, "Ee")],
    "newsroom_photo_history": [("own, other", ROLES, ROLES)],
    "newsroom_photo_delete": [("own, other", "Ee", "Ee")],
    # -- accounts: one with all rights is changed by its like alone
    "newsroom_user_changelist": [("", "E", "E")],
    "newsroom_user_add": [("", "E", "E")],
    "newsroom_user_change": [("self, other", "E", "E"), ("superuser", "E", "")],
    "newsroom_user_history": [("self, other, superuser", "E", "E")],
    "newsroom_user_delete": [("self, other, superuser", "", "")],
    "newsroom_user_reset_factor": [("other", "", "E"), ("self, superuser", "", "")],
    "auth_user_password_change": [("self, other", "E", "E"), ("superuser", "", "")],
    # -- redirects, settings, the history of the house
    "newsroom_redirect_changelist": [("", "Ee", "Ee")],
    "newsroom_redirect_add": [("", "Ee", "Ee")],
    "newsroom_redirect_change": [("", "Ee", "Ee")],
    "newsroom_redirect_history": [("", "Ee", "Ee")],
    "newsroom_redirect_delete": [("", "Ee", "Ee")],
    "newsroom_sitesettings_changelist": [("", "E", "E")],
    "newsroom_sitesettings_add": [("", "", "")],
    "newsroom_sitesettings_change": [("", "E", "E")],
    "newsroom_sitesettings_history": [("", "E", "E")],
    "newsroom_sitesettings_delete": [("", "", "")],
    "admin_logentry_changelist": [("", "E", "E")],
    "admin_logentry_add": [("", "", "")],
    "admin_logentry_change": [("", "E", "")],
    "admin_logentry_history": [("", "E", "E")],
    "admin_logentry_delete": [("", "", "")],
}
# Tested one by one below.
APART = {"autocomplete", "view_on_site"}
# Leads on to the form of the same row, and tells no more than its number.
LEADS_ON = "<path:object_id>/"


def patterns(inside: list, prefix: str = "") -> Iterator[tuple[str, str, str]]:
    """Every address below ``inside``: its name, its room ("app.model" or "") and its route."""
    for pattern in inside:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            room = ".".join(route.split("/")[:2]) if isinstance(pattern.pattern, RoutePattern) and prefix else ""
            name = pattern.name or ("catch all" if not room else LEADS_ON)
            yield name, room, route


ADDRESSES = sorted(patterns(admin.site.get_urls()))


def test_every_address_of_the_desk_has_its_rule():
    names = {name for name, _room, _route in ADDRESSES if name != LEADS_ON}
    assert sorted(names ^ (RULES.keys() | APART)) == []


def rows_of(room: str, spec: str, world: World) -> list[tuple[str, Any]]:
    """The rows that a line of the table names, each with its name there."""
    there = world.pieces if room == "articles.article" else world.rows.get(room, {})
    names = list(there) if spec == "every piece" else [name.strip() for name in spec.split(",")]
    return [(name, there[name.split(" in ")[0]]) for name in names]


def filled(route: str, row: Any, spec: str) -> list[str]:
    """The addresses of ``row`` at ``route``."""
    notes = Correction.objects.filter(article_id=row.pk) if "<int:note>" in route else []
    values = {"object_id": row.pk, "pk": row.pk, "id": row.pk, "note": notes[0].pk if notes else 0}
    if "/revisions/" in route:
        of = "topic" if "/dossier/" in route else "article"
        saved = sorted(Revision.objects.filter(**{of: row.pk}).values_list("pk", flat=True))
        values["revision"] = saved[0]
        route += f"?a={saved[0]}&b={saved[-1]}" if route.endswith("/compare/") else ""
    if "<int:link>" in route:
        values["link"] = PreviewLink.objects.get(article_id=row.pk).pk
    if "<uuid:group>" in route:
        values["group"] = Merge.objects.first().group
    if "<int:copy>" in route:
        values["copy"] = WorkingCopy.objects.get(article_id=row.pk).pk
    languages = [spec.rsplit(" in ", 1)[1]] if " in " in spec else ["ar", "en"]
    turns = languages if "<str:language>" in route else [""]
    return [
        "/admin/"
        + re.sub(r"<(?:\w+:)?(\w+)>", lambda found, code=code: str({**values, "language": code}[found[1]]), route)
        for code in turns
    ]


def doors(world: World) -> Iterator[tuple[str, str, Any, str, str]]:
    """Every address of the desk as this account may try it: name, path, row, who may look, who may act."""
    for name, room, route in ADDRESSES:
        for spec, look, act in RULES.get(name, ()):
            if name == "app_list":
                yield from ((name, f"/admin/{app}/", None, look, act) for app in spec.split())
            elif name == "catch all":
                yield name, "/admin/nothing/here/", None, look, act
            elif "<" not in route:
                yield name, f"/admin/{route}", None, look, act
            else:
                for which, row in rows_of(room, spec, world):
                    for path in filled(route, row, which):
                        yield name, path, row, look, act


def sent(name: str, row: Any) -> dict[str, Any]:
    """What somebody sends who wants to change something there."""
    if name in {"articles_article_change", "articles_article_translate"}:
        return form_data(typed(row), version=row.version, act="save")
    if name in {"articles_article_preview_typed", "articles_article_copydesk"}:
        return form_data(typed(row), version=row.version)
    if name == "articles_article_links":
        return {"language": "ar", "days": "1"}
    if name == "articles_article_add":
        return form_data(typed(Article.objects.first()), key=uuid4(), act="save")
    if name in {"articles_article_keep", "articles_article_pulse", "articles_article_differences"}:
        return form_data(typed(Article.objects.first()), key=uuid4(), window=uuid4(), before="{}", after="{}")
    if name in {"articles_merge", "articles_remove"}:
        first, *_others, last = Tag.objects.order_by("pk").values_list("pk", flat=True)
        return {"kind": "tag", "ids": first, "into": f"tag:{last}"}
    if name.endswith("_delete"):
        return {"post": "yes", "version": getattr(row, "version", 1)}
    if name in {"newsroom_user_change", "newsroom_user_add"}:
        chief = Group.objects.get(name="editor_in_chief").pk
        return {"username": "raised", "is_superuser": "on", "is_active": "on", "groups": [chief]}
    if name in {"newsroom_photo_upload", "newsroom_photo_add", "newsroom_photo_replace"}:
        return {"file": make_picture()}
    if name == "auth_user_password_change":
        return {"password1": "كلمة سر طويلة 1961", "password2": "كلمة سر طويلة 1961", "usable_password": "true"}
    names = ("name", "name_ar", "title_ar", "alt_ar", "note_ar", "summary_ar", "biography_ar", "text")
    words = dict.fromkeys(names, "مزوّر")
    paths = {"old_path": "/forged/", "new_path": "/about/", "protection": "strict", "html": "<p>x</p>"}
    return words | paths | {"version": getattr(row, "version", 1), "number": 77, "slug": "forged", "kind": "theme"}


def may(letter: str, who: str) -> bool:
    """Whether an account with this letter is among ``who``; two roles may what either may."""
    return any(one in who for one in letter)


@as_each(*LETTERS)
def test_every_role_at_every_address_by_looking(world):
    letter, wrong = world.letter, []
    before, hidden = everything(), world.hidden()
    for name, path, _row, look, _act in doors(world):
        answer = world.client.get(path)
        if (answer.status_code not in REFUSED) != may(letter, look) or answer.status_code >= 500:
            wrong.append(f"GET {path} ({name}): {answer.status_code}")
        wrong += [f"GET {path} ({name}) tells {word}" for word in betrayed(hidden, answer)]
    assert wrong == []
    changed = [label for label, rows in everything().items() if rows != before[label]]
    assert changed == []


@as_each(*LETTERS)
def test_every_role_at_every_address_by_acting(world):
    letter, wrong = world.letter, []
    hidden = world.hidden()
    for name, path, row, _look, act in doors(world):
        if name in {"logout", "login", "password_change"}:
            continue
        with transaction.atomic():
            with asking() as asked:
                answer = world.client.post(path, sent(name, row))
            if (answer.status_code not in REFUSED) != may(letter, act) or answer.status_code >= 500:
                wrong.append(f"POST {path} ({name}): {answer.status_code}")
            elif answer.status_code in REFUSED and written(asked):
                wrong.append(f"POST {path} ({name}) was refused and wrote something")
            wrong += [f"POST {path} ({name}) tells {word}" for word in betrayed(hidden, answer)]
            transaction.set_rollback(True)
        if name == "auth_user_password_change":
            # A new password ends the session that gave it, and the rollback took back the next one.
            world.client.force_login(world.me)
    assert wrong == []


@as_each("E")
@pytest.mark.parametrize("account", ["nobody", "inactive"])
def test_whoever_is_not_signed_in_meets_the_sign_in_at_every_address(world, account):
    wrong = []
    client = world.client if account == "inactive" else Client()
    if account == "inactive":
        User.objects.filter(pk=world.me.pk).update(is_active=False)
    before = everything()
    for name, path, row, _look, _act in doors(world):
        if name in {"login", "logout"}:
            continue
        for answer in (client.get(path), client.post(path, sent(name, row))):
            if answer.status_code != 302 or not answer.headers["Location"].startswith("/admin/login/"):
                wrong.append(f"{path} ({name}): {answer.status_code}")
            wrong += [f"{path} tells {word}" for word in betrayed(world.titles + world.texts, answer)]
    assert (wrong, everything() == before) == ([], True)


# ---- by the handful --------------------------------------------------------------------------------------------------

# action of the list of pieces: what it may touch of mine, of others'; whoever is not named changes nothing.
HANDFULS = {
    "publish_selected": ("Ee", "Ee"),
    "withdraw_selected": ("Ee", "Ee"),
    "unschedule_selected": ("Ee", "Ee"),
    "file_selected": ("Ee", "Ee"),
    "discard_selected": ("Eew", "Ee"),
}
TARGET = {"withdraw_selected": "live", "unschedule_selected": "scheduled"}


def test_every_act_on_many_pieces_has_its_rule():
    assert HANDFULS.keys() == ACTS.keys() == set(admin.site.get_model_admin(Article).actions)


@as_each(*LETTERS)
def test_every_act_on_many_pieces_touches_only_what_the_account_may(world):
    letter, wrong = world.letter, []
    hidden, before, address = world.hidden(), everything(), "/admin/articles/article/"
    for action, rule in HANDFULS.items():
        for whose, who in zip(("own", "other"), rule, strict=True):
            piece = world.pieces[f"{whose} {TARGET.get(action, 'draft')}"]
            for confirmed in ({}, {"confirmed": action, f"version-{piece.pk}": piece.version, "tags": "وسم مزوّر"}):
                with transaction.atomic():
                    sending = {"action": action, "_selected_action": [piece.pk], "select_across": 0, **confirmed}
                    answer = world.client.post(address, sending)
                    if (everything() != before) != (bool(confirmed) and may(letter, who)):
                        wrong.append(f"{action} on {whose}, confirmed {bool(confirmed)}: {answer.status_code}")
                    wrong += [f"{action} tells {word}" for word in betrayed(hidden, answer)]
                    transaction.set_rollback(True)
    assert wrong == []


# action of another list: who may.
OTHER_HANDFULS = {
    ("articles/topic", "show"): "Eet",
    ("articles/topic", "hide"): "Eet",
    ("articles/tag", "drop_unused"): "Eet",
    ("articles/topic", "merge_selected"): "Eet",
    ("articles/topic", "remove_selected"): "Eet",
    ("articles/tag", "merge_selected"): "Eet",
    ("articles/tag", "remove_selected"): "Eet",
    ("columns/column", "pause"): "Ee",
    ("columns/column", "resume"): "Ee",
    ("columns/column", "number"): "E",
    ("newsroom/redirect", "delete_selected"): "Ee",
}


def test_every_other_act_on_many_rows_has_its_rule(rf):
    request = rf.get("/")
    request.user = User(is_superuser=True, is_active=True)
    there = {
        (f"{model._meta.app_label}/{model._meta.model_name}", name)
        for model, room in admin.site._registry.items()
        for name in room.get_actions(request)
        if model is not Article
    }
    assert there == OTHER_HANDFULS.keys()


@as_each(*LETTERS)
def test_every_other_act_on_many_rows_changes_nothing_for_others(world):
    letter, wrong = world.letter, []
    before = everything()
    for (room, action), who in OTHER_HANDFULS.items():
        rows = world.rows[room.replace("/", ".")]
        with transaction.atomic():
            forged = {"action": action, "_selected_action": [row.pk for row in rows.values()], "post": "yes"}
            answer = world.client.post(f"/admin/{room}/", forged)
            if not may(letter, who) and (everything() != before or answer.status_code >= 500):
                wrong.append((room, action, answer.status_code))
            transaction.set_rollback(True)
    assert wrong == []


# ---- second doors to the same row ------------------------------------------------------------------------------------


@as_each(*LETTERS)
def test_no_search_box_offers_what_the_account_may_not_name(world):
    """Every field that chooses rows, asked by hand whether the form of it opens or not."""
    letter, wrong, asked = world.letter, [], 0
    for model in {field.model for room in admin.site._registry for field in room._meta.get_fields() if field.concrete}:
        for field in model._meta.get_fields():
            if not field.is_relation or field.auto_created:
                continue
            query = {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "field_name": field.name}
            for term in ("", "خفي", "Hidden", "زميلة"):
                answer = world.client.get("/admin/autocomplete/", query | {"term": term})
                asked += 1
                if answer.status_code not in {200, 403, 404}:
                    wrong.append((query, answer.status_code))
                wrong += [(query, word) for word in betrayed(world.hidden(), answer)]
                if letter != "E" and "زميلة" in told(answer).replace("كاتبة الزميلة", ""):
                    wrong.append((query, "an account"))
    assert (wrong, asked > 40) == ([], True)
    for source in (("frontpage", "lead"), ("pick", "article"), ("byline", "article"), ("correction", "article")):
        query = dict(zip(("model_name", "field_name"), source, strict=True)) | {"app_label": "articles", "term": "خفي"}
        assert betrayed(world.hidden(), world.client.get("/admin/autocomplete/", query)) == []


@as_each(*LETTERS)
def test_no_address_on_the_site_is_told_of_what_the_account_may_not_read(world):
    """``/admin/r/`` leads from a row to its page; the address of a scheduled piece holds its title."""
    letter = world.letter
    kind = ContentType.objects.get_for_model(Article).pk
    wrong = []
    for name, piece in world.pieces.items():
        answer = world.client.get(f"/admin/r/{kind}/{piece.pk}/")
        opens = answer.status_code == 302
        readable = letter != "-" and (name.startswith("own") or name == "other live" or set(letter) & set("Eer"))
        if opens != bool(readable):
            wrong.append((name, answer.status_code, answer.headers.get("Location")))
    assert wrong == []


@as_each("w", "t", "wt", "-")
def test_no_list_answers_questions_about_hidden_pieces(world):
    letter = world.letter
    column, author = world.rows["columns.column"]["borne"], world.rows["columns.author"]["borne"]
    draft, topic = world.pieces["other draft"], make_topic("موضوع المسودة")
    draft.topics.add(topic)
    questions = [
        f"articles/topic/?articles__id__exact={draft.pk}",
        f"articles/topic/?articles={draft.pk}",
        f"articles/topic/?articles__title_ar__startswith={draft.title_ar[:4]}",
        f"articles/topic/?relations__articles={draft.pk}",
        f"articles/tag/?tagged__content_object={draft.pk}",
        f"columns/column/?articles={draft.pk}",
        f"columns/column/?articles__id__in={draft.pk}",
        "columns/column/?writer__account__password__startswith=md5",
        f"columns/author/?articles={draft.pk}",
        f"columns/author/?bylines__article={draft.pk}",
        "columns/author/?account__password__startswith=md5",
        f"newsroom/photo/?uses__article={draft.pk}",
    ]
    titles_alone = [
        "status__exact=draft",
        "state=draft",
        "whose=others",
        f"column__id__exact={column.pk}",
        f"authors__id__exact={author.pk}",
        f"topics__id__exact={topic.pk}",
        "publish_at__year=2026",
        "publish_at__gte=2020-01-01",
        "number=1",
        f"created_by__id__exact={draft.created_by_id}",
        "body_ar__contains=خفي",
        "standfirst_ar__startswith=خفي",
        "title_ar__startswith=خفي",
    ]
    questions += [f"articles/article/?{question}" for question in titles_alone] if "t" in letter else []
    wrong = [each for each in questions if world.client.get(f"/admin/{each}").status_code not in {400, 403}]
    assert wrong == []


@as_each("w", "t", "wt", "-")
def test_windows_of_choice_show_no_more_than_the_lists(world):
    for room in ("articles/article", "articles/topic", "columns/column", "columns/author", "newsroom/photo"):
        for more in ("_popup=1", "_popup=1&_to_field=id", "_to_field=code", "_to_field=password", "_popup=1&q=خفي"):
            answer = world.client.get(f"/admin/{room}/?{more}")
            assert answer.status_code in {200, 302, 400, 403}
            assert betrayed(world.hidden(), answer) == []


@as_each("t")
def test_a_topic_manager_cannot_read_an_order_out_of_the_list(world):
    orders = [
        [piece.pk for piece in world.client.get(f"/admin/articles/article/?o={order}").context["cl"].result_list]
        for order in ("", "1", "-1", "2", "-2", "3", "-3", "4", "-5", "6", "-6", "2.-3")
    ]
    by_title = [piece.pk for piece in Article.objects.order_by("title_ar", "pk")]
    assert orders == [by_title] * len(orders)


# ---- fields that the form does not offer -----------------------------------------------------------------------------


@as_each("r")
def test_a_translator_forges_no_arabic_and_releases_nothing(world):
    for name in ("other draft", "other live", "other scheduled", "other withdrawn"):
        piece = fresh(world.pieces[name])
        released = (piece.released_languages, piece.state())
        before = {"ar": piece.title_ar, "column": piece.column_id, "authors": [author.pk for author in piece.signers]}
        forged = form_data(typed(piece, released=("ar", "en"), column=None, authors=()), version=piece.version)
        for act in ("save", "publish", "schedule", "withdraw", "unschedule"):
            answer = world.client.post(f"/admin/articles/article/{piece.pk}/change/", forged | {"act": act})
            assert (name, act, answer.status_code) == (name, act, 302 if act == "save" else 403)
        after = fresh(piece)
        newest = after.draft_revision.content
        assert (newest["title"]["ar"], newest["title"]["en"]) != ("عنوان مزوّر", "")
        assert newest["title"]["ar"] != "عنوان مزوّر"
        assert newest["title"]["en"] == "Forged"
        assert (newest["column"] or {}).get("id") == before["column"]
        assert [ref["id"] for ref in newest["authors"]] == before["authors"]
        assert "en" not in newest["released"]
        assert (after.released_languages, after.title_ar) == (released[0], before["ar"])
        assert after.state() in {released[1], State.LIVE_WITH_DRAFT, State.SCHEDULED_WITH_DRAFT}


@as_each("r", "E")
def test_beside_its_source_nothing_but_the_translation_is_written(world):
    for name in ("other draft", "other live", "other scheduled", "other withdrawn"):
        piece = fresh(world.pieces[name])
        before = revisions.content_of(piece)
        sending = form_data(typed(piece, column=None, authors=()), version=piece.version, into="en")
        answer = world.client.post(f"/admin/articles/article/{piece.pk}/translate/en/", sending)
        assert (name, answer.status_code) == (name, 302)
        after = revisions.content_of(fresh(piece))
        assert set(before.differing(after)) - {"released"} <= {"title_en", "standfirst_en", "body_en"}
        assert after.title["en"] == "Forged"
        # The release is in the hand of who publishes.
        assert ("en" in after.released) == ("en" in before.released) or world.letter == "E"
        assert fresh(piece).released_languages == piece.released_languages or piece.live_revision is None


@as_each("r")
def test_a_translator_writes_the_other_languages_of_names_and_nothing_else(world):
    for room, stem in (("articles.topic", "name"), ("columns.author", "name"), ("columns.column", "title")):
        row = world.rows[room]["borne"]
        other = {each.name for each in row._meta.concrete_fields if each.name.endswith("_en")}
        before = {each.name: getattr(row, each.attname) for each in row._meta.concrete_fields if each.name not in other}
        forged = dict.fromkeys(before, "مزوّر") | {f"{stem}_en": "Translated", "account": world.me.pk}
        answer = world.client.post(f"/admin/{room.replace('.', '/')}/{row.pk}/change/", forged)
        assert answer.status_code == 302
        row = type(row).objects.get(pk=row.pk)
        after = {each.name: getattr(row, each.attname) for each in row._meta.concrete_fields if each.name not in other}
        folded = {name for name in before if name.endswith("_folded")} | {"name", "title"}
        assert {k: v for k, v in after.items() if k not in folded} == {
            k: v for k, v in before.items() if k not in folded
        }
        assert getattr(row, f"{stem}_en") == "Translated"


@as_each("w")
def test_forged_rows_fields_and_formsets_write_nothing(world):
    topic, piece = world.rows["articles.topic"]["free"], world.pieces["other draft"]
    before = everything()
    formset = {
        "form-TOTAL_FORMS": 1,
        "form-INITIAL_FORMS": 1,
        "form-0-id": topic.pk,
        "form-0-published": "",
        "_save": "1",
    }
    for room in ("articles/topic", "articles/tag", "articles/article", "columns/column", "columns/author"):
        answer = world.client.post(
            f"/admin/{room}/", formset | {"form-0-name_ar": "مزوّر", "form-0-status": "published"}
        )
        assert answer.status_code in {200, 302}
    world.client.post(f"/admin/articles/topic/{topic.pk}/change/", {"name_ar": "مزوّر", "_saveasnew": "1"})
    world.client.post("/admin/articles/article/add/?_popup=1", {"status": "published", "act": "publish"})
    world.client.post(f"/admin/articles/article/{piece.pk}/change/?_changelist_filters=x", {"act": "publish"})
    assert everything() == before


@as_each("w")
def test_a_writer_begins_a_draft_and_forged_fields_publish_nothing(world):
    mine = world.pieces["own draft"]
    forged = form_data(typed(mine), version=mine.version, act="save") | {
        "status": "published",
        "created_by": world.rows["newsroom.user"]["other"].pk,
        "released_en": "on",
        "live_revision": 1,
        "publish_at": "2020-01-01T10:00",
    }
    assert world.client.post(f"/admin/articles/article/{mine.pk}/change/", forged).status_code == 302
    after = fresh(mine)
    assert (after.state(), after.created_by, after.released_en, after.live_revision) == (
        State.DRAFT,
        world.me,
        False,
        None,
    )


@as_each("w")
def test_who_signs_a_draft_owns_it_as_who_began_it(world):
    author = world.rows["columns.author"]["free"]
    author.account = world.me
    author.save()
    signed = make_draft(authors=[author], by=world.rows["newsroom.user"]["other"])
    assert world.client.get(f"/admin/articles/article/{signed.pk}/change/").status_code == 200
    assert signed.title_ar in told(world.client.get("/admin/articles/article/"))
    world.client.post(f"/admin/articles/article/{signed.pk}/delete/", {"post": "yes", "version": signed.version})
    assert not Article.objects.filter(pk=signed.pk).exists()


@as_each("e")
def test_a_role_taken_away_closes_the_doors_at_once(world):
    assert world.client.get("/admin/articles/article/").status_code == 200
    world.me.groups.clear()
    answer = world.client.get("/admin/articles/article/")
    # Another set of rights is another session: the account signs in anew.
    assert answer.status_code in {302, 403}
    assert betrayed(world.titles + world.texts, answer) == []


def test_two_members_of_staff_never_share_what_is_own():
    first, second = make_member(*LETTERS["w"]), make_member(*LETTERS["w"])
    piece = make_draft(title="لي وحدي", by=first)
    client = Client()
    client.force_login(second)
    for path in ("", f"{piece.pk}/change/", f"{piece.pk}/history/", f"{piece.pk}/delete/", f"{piece.pk}/preview/ar/"):
        assert "لي وحدي" not in told(client.get(f"/admin/articles/article/{path}"))
    assert "لي وحدي" not in told(client.get("/admin/"))
