"""The standing pages as the settings' form takes them: through the one cleaner, in every language."""

from typing import Any

import pytest

from newsroom.admin import STANDING
from newsroom.outlet import SiteSettings

pytestmark = pytest.mark.django_db
SETTINGS = "/admin/newsroom/sitesettings/1/change/"
HOSTILE = (
    '<p style="color:red" onclick="alert(1)">سطر أول</p><script>alert(2)</script><style>p{color:red}</style>'
    '<img src="https://evil.example/pixel.png"><iframe src="https://evil.example/"></iframe>'
    '<p><a href="javascript:alert(3)">رابط</a> <a href="https://good.example/">آخر</a></p><h2>عنوان</h2>'
)


def form_of(desk: Any, **changes: str) -> dict[str, Any]:
    SiteSettings.load().save()
    form = desk.get(SETTINGS).context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in data.items()} | changes


@pytest.mark.parametrize("name", [f"{stem}_{code}" for stem in STANDING for code in ("ar", "en")])
def test_script_style_and_foreign_pictures_are_gone(desk, client, name):
    answer = desk.post(SETTINGS, form_of(desk, **{name: HOSTILE}))
    assert (answer.status_code, answer.context and answer.context["adminform"].errors) == (302, None)
    kept = getattr(SiteSettings.load(), name)
    assert [
        word for word in ("script", "style", "onclick", "evil.example", "iframe", "javascript", "<img") if word in kept
    ] == []
    assert ("سطر أول" in kept, "https://good.example/" in kept, "<h2>عنوان</h2>" in kept) == (True, True, True)


def test_a_standing_page_reaches_its_readers_as_it_was_typed(desk, client):
    desk.post(SETTINGS, form_of(desk, about_ar="<p>نحن غرفة أخبار.</p>"))
    page = client.get("/about/").content.decode()
    assert "<p>نحن غرفة أخبار.</p>" in page


def test_what_stands_there_survives_opening_and_saving_again(desk):
    desk.post(SETTINGS, form_of(desk, contact_ar="<p>راسلنا.</p><ul><li>بريد</li></ul>"))
    before = SiteSettings.objects.values().get()
    desk.post(SETTINGS, form_of(desk))
    assert SiteSettings.objects.values().get() == before


def test_an_endless_page_is_refused_in_words_and_the_old_one_stays(desk):
    desk.post(SETTINGS, form_of(desk, about_ar="<p>قديم</p>"))
    answer = desk.post(SETTINGS, form_of(desk, about_ar="<p>" + "ا" * 2_000_000 + "</p>"))
    assert answer.status_code in {200, 413}
    assert SiteSettings.load().about_ar == "<p>قديم</p>"
