"""Addresses of columns and of authors."""

from django.urls import path, register_converter

from columns import feeds, views
from newsroom.feeds import SafeRss
from newsroom.slugs import SlugConverter

register_converter(SlugConverter, "slug_word")

app_name = "columns"
urlpatterns = [
    path("columns/<slug_word:slug>/", views.column, name="column"),
    path("columns/<slug_word:slug>/latest/", views.latest, name="latest"),
    path("columns/<slug_word:slug>/feed/", feeds.ColumnFeed.as_view(), name="feed"),
    path("columns/<slug_word:slug>/feed/rss/", feeds.ColumnFeed.as_view(kind=SafeRss), name="feed_rss"),
    path("columns/<slug_word:slug>/archive/<int:year>/", views.archive, name="archive"),
    path("columns/<slug_word:slug>/<int:number>/", views.edition, name="edition"),
    path("authors/<slug_word:slug>/", views.author, name="author"),
    path("authors/<slug_word:slug>/feed/", feeds.AuthorFeed.as_view(), name="author_feed"),
    path("authors/<slug_word:slug>/feed/rss/", feeds.AuthorFeed.as_view(kind=SafeRss), name="author_feed_rss"),
]
