"""Every address of the house: Arabic without a prefix, the other languages below theirs, the desk at /admin/."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from articles.feeds import SiteFeed
from newsroom import health, robots, sitemaps, views
from newsroom.feeds import SafeRss

urlpatterns = [
    path("admin/", admin.site.urls),
    path("health", health.health, name="health"),
    path("ready", health.ready, name="ready"),
    path(f"{settings.MEDIA_URL.strip('/')}/<path:name>", views.media, name="media"),
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemaps/<slug:section>.xml", sitemaps.section, name="sitemap_section"),
    path("news-sitemap.xml", sitemaps.news, name="news_sitemap"),
    *i18n_patterns(
        path("", views.home, name="home"),
        *(path(f"{name}/", views.standing, {"page": name}, name=name) for name in ("about", "contact", "privacy")),
        path("feed/", SiteFeed.as_view(), name="site_feed"),
        path("feed/rss/", SiteFeed.as_view(kind=SafeRss), name="site_feed_rss"),
        path("", include("articles.urls")),
        path("", include("columns.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "newsroom.views.bad_request"
handler403 = "newsroom.views.forbidden"
handler404 = "newsroom.views.not_found"
handler500 = "newsroom.views.server_error"
