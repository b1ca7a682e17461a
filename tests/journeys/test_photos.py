"""The photo library in a real browser: many files at once, the focal point by keyboard and pointer, a slow upload."""

import os
import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys import steps
from tests.journeys.conftest import Newsroom
from tests.journeys.test_for_everyone import AXE, AXE_RUN

pytestmark = pytest.mark.journey

PICTURE = {"name": "quay.png", "mimeType": "image/png"}
DROP = """([where, bytes, names]) => {
  const dataTransfer = new DataTransfer()
  for (const name of names) dataTransfer.items.add(new File([new Uint8Array(bytes)], name, { type: "image/png" }))
  const zone = document.querySelector(where)
  for (const kind of ["dragenter", "dragover", "drop"]) {
    zone.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }))
  }
}"""


def picture() -> dict:
    return PICTURE | {"buffer": steps.picture()}


def test_many_pictures_are_dropped_and_each_tells_how_it_went(desk: Page, newsroom: Newsroom, watch, shot):
    watch.expect(422)
    desk.goto(newsroom.get("/admin/newsroom/photo/add/"))
    desk.evaluate(DROP, ["[data-drop]", list(steps.picture()), ["one.png", "two.png"]])
    desk.set_input_files("[name=file]", {"name": "text.jpg", "mimeType": "image/jpeg", "buffer": "نص".encode()})
    rows = desk.locator("[data-files] li")
    expect(rows).to_have_count(3)
    desk.fill("[name=credit_ar]", "صورة للتجربة")
    shot(desk, "waiting")
    desk.click(".photo-words [type=submit]")
    expect(rows.locator("img")).to_have_count(2)
    expect(rows.nth(2).locator(".bad")).to_have_text(
        steps.arabic("This file is not a picture we can read (JPEG, PNG, WebP or AVIF).")
    )
    expect(desk.locator(".photo-words [type=submit]")).to_be_enabled()
    shot(desk, "done")
    desk.goto(newsroom.get(rows.nth(0).locator("a").get_attribute("href") or ""))
    expect(desk.locator("[name=credit_ar]")).to_have_value("صورة للتجربة")


def test_the_focal_point_follows_keyboard_slider_and_pointer(desk: Page, newsroom: Newsroom, shot):
    open_new_photo(desk, newsroom)
    point = desk.locator(".focal-point")
    expect(point).to_have_attribute("aria-valuenow", "50")
    point.focus()
    for _turn in range(3):
        desk.keyboard.press("Shift+ArrowLeft")
    desk.keyboard.press("ArrowUp")
    expect(desk.locator("[name=focal_x]")).to_have_value("0.2")
    expect(desk.locator("[name=focal_y]")).to_have_value("0.49")
    desk.locator("[name=focal_x]").focus()
    desk.keyboard.press("ArrowRight")
    expect(point).to_have_attribute("aria-valuenow", "21")

    box = desk.locator("[data-stage]").bounding_box()
    desk.locator("[data-stage]").click(position={"x": box["width"] * 0.9, "y": box["height"] * 0.5})
    assert 0.87 <= float(desk.input_value("[name=focal_x]")) <= 0.93
    # What the browser shows before saving is what the server cuts: the far edge.
    square = desk.locator("[data-crop] img").nth(2)
    expect(square).to_have_css("object-position", re.compile(r"^100% "))
    shot(desk, "chosen")
    desk.fill("[name=alt_en]", "A quay at dusk")
    desk.click(".photo-words [type=submit] >> nth=0")
    expect(desk.locator(".messagelist .success")).to_be_visible()
    expect(square).to_have_attribute("src", re.compile(r"-1x1-(8|9)\dx\d+-360\.jpg$"))
    assert square.evaluate("img => img.decode().then(() => img.naturalWidth)") == 360
    shot(desk, "saved")


def test_a_picture_is_replaced_and_the_page_shows_the_new_one(desk: Page, newsroom: Newsroom, watch, shot):
    watch.expect(422)
    open_new_photo(desk, newsroom)
    stage = desk.locator("[data-stage] img")
    before = stage.get_attribute("src")
    desk.set_input_files("#new-file", {"name": "x.png", "mimeType": "image/png", "buffer": b"no picture"})
    desk.click("[data-replace] [type=submit]")
    expect(desk.locator("[data-replace] .bad")).to_have_text(
        steps.arabic("This file is not a picture we can read (JPEG, PNG, WebP or AVIF).")
    )
    desk.set_input_files("#new-file", picture())
    desk.click("[data-replace] [type=submit]")
    expect(desk.locator(".messagelist .success")).to_be_visible()
    expect(stage).not_to_have_attribute("src", before)
    shot(desk, "replaced")


