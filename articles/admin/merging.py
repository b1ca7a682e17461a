"""The pages that ask before names are merged, removed, or made topics: first what will change, then one button."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote, urlencode

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from articles import merging, naming, rights
from articles.admin.sent import who
from articles.admin.spellings import desk_address
from articles.merging import MOST_AT_ONCE, Name, Plan
from articles.models import Article, Merge, NameKind, Spelling, Tag
from articles.models.authority import MODELS, kind_of
from articles.models.names import TopicKind
from newsroom.arabic.fold import fold
from newsroom.refusals import Refused

LONGEST_ID = 18
MOST_TITLES = 5
MOST_OFFERED = 10
GONE, REFUSED = 409, 422


def merging_address(act: str, kind: str, ids: Iterable[int], into: Name | None = None) -> str:
    """Return the page at which names of a kind are merged or removed (``act``), already with the one they go into."""
    query = {"kind": str(kind), "ids": ",".join(str(pk) for pk in ids)}
    if into is not None:
        query["into"] = told(into)
    return f"{reverse(f'admin:articles_{act}')}?{urlencode(query, safe=':,')}"


def told(row: Name) -> str:
    """Return how an address or a field calls a name: its kind and id."""
    return f"{kind_of(row)}:{row.pk}"


def too_many() -> str:
    """Return what is said to whoever chose more names than one act takes."""
    return _("Too many at once: choose at most %(count)d names.") % {"count": MOST_AT_ONCE}


def undo_link(group: Any) -> str:
    """Return the link by which what was just done is undone."""
    return format_html('<a href="{}">{}</a>', reverse("admin:articles_merge_undo", args=[group]), _("Undo"))


@dataclass(frozen=True)
class Choice:
    """What somebody sent: the names of one kind, those of them that are gone, and the one that they go into."""

    kind: NameKind
    names: tuple[Name, ...]
    gone: tuple[int, ...]
    into: Name | None
    into_gone: bool
    sought: str

    @property
    def sources(self) -> list[Name]:
        """Return the names that go."""
        return [row for row in self.names if row != self.into]

    @property
    def ids(self) -> str:
        """Return the names as an address holds them."""
        return ",".join(str(row.pk) for row in self.names)


@dataclass(frozen=True)
class Preview:
    """What one merge will change, as far as the account may know it."""

    plan: Plan
    count: int
    both: int
    titles: list[str]
    old: str
    new: str

    @property
    def more(self) -> int:
        """Return how many pieces are not named."""
        return self.count - len(self.titles)


class Merging(admin.ModelAdmin):
    """The addresses of merging, removing and promoting; each asks whether the account may do it to this kind."""

    def merging_urls(self, wrap: Any) -> list:
        """Return our addresses, each behind ``wrap``, the desk's door."""
        form = require_http_methods(["GET", "HEAD", "POST"])
        return [
            path("merge/", wrap(form(self.merge)), name="articles_merge"),
            path("remove/", wrap(form(self.remove)), name="articles_remove"),
        ]

    # -- merging ------------------------------------------------------------------------------------------------------

    def merge(self, request: HttpRequest) -> HttpResponse:
        """Ask into what the chosen names go, show what will change, and do it."""
        choice = chosen(request.POST if request.method == "POST" else request.GET)
        demand(request, choice.kind, into=choice.into)
        said, status = missing(choice)
        if request.method == "POST" and not said:
            if choice.into is None or not choice.sources:
                said, status = [_("Choose a name to merge into, and at least one other.")], REFUSED
            else:
                try:
                    return self._merged(request, choice, choice.into)
                except Refused as refused:
                    said, status = refused.messages, _status_of(choice)
        plans = [merging.plan(row, into=choice.into) for row in choice.sources] if choice.into and not said else []
        context = _context(self, request, choice, said) | {
            "title": _("Merge names"),
            "previews": previews(plans, user=request.user),
            "offers": [(told(row), row, row._meta.verbose_name) for row in offers(choice)],
            "into_word": told(choice.into) if choice.into else "",
        }
        return render(request, "admin/articles/names/merge.html", context, status=status)

    def _merged(self, request: HttpRequest, choice: Choice, into: Name) -> HttpResponse:
        done = merging.merge_many(choice.sources, into=into, **who(request))
        words = ngettext(
            "%(count)d name was merged into “%(into)s”.", "%(count)d names were merged into “%(into)s”.", len(done)
        )
        said = words % {"count": len(done), "into": into}
        messages.success(request, format_html("{} {}", said, undo_link(done[0].group)))
        return HttpResponseRedirect(desk_address(into))

    # -- removing -----------------------------------------------------------------------------------------------------

    def remove(self, request: HttpRequest) -> HttpResponse:
        """Show what removing the chosen names would take, and do it."""
        choice = replace(chosen(request.POST if request.method == "POST" else request.GET), into=None, into_gone=False)
        demand(request, choice.kind)
        said, status = missing(choice)
        if request.method == "POST" and not said:
            try:
                done = merging.remove_many(choice.names, **who(request))
            except Refused as refused:
                said, status = refused.messages, _status_of(choice)
            else:
                words = ngettext("%(count)d name was removed.", "%(count)d names were removed.", len(done))
                link = undo_link(done[0].group)
                messages.success(request, format_html("{} {}", words % {"count": len(done)}, link))
                return HttpResponseRedirect(reverse(f"admin:articles_{choice.kind}_changelist"))
        plans = [merging.plan(row, into=None) for row in choice.names] if not said else []
        context = _context(self, request, choice, said) | {
            "title": _("Remove names"),
            "merge_address": merging_address("merge", choice.kind, [row.pk for row in choice.names]),
            "previews": previews(plans, user=request.user),
        }
        return render(request, "admin/articles/names/remove.html", context, status=status)


