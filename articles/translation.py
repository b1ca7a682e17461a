"""Which fields of articles and topics are written in every language."""

from modeltranslation.translator import TranslationOptions, register

from articles.models import Article, Correction, Topic


@register(Article)
class ArticleTranslation(TranslationOptions):
    """The text of a piece never falls back: a half-typed translation must not leak, nor Arabic stand under /en/."""

    fields = ("title", "standfirst", "body", "released", "slug", "signoff", "minutes", "translation")
    fallback_languages = {"default": ()}
    fallback_undefined = {"released": False, "minutes": 1, "translation": ""}


@register(Correction)
class CorrectionTranslation(TranslationOptions):
    """A note is shown only in the languages in which it was written."""

    fields = ("note", "changed")
    fallback_languages = {"default": ()}
    fallback_undefined = {"changed": False}


@register(Topic)
class TopicTranslation(TranslationOptions):
    """A topic without an English name keeps its Arabic one."""

    fields = ("name", "summary", "background")
    required_languages = {"ar": ("name",)}
