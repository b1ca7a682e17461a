"""Addresses below /columns/."""

from django.urls import path, register_converter

from columns import feeds, views
from newsroom.slugs import SlugConverter

register_converter(SlugConverter, "slug_word")

app_name = "columns"
urlpatterns = [
    path("<slug_word:slug>/", views.column, name="column"),
    path("<slug_word:slug>/latest/", views.latest, name="latest"),
    path("<slug_word:slug>/feed/", feeds.ColumnFeed(), name="feed"),
    path("<slug_word:slug>/archive/<int:year>/", views.archive, name="archive"),
    path("<slug_word:slug>/<int:number>/", views.edition, name="edition"),
]
