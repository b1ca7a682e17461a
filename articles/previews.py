"""What a piece would be if it were published now: made in memory for whoever may look, and the links that show it.

Everything that publication fixes is fixed by publication's own code, so that the preview cannot say anything else.
"""

import re
import secrets
from collections.abc import Iterable
from copy import copy
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles import numbering, publishing, revisions, rights
from articles.forms import WritingForm
from articles.models import Article, Byline, PreviewLink, Tag, TaggedArticle, Topic
from articles.models.article import LANGUAGES
from articles.snapshots import TEXTS, Ref, Snapshot
from columns.models import Author
from newsroom import audit
from newsroom.accounts import User
from newsroom.arabic.hygiene import clean_text
from newsroom.arabic.reading import reading_minutes
from newsroom.refusals import Refused

LONGEST = timedelta(days=7)
# What stands for the number and the code of a piece that has none yet.
NO_NUMBER, NO_CODE = 0, "------"
# Of what no field takes, so many letters are shown.
MOST_SHOWN = 5000
_SALT = "articles.previews"
_ADDRESS = re.compile(r"([0-9]{1,18})-([0-9a-f]{64})")


# ---- what a piece would be ------------------------------------------------------------------------------------------


def piece_of(content: Snapshot, article: Article | None, *, now: datetime) -> Article:
    """Return the piece, unsaved, that readers would get if ``content`` of ``article`` (None: a new one) were published.

    A moment ahead that ``content`` wishes for is taken as come. Nothing is written, and nothing is refused: a number
    that is taken is shown as wished.
    """
    piece = copy(article) if article is not None else Article(pk=NO_NUMBER, code=NO_CODE)
    piece._prefetched_objects_cache = {}
    number, _troubles = _number(content, piece, now=now)
    ahead = content.publish_at if content.publish_at is not None and content.publish_at > now else None
    publishing.fix(piece, content, number=number, at=ahead, now=now)
    for code in LANGUAGES:
        text = strip_tags((getattr(piece, f"body_{code}") or "").replace("<", " <"))
        setattr(piece, f"minutes_{code}", reading_minutes(text))
    _relate(piece, content)
    return piece


def troubles_of(content: Snapshot, article: Article | None, *, now: datetime) -> list[str]:
    """Return, in words, why publication would refuse the number or the column of ``content``."""
    _given, troubles = _number(content, article or Article(), now=now)
    return troubles


def with_language(content: Snapshot, language: str) -> Snapshot:
    """Return ``content`` as if its text in ``language`` were released."""
    return content.with_(released=tuple(dict.fromkeys((*content.released, language))))


def is_written(content: Snapshot, language: str) -> bool:
    """Return whether ``content`` says anything in ``language``."""
    return bool(content.title.get(language, "").strip() or strip_tags(content.body.get(language, "")).strip())


def _number(content: Snapshot, article: Article, *, now: datetime) -> tuple[int | None, list[str]]:
    """Return the number that publication would give, or the wished one with the reasons why not."""
    try:
        return publishing.number_for(article, content, now=now, give=numbering.number_to_give), []
    except Refused as refused:
        kept = (content.number or article.number) if content.column else None
        return kept, [str(message) for message in refused.messages]


def _relate(piece: Article, content: Snapshot) -> None:
    """Give ``piece`` its authors, topics and tags as its page asks for them, in the page's order."""
    authors = Author.objects.select_related("portrait").in_bulk([ref.id for ref in content.authors])
    signing = [authors[ref.id] for ref in content.authors if ref.id in authors]
    bylines = [Byline(article=piece, author=author, position=place) for place, author in enumerate(signing)]
    piece.all_topics = list(Topic.objects.filter(pk__in=[ref.id for ref in content.topics]))
    tagged = [TaggedArticle(content_object=piece, tag=tag) for tag in _tags(piece, content.tags)]
    piece._prefetched_objects_cache = {
        "bylines": _held(Byline.objects.all(), bylines),
        "tagged": _held(TaggedArticle.objects.all(), tagged),
    }


def _held(queryset: QuerySet, rows: list) -> QuerySet:
    """Return ``queryset`` with ``rows`` as its answer, as Django itself keeps what it has fetched before."""
    queryset._result_cache, queryset._prefetch_done = rows, True
    return queryset


def _tags(piece: Article, refs: Iterable[Ref]) -> list[Tag]:
    """Return the tags of ``refs``, those yet to be made as well: first those that the piece bears, as on its page."""
    there = Tag.objects.in_bulk([ref.id for ref in refs if ref.id > 0])
    borne = piece.tagged.filter(tag_id__in=list(there)).order_by("pk").values_list("tag_id", flat=True)
    order = dict.fromkeys([*borne, *(ref.id for ref in refs)])
    new = {ref.id: Tag(name=ref.name) for ref in refs if ref.id <= 0}
    taken: set[str] = set()
    for tag in new.values():
        tag.slug = _free_slug(tag, taken)
        taken.add(tag.slug)
    known = {**there, **new}
    return [known[number] for number in order if number in known]


