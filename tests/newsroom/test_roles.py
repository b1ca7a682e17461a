"""The roles of the newsroom: kept by every migration, given in the form of the account, written into the history."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import Client
from django.utils.translation import override

from newsroom import audit, roles
from newsroom.accounts import User
from newsroom.roles import RIGHTS, Role
from tests.factories import make_author, make_editor, make_member, make_user

pytestmark = pytest.mark.django_db


def rights() -> dict[str, set[str]]:
    found = Permission.objects.select_related("content_type")
    return {
        group.name: {f"{each.content_type.app_label}.{each.codename}" for each in found.filter(group=group)}
        for group in Group.objects.all()
    }


def change(client: Client, account: User, **facts: object) -> int:
    data = {"username": account.username, "language": "ar", "is_active": "on"} | facts
    answer = client.post(f"/admin/newsroom/user/{account.pk}/change/", data)
    assert not (answer.context and "adminform" in answer.context and answer.context["adminform"].errors)
    return answer.status_code


def chief(**facts: object) -> tuple[User, Client]:
    account, client = make_member(Role.EDITOR_IN_CHIEF, **facts), Client()
    client.force_login(account)
    return account, client


def number(*wanted: Role) -> list[int]:
    return [Group.objects.get(name=role.value).pk for role in wanted]


# ---- what each role holds --------------------------------------------------------------------------------------------


def test_every_role_holds_exactly_its_rights():
    there = rights()
    assert there.keys() == set(Role.values)
    assert {role: there[role.value] for role in RIGHTS} == {role: set(names) for role, names in RIGHTS.items()}
    everything = {
        f"{app}.{codename}"
        for app, codename in Permission.objects.filter(content_type__app_label__in=roles.OUR_APPS).values_list(
            "content_type__app_label", "codename"
        )
    }
    assert there["editor_in_chief"] == everything | {"admin.view_logentry"}


@pytest.mark.parametrize("role", [Role.WRITER, Role.TOPIC_MANAGER, Role.TRANSLATOR])
def test_nobody_below_the_editors_publishes_or_keeps_accounts(role):
    may = rights()[role.value]
    assert [name for name in may if name.split(".")[1].split("_")[-1] in {"user", "sitesettings", "logentry"}] == []
    assert may & {"articles.publish_article", "articles.write_any_article", "articles.correct_article"} == set()


def test_syncing_again_changes_nothing_and_undoes_what_strayed():
    before = rights()
    roles.sync()
    assert rights() == before
    Group.objects.get(name="writer").permissions.add(Permission.objects.get(codename="publish_article"))
    Group.objects.get(name="editor").permissions.clear()
    Group.objects.filter(name="translator").delete()
    roles.sync()
    assert rights() == before


def test_a_migration_brings_the_roles_up_to_date_and_leaves_their_members():
    before, account = rights(), make_member(Role.WRITER)
    Group.objects.get(name="writer").permissions.clear()
    call_command("migrate", verbosity=0)
    assert (rights(), list(account.groups.values_list("name", flat=True))) == (before, ["writer"])


# ---- giving and taking them ------------------------------------------------------------------------------------------


def test_a_change_of_roles_is_written_down_in_the_readers_words():
    _me, client = chief()
    account = make_member(Role.WRITER)
    wanted = number(Role.EDITOR, Role.TRANSLATOR)
    assert change(client, account, groups=wanted) == 302
    assert roles.roles_of(User.objects.get(pk=account.pk)) == [Role.EDITOR, Role.TRANSLATOR]
    entry = LogEntry.objects.get(object_id=str(account.pk))
    told = {}
    for code in ("ar", "en"):
        with override(code):
            told[code] = [(label, old, new) for act in audit.acts(entry) for label, old, new in act.changes]
            assert told[code] == [
                (
                    told[code][0][0],
                    str(Role.WRITER.label),
                    "، ".join([str(Role.EDITOR.label), str(Role.TRANSLATOR.label)]),
                )
            ]
    assert told["en"] == [("roles", "writer", "editor، translator")]
    assert "writer" not in str(told["ar"])


def test_a_new_account_is_staff_in_its_roles_and_nothing_more():
    _me, client = chief()
    data = {
        "username": "new-one",
        "language": "ar",
        "usable_password": "true",
        "password1": "كلمة سر طويلة 1961",
        "password2": "كلمة سر طويلة 1961",
        "groups": number(Role.WRITER),
        "is_superuser": "on",
        "user_permissions": list(Permission.objects.values_list("pk", flat=True)[:5]),
    }
    assert client.post("/admin/newsroom/user/add/", data).status_code == 302
    account = User.objects.get(username="new-one")
    assert (account.is_staff, account.is_superuser, account.user_permissions.count()) == (True, False, 0)
    assert roles.roles_of(account) == [Role.WRITER]


def test_nobody_raises_or_locks_out_himself():
    me, client = chief()
    assert change(client, me, groups=[], is_superuser="on", is_active="", first_name="هدى") == 302
    after = User.objects.get(pk=me.pk)
    assert (after.first_name, after.is_active, after.is_superuser, roles.roles_of(after)) == (
        "هدى",
        True,
        False,
        [Role.EDITOR_IN_CHIEF],
    )
    for role in (Role.EDITOR, Role.WRITER, Role.TOPIC_MANAGER, Role.TRANSLATOR):
        low, client = make_member(role), Client()
        client.force_login(low)
        assert change(client, low, groups=number(Role.EDITOR_IN_CHIEF), is_superuser="on") == 403
        assert roles.roles_of(User.objects.get(pk=low.pk)) == [role]


def test_ones_own_roles_stand_there_in_words():
    me, client = chief(language="en")
    page = client.get(f"/admin/newsroom/user/{me.pk}/change/").content.decode()
    assert ("editor-in-chief" in page, "editor_in_chief" in page, 'name="groups"' in page) == (True, False, False)


def test_an_editor_in_chief_does_not_change_an_account_with_all_rights():
    _me, client = chief()
    owner = make_editor()
    before = User.objects.filter(pk=owner.pk).values().get()
    password = {"password1": "كلمة سر طويلة 1961", "password2": "كلمة سر طويلة 1961", "usable_password": "true"}
    assert change(client, owner, first_name="مزوّر", groups=number(Role.WRITER)) == 403
    assert client.post(f"/admin/newsroom/user/{owner.pk}/password/", password).status_code == 403
    assert client.post(f"/admin/newsroom/user/{owner.pk}/second-factor/reset/").status_code == 403
    assert client.post(f"/admin/newsroom/user/{owner.pk}/delete/", {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=owner.pk).values().get() == before


def test_a_new_password_is_written_down_and_stands_nowhere():
    _me, client = chief()
    account, secret = make_user(), "كلمة سر طويلة 1961"
    data = {"password1": secret, "password2": secret, "usable_password": "true"}
    assert client.post(f"/admin/newsroom/user/{account.pk}/password/", data).status_code == 302
    assert User.objects.get(pk=account.pk).check_password(secret)
    entry = LogEntry.objects.get(object_id=str(account.pk))
    assert "1961" not in entry.change_message
    assert client.get(f"/admin/newsroom/user/{account.pk}/history/").status_code == 200


def test_the_list_of_accounts_is_filtered_by_role():
    me, client = chief()
    writer, both, none = make_member(Role.WRITER), make_member(Role.WRITER, Role.TRANSLATOR), make_user()

    def listed(**query: str) -> set:
        return set(client.get("/admin/newsroom/user/", query).context["cl"].queryset)

    assert listed(role="writer") == {writer, both}
    assert listed(role="translator") == {both}
    assert listed(role="none") == {none}
    assert listed(role="x") == listed() == {me, writer, both, none}


def test_the_list_of_an_editor_does_not_tell_accounts_from_the_form_of_an_author():
    """An editor links an author with an account, and cannot open the account."""
    account, client = make_member(Role.WRITER), Client()
    client.force_login(make_member(Role.EDITOR))
    author = make_author(account=account)
    page = client.get(f"/admin/columns/author/{author.pk}/change/").content.decode()
    assert "/admin/newsroom/user/" not in page