class Promoting(admin.ModelAdmin):
    """The address at which a tag becomes a topic."""

    def promoting_urls(self, wrap: Any) -> list:
        """Return our address, behind ``wrap``, the desk's door."""
        form = require_http_methods(["GET", "HEAD", "POST"])
        return [path("<int:pk>/promote/", wrap(form(self.promote)), name="articles_promote")]

    def promote(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask of which kind the topic will be that a tag becomes, show what goes along, and do it."""
        demand(request, NameKind.TAG)
        if not request.user.has_perm("articles.add_topic"):
            raise PermissionDenied
        tag = Tag.objects.filter(pk=pk).first() if pk < 2**63 else None
        if tag is None:
            return self._no_tag(request, pk)
        kind = request.POST.get("kind", TopicKind.THEME)
        said: Sequence[str] = []
        status, namesake = 200, None
        if request.method == "POST":
            try:
                topic, merge = merging.promote(tag, kind=_topic_kind(kind), **who(request))
            except naming.Taken as taken:
                said, status, namesake = taken.messages, REFUSED, taken.row
            except Refused as refused:
                said, status = refused.messages, GONE
            else:
                words = _("“%(name)s” is a topic now.") % {"name": topic}
                messages.success(request, format_html("{} {}", words, undo_link(merge.group)))
                return HttpResponseRedirect(desk_address(topic))
        shown = previews([merging.plan(tag, into=None)], user=request.user)
        context = _context(self, request, Choice(NameKind.TAG, (tag,), (), None, False, ""), said) | {
            "title": _("Make the tag a topic"),
            "tag": tag,
            "preview": shown[0],
            "kinds": TopicKind.choices,
            "chosen_kind": kind,
            "instead": merging_address("merge", NameKind.TAG, [tag.pk], namesake) if namesake else "",
        }
        return render(request, "admin/articles/names/promote.html", context, status=status)

    def _no_tag(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say what became of a tag that is not there any more; raises Http404 where there was none."""
        if pk >= 2**63 or not Merge.objects.filter(kind=NameKind.TAG, old_id=pk).exists():
            raise Http404
        messages.error(request, " ".join(_gone(NameKind.TAG, [pk])))
        return HttpResponseRedirect(reverse("admin:articles_tag_changelist"))


def _context(room: admin.ModelAdmin, request: HttpRequest, choice: Choice, said: Sequence[str]) -> dict[str, Any]:
    """Return what every page of these shows."""
    return {
        **room.admin_site.each_context(request),
        "opts": MODELS[choice.kind]._meta,
        "list_address": reverse(f"admin:articles_{choice.kind}_changelist"),
        "choice": choice,
        "said": said,
    }


# ---- what was sent ---------------------------------------------------------------------------------------------------


def chosen(sent: QueryDict) -> Choice:
    """Return what the fields ``kind``, ``ids``, ``into`` and ``name`` say; raises Http404 for a kind that is none."""
    kind = sent.get("kind", NameKind.TOPIC)
    if kind not in NameKind.values:
        raise Http404
    ids = [int(part) for part in sent.get("ids", "").split(",") if _is_id(part)][: MOST_AT_ONCE + 1]
    rows = MODELS[kind]._default_manager.in_bulk(ids)
    names = tuple(rows[pk] for pk in dict.fromkeys(ids) if pk in rows)
    into_kind, _sep, number = sent.get("into", "").partition(":")
    model = MODELS.get(into_kind) if _is_id(number) else None
    into = model._default_manager.filter(pk=int(number)).first() if model else None
    gone = tuple(pk for pk in dict.fromkeys(ids) if pk not in rows)
    choice = Choice(NameKind(kind), names, gone, into, model is not None and into is None, sent.get("name", "").strip())
    if choice.sought and len(same := [row for row in exact(choice) if row not in names]) == 1:
        return replace(choice, into=same[0], into_gone=False)
    return replace(choice, into=None) if choice.sought else choice


def demand(request: HttpRequest, kind: NameKind, *, into: Name | None = None) -> None:
    """Raise PermissionDenied unless the account may take away names of a kind and change the one they go into."""
    needed = {f"articles.change_{kind}", f"articles.delete_{kind}"}
    needed |= {f"articles.change_{kind_of(into)}"} if into is not None else set()
    if not request.user.has_perms(needed):
        raise PermissionDenied


def missing(choice: Choice) -> tuple[list[str], int]:
    """Return what is not there of what was chosen, in words, and the status of the answer that says so."""
    if len(choice.names) + len(choice.gone) > MOST_AT_ONCE:
        return [too_many()], REFUSED
    if choice.gone:
        return _gone(choice.kind, choice.gone), GONE
    if choice.into_gone:
        return [_("The name that you chose to merge into is not there any more. Choose another.")], GONE
    if choice.kind == NameKind.TOPIC and isinstance(choice.into, Tag):
        return [_("A topic cannot become a tag: merge the tag into the topic.")], REFUSED
    return [], 200


def _gone(kind: NameKind, ids: Iterable[int]) -> list[str]:
    """Return what became of names that are not there any more."""
    known = {merge.old_id: merge for merge in Merge.objects.standing().filter(kind=kind, old_id__in=list(ids))}
    said = []
    for pk in ids:
        merge = known.get(pk)
        if merge is None:
            said.append(_("One of the names that you chose is not there any more."))
        elif merge.new_id is None:
            said.append(_("“%(name)s” was removed meanwhile.") % {"name": merge.old_name})
        else:
            facts = {"name": merge.old_name, "into": merge.topic or merge.tag}
            said.append(_("“%(name)s” was merged into “%(into)s” meanwhile.") % facts)
    return list(dict.fromkeys(said))


def _status_of(choice: Choice) -> int:
    """Return 409 where one of the names went while it was being merged, else 422."""
    rows = [*choice.names, *([choice.into] if choice.into else [])]
    there = all(type(row)._default_manager.filter(pk=row.pk).exists() for row in rows)
    return REFUSED if there else GONE


def _is_id(text: str) -> bool:
    return text.isdecimal() and len(text) <= LONGEST_ID


def _topic_kind(word: str) -> TopicKind:
    return TopicKind(word) if word in TopicKind.values else TopicKind.THEME


# ---- what is shown ---------------------------------------------------------------------------------------------------


def exact(choice: Choice) -> list[Name]:
    """Return whom the words typed mean: a tag may also go into a topic."""
    kinds = (NameKind.TAG, NameKind.TOPIC) if choice.kind == NameKind.TAG else (NameKind.TOPIC,)
    return [row for kind in kinds for row in naming.meant(kind, [choice.sought]).values()]


def offers(choice: Choice) -> list[Name]:
    """Return the names whose spellings hold every word typed, those that are called just so first."""
    words = fold(choice.sought[:200]).split()
    if not words:
        return []
    kinds = [NameKind.TAG, NameKind.TOPIC] if choice.kind == NameKind.TAG else [NameKind.TOPIC]
    place = Coalesce("topic__name_sorted", "tag__name_sorted")
    found = Spelling.objects.filter(kind__in=kinds).select_related("topic", "tag").order_by(place, "folded")
    for word in words:
        found = found.filter(folded__contains=word)
    rows = [*exact(choice), *(spelling.bearer for spelling in found[: MOST_OFFERED * 3])]
    return [row for row in dict.fromkeys(rows) if row not in choice.names][:MOST_OFFERED]


def previews(plans: Sequence[Plan], *, user: Any) -> list[Preview]:
    """Return ``plans`` as the account may see them: it counts and names no piece of which it does not know."""
    known = rights.countable(user, now=timezone.now())
    ids = {pk for plan in plans for pk in plan.pieces}
    counted = ids if known == Q() else set(Article.objects.filter(known, pk__in=ids).values_list("pk", flat=True))
    newest = {pk for plan in plans for pk in [pk for pk in plan.pieces if pk in counted][-MOST_TITLES:]}
    listed = rights.listed(user, Article.objects.filter(pk__in=newest))
    titles = dict(listed.values_list("pk", "title_ar"))
    with translation.override(settings.LANGUAGE_CODE):
        return [_preview(plan, titles, [pk for pk in plan.pieces if pk in counted]) for plan in plans]


def _preview(plan: Plan, titles: dict[int, str], pieces: list[int]) -> Preview:
    """Return one plan with those of its ``pieces`` that are counted, the newest of them by title."""
    named = [titles[pk] for pk in reversed(pieces) if pk in titles][:MOST_TITLES]
    new = _address(plan.into) if plan.into is not None else ""
    return Preview(plan, len(pieces), len(set(plan.both) & set(pieces)), named, _address(plan.source), new)


def _address(row: Name) -> str:
    return unquote(row.get_absolute_url())
