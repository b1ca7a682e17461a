"""The screen of a translation: the source as it stands, never written here, and beside it the text in another language.

It is the writing form with nothing open but that language: the same editor, the same keeping, the same two texts when
somebody saved meanwhile, the same verbs.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import comparing, rights, translating
from articles.forms import WritingForm
from articles.models import Article
from articles.snapshots import SOURCE, TEXTS, TRANSLATIONS
from articles.writing.acts import Act
from articles.writing.view import WritingView
from newsroom import prose


class TranslatingView(WritingView):
    """Write the translation of one piece into ``language``."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer for the languages into which the house translates; raises Http404."""
        if self.language not in TRANSLATIONS:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def _here(self, article: Article) -> str:
        return reverse("admin:articles_article_translate", args=[article.pk, self.language])

    def _after(
        self, request: HttpRequest, form: WritingForm, article: Article, *, act: Act | None, said: str = ""
    ) -> HttpResponse:
        """Lead back to this screen and say whether the translation matches its source now."""
        content = form.content(making_tags=False)
        if not said and act is None and translating.is_stale(content, self.language):
            said = _("Saved. The translation is still marked as out of date.")
        elif not said and act is None and translating.is_stale(form.opened, self.language):
            said = _("Saved: the translation matches its source.")
        return super()._after(request, form, article, act=act, said=said)

    def _page(
        self,
        request: HttpRequest,
        form: WritingForm,
        article: Article | None,
        *,
        status: int = 200,
        recovered: Any = None,
    ) -> HttpResponse:
        """Return the screen; what was typed into a piece that is gone stands in the form of a new one."""
        if article is None or article.pk is None:
            return super()._page(request, form, article, status=status, recovered=recovered)
        context = self._context(request, form, article, recovered=recovered) | self._beside(request, form, article)
        return render(request, "admin/articles/article/translate.html", context, status=status)

    def _beside(self, request: HttpRequest, form: WritingForm, article: Article) -> dict[str, Any]:
        """Return the source, how the translation stands to it, and what changed in it since."""
        content, code = form.opened, self.language
        then = translating.since(article, content, code) if translating.is_stale(content, code) else None
        told = comparing.changes(then.content, content) if then and then.content else []
        [text] = [text for text in form.texts() if text["code"] == code]
        return {
            "text": text,
            "source": {name: getattr(content, name)[SOURCE] for name in TEXTS},
            "source_prose": prose.render(content.body[SOURCE]),
            "source_code": SOURCE,
            "translation_state": translating.state_of(content, code),
            "since": then,
            "source_changes": [change for change in told if change.language == SOURCE],
            "may_write": rights.may_write(request.user, article),
            "here": self._here(article),
        }