def _free_slug(tag: Tag, taken: set[str]) -> str:
    """Return the address that ``tag`` would get when it is made after those of ``taken``."""
    slug = tag.slugify(tag.name)
    taken = taken | set(Tag.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    place = 0
    while slug in taken:
        place += 1
        slug = tag.slugify(tag.name, place)
    return slug


# ---- what stands in the form ----------------------------------------------------------------------------------------


def typed(form: WritingForm) -> tuple[Snapshot, list[str]]:
    """Return what stands in the bound ``form``, as far as it can be shown, and what cannot stand so, in words."""
    troubles: list[str] = []
    if not form.is_valid():
        for name, errors in form.errors.items():
            label = f"{form.fields[name].label}: " if name in form.fields else ""
            troubles += [f"{label}{error}" for error in errors]
            if name in form.fields:
                form.cleaned_data[name] = _as_typed(form, name)
    return form.content(making_tags=False), troubles


def _as_typed(form: WritingForm, name: str) -> Any:
    """Return what can be shown of a field that was refused: the letters of a line, the rows that exist."""
    stem, field = name.rpartition("_")[0], form.fields[name]
    if (stem in TEXTS and stem != "body") or name == "tags":
        return clean_text(str(form.data.get(name, ""))[:MOST_SHOWN], multiline=name == "tags")
    if name == "topics":
        return field.known(form.data.getlist(name))
    if name == "authors":
        sent = [int(value) for value in form.data.getlist(name) if re.fullmatch(r"[0-9]{1,18}", value)]
        there: dict[int, Model] = field.queryset.in_bulk(sent)
        return [there[number] for number in dict.fromkeys(sent) if number in there]
    return "" if stem == "body" or name == "protection" else None


# ---- links for people without an account ----------------------------------------------------------------------------


def share(article: Article, *, language: str, lasts: timedelta, by: User | None, now: datetime) -> PreviewLink:
    """Make a link at which whoever has it reads the newest draft of ``article`` in ``language`` for so long.

    Raises Refused for longer than a week, for a language in which nothing is written, and revisions.Gone.
    """
    if not timedelta(0) < lasts <= LONGEST:
        raise Refused([_("A preview link works for seven days at most. Choose a shorter time.")], field="days")
    with transaction.atomic():
        row = Article.objects.select_for_update(no_key=True).filter(pk=article.pk).first()
        if row is None:
            raise revisions.Gone
        if language not in LANGUAGES or not is_written(revisions.content_of(row), language):
            raise Refused([_("Nothing is written in this language yet.")], field="language")
        link = PreviewLink.objects.create(
            article=row,
            language=language,
            nonce=secrets.token_hex(32),
            created_at=now,
            created_by=by,
            expires_at=now + lasts,
        )
        audit.record(row, by=by, act=gettext_noop("Made a preview link."), changes=_told(link, made=True))
        return link


def revoke(link: PreviewLink, *, by: User | None, now: datetime) -> bool:
    """Let ``link`` open nothing any more, from the next request on; return whether it worked until now."""
    with transaction.atomic():
        if not PreviewLink.objects.working(now=now).filter(pk=link.pk).update(revoked_at=now):
            return False
        changes = _told(link, made=False)
        audit.record(link.article, by=by, act=gettext_noop("Revoked a preview link."), changes=changes)
        return True


def address_of(link: PreviewLink) -> str:
    """Return the full address of ``link``: its row's number, and a signature that only this house can make."""
    with translation.override(link.language):
        return settings.SITE_URL + reverse("articles:preview", args=[f"{link.pk}-{_signature(link)}"])


def opened(rest: str, *, language: str, now: datetime) -> PreviewLink | None:
    """Return the working link whose address ends with ``rest``; None for every other, whatever is wrong with it."""
    found = _ADDRESS.fullmatch(rest)
    if found is None:
        return None
    links = PreviewLink.objects.working(now=now).filter(language=language).select_related("article", "created_by")
    link = links.filter(pk=int(found[1])).first()
    right = _signature(link or PreviewLink(pk=0))
    return link if constant_time_compare(found[2], right) and link is not None and _is_borne(link) else None


def _is_borne(link: PreviewLink) -> bool:
    """Return whether who made the link might make it now: it shows no more than its maker may show."""
    maker = link.created_by
    return maker is not None and maker.is_active and maker.is_staff and rights.may_share(maker, link.article)


def _signature(link: PreviewLink) -> str:
    """Return 256 bit over the row's secret, its piece and its language."""
    signed = f"{link.pk}/{link.nonce}/{link.language}/{link.article_id}"
    return salted_hmac(_SALT, signed, algorithm="sha256").hexdigest()


def _told(link: PreviewLink, *, made: bool) -> list[audit.Change]:
    """Return for the history which link it is: its language, and until when it was to work."""
    facts = (("Language", link.language), ("works until", audit.shown(link.expires_at)))
    return [(label, "", value) if made else (label, value, "") for label, value in facts]
