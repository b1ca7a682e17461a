"""Addresses of pieces: found by id, whatever stands behind it."""

from django.urls import path, re_path

from articles import views

app_name = "articles"
urlpatterns = [
    # Eighteen digits at most: more would overflow the databases' integers.
    re_path(r"^articles/(?P<rest>\d{1,18}(?:[-/][^/]*)?)/?$", views.article, name="any_spelling"),
    path("articles/<str:rest>/", views.article, name="article"),
    path("s/<slug:code>/", views.short, name="short_slash"),
    path("s/<slug:code>", views.short, name="short"),
]
