"""The writing form as the desk serves it: HTTP in, one verb, HTTP out.

Whatever goes wrong, the answer is the same form with everything that was typed, and a sentence that says what to do.
"""

from datetime import datetime
from typing import Any
from uuid import uuid4

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import messages
from django.db import OperationalError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from js_asset import Media

from articles import publishing, revisions, rights
from articles.forms import WritingForm
from articles.models import Article
from articles.models.article import State
from articles.numbering import proposed_number
from articles.revisions import Conflict
from articles.snapshots import Ref, Snapshot
from columns.models import Column
from columns.slots import following, next_slot
from newsroom.refusals import Refused


def editor_words() -> dict[str, str]:
    """Return the editor's own words in the active language, for its script."""
    return {
        "heading": _("Heading"),
        "subheading": _("Subheading"),
        "quotation": _("Quotation"),
        "pullQuote": _("Pull quote"),
        "list": _("List"),
        "numbered": _("Numbered list"),
        "bold": _("Bold"),
        "italic": _("Emphasis"),
        "link": _("Link"),
        "photo": _("Photo"),
        "source": _("Source"),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "toolbar": _("Formatting"),
        "placeholder": _("Write here, or paste: what does not belong is taken out and reported."),
        "linkAddress": _("Address of the link"),
        "linkRemove": _("Remove the link"),
        "linkBad": _("A link begins with https:// or mailto:, or with / inside the site."),
        "sourceText": _("What the source is; readers find it numbered at the end."),
        "insert": _("Insert"),
        "cancel": _("Cancel"),
        "pasting": _("Cleaning the pasted text…"),
        "pasteFailed": _("The server did not answer, so the text was pasted without its formatting."),
        "pictures": _("Pictures come from the photo library: use the button “Photo”."),
        "remove": _("Remove"),
        "earlier": _("Move earlier"),
        "add": _("Add…"),
        "none": _("none chosen"),
        "leave": _("What you typed is not saved yet."),
        "schedule": _("Schedule for %s"),
        "copied": _("Copied"),
        "signedOut": _("Your session has ended; what you typed is here. Sign in in another window, then press again."),
        "signIn": _("Sign in in another window"),
        "unreachable": _("The server does not answer. Nothing was sent, and what you typed is still here: try again."),
    }


TAKING_BACK = frozenset({"withdraw", "unschedule"})
ACTS = TAKING_BACK | {"save", "publish", "schedule"}


