"""The writing form as the desk serves it: HTTP in, one verb, HTTP out.

Whatever goes wrong, the answer is the same form with everything that was typed, and a sentence that says what to do.
"""

from typing import Any

from csp.decorators import csp_replace, csp_update
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

from articles import presence, revisions, rights, working
from articles.forms import WritingForm
from articles.models import Article
from articles.models.article import State
from articles.revisions import Conflict
from articles.snapshots import Snapshot
from articles.writing import conflicts, opening
from articles.writing.acts import ACTS, Act, differs, may_publish
from articles.writing.words import editor_words
from newsroom.refusals import Refused


@method_decorator(csp_replace({"script-src": settings.WRITING_FORM_SCRIPT_SRC}), name="dispatch")
@method_decorator(csp_update({"frame-src": ["'self'"]}), name="dispatch")
class WritingView(View):
    """Begin, open, save, publish, schedule and withdraw one piece."""

    model_admin: Any = None

    # -- open -----------------------------------------------------------------------------------------------------

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Open an old piece with its newest words, or a new one: ``?key=`` goes on with one that was never saved,
        ``?column=`` begins the next edition.
        """
        article = self._article(request, pk)
        now = timezone.now()
        if article is None and (begun := opening.begun_with(request)) is not None:
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[begun.pk]))
        opened = opening.open_form(request, article, now=now)
        return self._page(request, opened.form, article, recovered=opened.recovered)

    # -- send -----------------------------------------------------------------------------------------------------

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Do what the pressed button says with everything in the form."""
        try:
            article = self._article(request, pk)
        except Http404:
            # Deleted while it was being written: the words outlive the row.
            article = None
        form = opening.sent_form(request, article, data=conflicts.chosen(request.POST, article))
        if not form.is_valid():
            return self._page(request, form, article, status=422)
        name = request.POST.get("act", "")
        if name == "continue":
            return self._page(request, form, article)
        if name == "compare" and article is not None:
            return self._conflict(request, form, Conflict(article, revisions.newest(article)))
        # Whatever else was pressed, nothing typed is lost.
        act = ACTS.get(name)
        if act is not None and not act.may(request.user, article):
            form.add_error(None, act.refusal)
            return self._page(request, form, article, status=403)
        if pk is not None and article is None:
            return self._refused(request, form, None, revisions.Gone())
        return self._done(request, form, article, act=act)

    def _done(
        self, request: HttpRequest, form: WritingForm, article: Article | None, *, act: Act | None
    ) -> HttpResponse:
        """Run the act in one transaction; what it began and could not end is rolled back, the words stay."""
        before = article
        try:
            with transaction.atomic():
                article, version = self._kept(request, form, article, act=act)
                if act is not None and version is not None:
                    act.verb(article, form, version=version, by=request.user, now=timezone.now())
                self._settled(request, form, article)
        except Conflict as conflict:
            if act is not None or differs(form.content(), revisions.content_of(conflict.article)):
                return self._conflict(request, form, conflict)
            # The answer to the first press was lost on its way, or they wrote the very same.
            article = conflict.article
            self._settled(request, form, article)
        except Refused as refused:
            return self._refused(request, form, None if isinstance(refused, revisions.Gone) else before, refused)
        except OperationalError:
            form.add_error(None, _("The database did not answer in time. Nothing was saved: press the button again."))
            return self._page(request, form, before, status=503)
        for notice in form.notices:
            messages.info(request, str(notice))
        return self._after(request, form, article, act=act)

    def _refused(
        self, request: HttpRequest, form: WritingForm, article: Article | None, refused: Refused
    ) -> HttpResponse:
        """Say why not, over the form as it was sent."""
        for message in refused.messages:
            form.add_error(refused.field or None, message)
        return self._page(request, form, article, status=422)

    def _kept(
        self, request: HttpRequest, form: WritingForm, article: Article | None, *, act: Act | None
    ) -> tuple[Article, int | None]:
        """Save what was typed, unless the act itself carries it.

        Return the piece and the version that the act may go on from: None when this form was sent before and its
        work is done.
        """
        who: dict[str, Any] = {"by": request.user, "now": timezone.now()}
        content = form.content()
        if article is None:
            article, made = revisions.begin(content=content, key=form.cleaned_data["key"], **who)
            if not made and differs(content, revisions.content_of(article)):
                # The browser's way back led to a form that was sent before, and it was written on.
                raise Conflict(article, revisions.newest(article))
            return article, article.version if made else None
        version = form.cleaned_data["version"] or 0
        if act is None or (not act.takes_text and differs(content, form.opened)):
            revisions.save_draft(article, content=content, version=version, **who)
            version = article.version
        return article, version

    def _settled(self, request: HttpRequest, form: WritingForm, article: Article) -> None:
        """Let go of the working copy that this save has made needless."""
        data = form.cleaned_data
        working.settle(by=request.user, article=article, key=data["key"], window=data["window"], serial=data["serial"])

    # -- answer ---------------------------------------------------------------------------------------------------

    def _after(self, request: HttpRequest, form: WritingForm, article: Article, *, act: Act | None) -> HttpResponse:
        """Lead on: to the screen of the published piece, or back to the form; the browser learns what was confirmed."""
        window = form.cleaned_data["window"]
        confirmed = f"?saved={window}" if window else ""
        if act is not None and act.publishes:
            return HttpResponseRedirect(reverse("admin:articles_article_published", args=[article.pk]) + confirmed)
        messages.success(request, act.said if act is not None else _("The draft is saved."))
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]) + confirmed)

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
            {
                "label": conflicts.label(form, name),
                "mine": conflicts.shown(mine, name),
                "theirs": conflicts.shown(theirs, name),
            }
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
        recovered: Any = None,
        extra: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Return the form's page."""
        piece = article if article is not None and article.pk is not None else None
        context = {
            **self.model_admin.admin_site.each_context(request),
            "title": str(article) if article else _("New piece"),
            "opts": Article._meta,
            "form": form,
            "article": article,
            "state": piece.state() if piece else None,
            "states": State,
            "media": Media.from_media(form.media, nonce=str(request.csp_nonce)),
            "may_publish": may_publish(request.user, article),
            "may_discard": piece is not None and rights.may_discard(request.user, piece),
            "may_correct": piece is not None and rights.may_write(request.user, piece),
            "recovered": recovered,
            "unsaved": [] if piece else opening.never_saved(request, form),
            "others": presence.others(piece, than=request.user, now=timezone.now()) if piece else [],
            "zone": settings.TIME_ZONE,
            "words": editor_words(),
            **(extra or {}),
        }
        return render(request, "admin/articles/article/write.html", context, status=status)
