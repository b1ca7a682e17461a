"""Addresses that people choose: readable, clean, never one of the site's own."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from newsroom.slugs import reserved, validate_slug


@pytest.mark.parametrize("slug", ["بعمق", "على-الضفة", "in-depth", "زاوية-2", "كيم-جونغ-أون", "1961", "a", "ن" * 33])
def test_a_clean_address_is_accepted(slug):
    assert validate_slug(slug) is None


@pytest.mark.parametrize(
    ("typed", "better"),
    [
        ("على الضفة", "على-الضفة"),
        ("In-Depth", "in-depth"),
        ("بِعُمق", "بعمق"),
        ("بـعـمـق", "بعمق"),
        ("-بعمق-", "بعمق"),
        ("بعمق--جديد", "بعمق-جديد"),
        ("بعمق/جديد", "بعمق-جديد"),
        ("٢٠٢٦", "2026"),
        ("بعمق\u202e", "بعمق"),
        ("../بعمق", "بعمق"),
        ("a_b", "a-b"),
    ],
)
def test_any_other_spelling_is_refused_with_the_one_that_would_do(typed, better):
    with pytest.raises(ValidationError) as refusal:
        validate_slug(typed)
    words = _("An address has letters, digits and hyphens only, like: %(slug)s")
    assert refusal.value.messages == [words % {"slug": better}]


@pytest.mark.parametrize("typed", ["", "!!", "…", "\u200f"])
def test_what_has_no_letter_is_refused_with_an_example(typed):
    with pytest.raises(ValidationError) as refusal:
        validate_slug(typed)
    words = _("An address has letters, digits and hyphens only, like: %(slug)s")
    assert refusal.value.messages == [words % {"slug": "بعمق"}]


@pytest.mark.parametrize(
    "slug", ["admin", "articles", "columns", "media", "static", "feed", "latest", "archive", "search", "s"]
)
def test_an_address_of_the_site_itself_is_refused(slug):
    with pytest.raises(ValidationError) as refusal:
        validate_slug(slug)
    assert refusal.value.messages == [_("“%(slug)s” is an address of the site itself.") % {"slug": slug}]
    assert slug in reserved()