def test_no_rule_of_accessibility_is_broken(desk: Page, newsroom: Newsroom):
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm ci")
    desk.goto(newsroom.get("/admin/newsroom/photo/"))
    photo = desk.locator("#result_list tbody a").last.get_attribute("href") or ""
    broken = {}
    for place in ("/admin/newsroom/photo/", "/admin/newsroom/photo/add/", photo):
        desk.goto(newsroom.get(place))
        desk.evaluate(AXE.read_text(encoding="utf-8"))
        if found := desk.evaluate(AXE_RUN):
            broken[place] = found
    assert broken == {}


def test_a_picture_that_is_too_large_is_called_so(desk: Page, newsroom: Newsroom, watch, tmp_path):
    watch.expect(413)
    told = steps.arabic("The picture is larger than 30 MB.")
    too_large = tmp_path / "large.jpg"
    too_large.touch()
    os.truncate(too_large, 30 * 1024 * 1024 + 1)
    # The server, or a proxy before it, may take less than the page knows of.
    desk.route("**/photo/**/replace/", lambda route: route.fulfill(status=413, body="<h1>413</h1>"))
    desk.route("**/photo/upload/", lambda route: route.fulfill(status=413, body="<h1>413</h1>"))
    for file in (picture(), too_large):
        desk.goto(newsroom.get("/admin/newsroom/photo/add/"))
        desk.set_input_files("[name=file]", file)
        desk.click(".photo-words [type=submit]")
        expect(desk.locator("[data-files] .bad")).to_have_text(told)

        desk.goto(newsroom.get("/admin/newsroom/photo/"))
        desk.goto(newsroom.get(desk.locator("#result_list tbody a").last.get_attribute("href") or ""))
        desk.set_input_files("#new-file", file)
        desk.click("[data-replace] [type=submit]")
        expect(desk.locator("[data-replace] .bad")).to_have_text(told)

        steps.begin(desk, newsroom)
        box = desk.locator("[data-photo-input]").first
        box.locator("[data-choose]").click()
        upload = desk.locator("dialog.chooser form.upload")
        upload.locator("[type=file]").set_input_files(file)
        upload.locator("[type=submit]").click()
        expect(desk.locator("dialog.chooser .library-said")).to_have_text(told)
        expect(upload.locator("[type=submit]")).to_be_enabled()


def test_who_only_translates_sees_the_photo_and_no_button(colleague, newsroom: Newsroom, shot):
    page = colleague("translator")
    page.goto(newsroom.get("/admin/articles/article/?state=live"))
    page.goto(newsroom.get(page.locator("#result_list tbody a").last.get_attribute("href") or ""))
    page.wait_for_selector(".ProseMirror", state="attached")
    box = page.locator("[data-photo-input]").first
    box.evaluate("element => element.scrollIntoView()")
    expect(box.locator("img.photo-chosen")).to_be_visible()
    expect(box.locator("button")).to_have_count(0)
    shot(page, "photo")


def test_writing_goes_on_while_a_picture_is_on_its_way(desk: Page, newsroom: Newsroom, watch, shot):
    steps.begin(desk, newsroom)
    held: list[Route] = []
    desk.route("**/admin/newsroom/photo/upload/", lambda route: held.append(route))
    box = desk.locator("[data-photo-input]").first
    box.evaluate("element => element.scrollIntoView()")
    box.locator("[data-choose]").click()
    upload = desk.locator("dialog.chooser form.upload")
    upload.locator("[type=file]").set_input_files(picture())
    upload.locator("[type=text]").first.fill("رصيف")
    upload.locator("[type=submit]").click()
    expect(upload.locator("[type=submit]")).to_be_disabled()
    steps.until(desk, lambda: len(held), 1)
    shot(desk, "on-its-way", full=False)
    desk.keyboard.press("Escape")
    expect(desk.locator("dialog.chooser")).to_be_hidden()
    expect(box.locator("[data-photo-said]")).not_to_be_empty()
    desk.fill("[name=title_ar]", "عنوان")
    shot(desk, "writing-on")

    # The first answer is lost on the way: what was typed stays, and the box says so.
    held.pop().abort()
    expect(box.locator(".bad")).to_have_text(steps.arabic("The server did not answer. Try again."))
    box.locator("[data-choose]").click()
    expect(upload.locator("[type=text]").first).to_have_value("رصيف")
    upload.locator("[type=submit]").dblclick()
    desk.keyboard.press("Escape")
    expect(box.locator("img.photo-chosen")).to_be_hidden()
    steps.until(desk, lambda: len(held), 1)
    held.pop().continue_()
    expect(box.locator("img.photo-chosen")).to_have_attribute("alt", "رصيف")
    expect(box.locator("[data-photo-said]")).to_be_empty()
    expect(desk.locator("[name=title_ar]")).to_have_value("عنوان")


def open_new_photo(page: Page, newsroom: Newsroom) -> None:
    """Take a picture in by the plain form and open its facts."""
    page.goto(newsroom.get("/admin/newsroom/photo/add/"))
    page.set_input_files("[name=file]", picture())
    page.click(".photo-words [type=submit]")
    link = page.locator("[data-files] a")
    expect(link).to_be_visible()
    page.goto(newsroom.get(link.get_attribute("href") or ""))