@method_decorator(csp_replace({"script-src": settings.WRITING_FORM_SCRIPT_SRC}), name="dispatch")
class WritingView(View):
    """Begin, open, save, publish, schedule and withdraw one piece."""

    model_admin: Any = None

    # -- open -----------------------------------------------------------------------------------------------------

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Open a new piece, as the next edition of ``?column=`` if asked, or the newest draft of an old one."""
        article = self._article(request, pk)
        now = timezone.now()
        if article is not None:
            content = revisions.content_of(article)
            initial = {"version": article.version} | _number_for(article, content)
            form = WritingForm(
                content=content, fixed=article.was_live(now=now), initial=initial, **_openness(request, article)
            )
        else:
            content, proposal = _next_edition(request, now=now)
            form = WritingForm(content=content, initial={"key": uuid4(), **proposal}, **_openness(request, None))
        return self._page(request, form, article)

    # -- send -----------------------------------------------------------------------------------------------------

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Do what the pressed button says with everything in the form."""
        try:
            article = self._article(request, pk)
        except Http404:
            # Deleted while it was being written: the words outlive the row.
            article = None
        opened = revisions.content_of(article) if article else Snapshot.empty()
        fixed = article is not None and article.was_live()
        form = WritingForm(request.POST, content=opened, fixed=fixed, **_openness(request, article))
        if not form.is_valid():
            return self._page(request, form, article, status=422)
        act = request.POST.get("act", "")
        # Whatever else was pressed, nothing typed is lost.
        act = act if act in ACTS else "save"
        if act != "save" and not _may_publish(request, article):
            form.add_error(None, _("This account may save, not publish. Save, and ask an editor."))
            return self._page(request, form, article, status=403)
        if pk is not None and article is None:
            return self._refused(request, form, None, revisions.Gone())
        return self._done(request, form, article, act=act)

    def _done(self, request: HttpRequest, form: WritingForm, article: Article | None, *, act: str) -> HttpResponse:
        """Run the act in one transaction; what it began and could not end is rolled back, the words stay."""
        before = article
        try:
            with transaction.atomic():
                article, version = self._kept(request, form, article, act=act)
                if version is not None:
                    self._acted(request, form, article, version=version, act=act)
        except Conflict as conflict:
            return self._conflict(request, form, conflict)
        except Refused as refused:
            return self._refused(request, form, None if isinstance(refused, revisions.Gone) else before, refused)
        except OperationalError:
            form.add_error(None, _("The database did not answer in time. Nothing was saved: press the button again."))
            return self._page(request, form, before, status=503)
        for notice in form.notices:
            messages.info(request, str(notice))
        return self._after(request, article, act=act)

    def _refused(
        self, request: HttpRequest, form: WritingForm, article: Article | None, refused: Refused
    ) -> HttpResponse:
        """Say why not, over the form as it was sent."""
        for message in refused.messages:
            form.add_error(refused.field or None, message)
        return self._page(request, form, article, status=422)

    def _kept(
        self, request: HttpRequest, form: WritingForm, article: Article | None, *, act: str
    ) -> tuple[Article, int | None]:
        """Save what was typed, unless the act itself carries it.

        Return the piece and the version that the act may go on from: None when this form was sent before and its
        work is done.
        """
        who: dict[str, Any] = {"by": request.user, "now": timezone.now()}
        content = form.content()
        if article is None:
            article, made = revisions.begin(content=content, key=form.cleaned_data["key"], **who)
            if not made and _differs(content, revisions.content_of(article)):
                # The browser's way back led to a form that was sent before, and it was written on.
                raise Conflict(article, revisions.newest(article))
            return article, article.version if made else None
        version = form.cleaned_data["version"] or 0
        if act == "save" or (act in TAKING_BACK and _differs(content, form.opened)):
            revisions.save_draft(article, content=content, version=version, **who)
            version = article.version
        return article, version

    def _acted(self, request: HttpRequest, form: WritingForm, article: Article, *, version: int, act: str) -> None:
        """Run the verb of the pressed button."""
        now = timezone.now()
        who: dict[str, Any] = {"version": version, "by": request.user, "now": now}
        if act == "publish":
            publishing.publish(article, content=form.content(), **who)
        elif act == "schedule":
            publishing.publish(article, content=form.content(), at=_moment_of(form, now=now), **who)
        elif act == "unschedule":
            publishing.unschedule(article, **who)
        elif act == "withdraw":
            publishing.withdraw(article, **who)

    # -- answer ---------------------------------------------------------------------------------------------------

    def _after(self, request: HttpRequest, article: Article, *, act: str) -> HttpResponse:
        """Lead on: to the screen of the published piece, or back to the form."""
        if act in {"publish", "schedule"}:
            return HttpResponseRedirect(reverse("admin:articles_article_published", args=[article.pk]))
        said = {
            "withdraw": _("Withdrawn: readers no longer see this piece."),
            "unschedule": _("Taken off the schedule: the piece is a draft again."),
        }
        messages.success(request, said.get(act) or _("The draft is saved."))
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    def _conflict(self, request: HttpRequest, form: WritingForm, conflict: Conflict) -> HttpResponse:
        """Show both texts; the form keeps mine and now knows of theirs, so that the next save is a choice."""
        article = conflict.article
        theirs = Snapshot.from_json(conflict.theirs.content) if conflict.theirs else Snapshot.of_row(article)
        mine = form.content()
        data = request.POST.copy()
        data["version"] = str(article.version)
        form.data = data
        form.add_error(None, conflict.messages[0])
        both = [
            {"label": _label(form, name), "mine": _shown(mine, name), "theirs": _shown(theirs, name)}
            for name in mine.differing(theirs)
            if name != "number"
        ]
        context = {"both": both, "theirs": conflict.theirs}
        return self._page(request, form, article, status=409, extra=context)

    def _article(self, request: HttpRequest, pk: int | None) -> Article | None:
        """Return the piece to write, None for a new one; raises PermissionDenied or Http404."""
        return self.model_admin.may_begin(request) if pk is None else self.model_admin.piece_to_write(request, pk)

    def _page(
        self,
        request: HttpRequest,
        form: WritingForm,
        article: Article | None,
        *,
        status: int = 200,
        extra: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Return the form's page."""
        state = article.state() if article and article.pk else None
        context = {
            **self.model_admin.admin_site.each_context(request),
            "title": str(article) if article else _("New piece"),
            "opts": Article._meta,
            "form": form,
            "article": article,
            "state": state,
            "states": State,
            "media": Media.from_media(form.media, nonce=str(request.csp_nonce)),
            "may_publish": _may_publish(request, article),
            "may_discard": bool(article and article.pk and rights.may_discard(request.user, article)),
            "may_correct": bool(article and article.pk and rights.may_write(request.user, article)),
            "zone": settings.TIME_ZONE,
            "words": editor_words(),
            **(extra or {}),
        }
        return render(request, "admin/articles/article/write.html", context, status=status)


def _openness(request: HttpRequest, article: Article | None) -> dict[str, bool]:
    """Return which fields of the form are open to this account."""
    return {
        "translating": article is not None and not rights.may_write(request.user, article),
        "releasing": _may_publish(request, article),
    }


def _may_publish(request: HttpRequest, article: Article | None) -> bool:
    """Return whether this account may put the piece, or a new one, before readers."""
    if article is None or article.pk is None:
        return request.user.has_perm("articles.publish_article")
    return rights.may_publish(request.user, article)


def _moment_of(form: WritingForm, *, now: datetime) -> datetime:
    """Return the moment to schedule for, or refuse in words."""
    moment = form.cleaned_data["publish_at"]
    if moment is None:
        raise Refused([_("Choose the day and hour to publish at.")], field="publish_at")
    if moment <= now:
        raise Refused([_("This moment has passed. Choose a later one, or publish now.")], field="publish_at")
    return moment


def _next_edition(request: HttpRequest, *, now: datetime) -> tuple[Snapshot, dict[str, Any]]:
    """Return the content and the proposed number with which a new piece opens."""
    wanted = request.GET.get("column", "")
    column = Column.objects.filter(pk=int(wanted[:18])).first() if wanted.isdecimal() else None
    if column is None:
        author = getattr(request.user, "author", None)
        return Snapshot.empty().with_(authors=(Ref.to(author),) if author else ()), {}
    newest = column.articles.filter(publish_at__isnull=False).newest_first().first()
    slot = following(column, last=newest.publish_at) if newest else next_slot(column, after=now)
    if slot <= now:
        slot = next_slot(column, after=now)
    content = Snapshot.empty().with_(
        column=Ref.to(column), authors=(Ref.to(column.writer),) if column.writer else (), publish_at=slot
    )
    number = proposed_number(column)
    return content, {"number": number, "proposed_number": number}


def _number_for(article: Article, content: Snapshot) -> dict[str, Any]:
    """Return the number to show: the given or wished one, else the proposal."""
    given = article.number if article.live_revision_id else content.number
    if given is not None or article.column is None:
        return {"number": given}
    number = proposed_number(article.column)
    return {"number": number, "proposed_number": number}


def _differs(content: Snapshot, opened: Snapshot) -> bool:
    """Return whether something was typed since the form was opened."""
    return bool(set(content.differing(opened)) - {"number", "publish_at"})


def _label(form: WritingForm, name: str) -> str:
    """Return what the form calls the field ``name``, with its language."""
    if name == "released":
        return _("Released languages")
    label = str(form.fields[name].label)
    languages = dict(settings.LANGUAGES)
    code = name.rsplit("_", 1)[-1]
    return f"{label} ({languages[code]})" if code in languages and code != settings.LANGUAGE_CODE else label


def _shown(content: Snapshot, name: str) -> dict[str, Any]:
    """Return the value of one field of ``content`` as the conflict panel shows it."""
    stem, _sep, code = name.rpartition("_")
    if stem in {"title", "standfirst", "body"}:
        text = getattr(content, stem).get(code, "")
        return {"html": text} if stem == "body" else {"text": text}
    value = getattr(content, name)
    if isinstance(value, Ref):
        return {"text": value.name}
    if isinstance(value, tuple):
        return {"text": "، ".join(item.name if isinstance(item, Ref) else item for item in value)}
    if isinstance(value, datetime):
        return {"moment": value}
    return {"text": value}
