"""Addresses of pieces: found by id, whatever stands behind it; and of the lists in which they are found."""

from django.urls import path, re_path, register_converter

from articles import feeds, lists, preview_views, seeking, views
from newsroom.feeds import SafeRss
from newsroom.slugs import SlugConverter

register_converter(SlugConverter, "name_word")

app_name = "articles"
urlpatterns = [
    # Eighteen digits at most: more would overflow the databases' integers.
    re_path(r"^articles/(?P<rest>\d{1,18}(?:[-/][^/]*)?)/?$", views.article, name="any_spelling"),
    path("articles/<str:rest>/", views.article, name="article"),
    path("s/<slug:code>/", views.short, name="short_slash"),
    path("s/<slug:code>", views.short, name="short"),
    path("preview/<str:rest>/", preview_views.preview, name="preview"),
    re_path(r"^preview/(?P<rest>.*)$", preview_views.preview, name="any_preview"),
    path("topics/<name_word:slug>/", lists.topic, name="topic"),
    path("topics/<name_word:slug>/feed/", feeds.TopicFeed.as_view(), name="topic_feed"),
    path("topics/<name_word:slug>/feed/rss/", feeds.TopicFeed.as_view(kind=SafeRss), name="topic_feed_rss"),
    path("tags/<name_word:slug>/", lists.tag, name="tag"),
    path("search/", seeking.seek, name="search"),
    path("search/suggest/", seeking.suggest, name="suggest"),
    path("corrections/", lists.corrections, name="corrections"),
    path("corrections/<int:notice>/", lists.changes, name="changes"),
]
