"""The copy desk at work: every finding shown, mended and undone; nothing changed that nobody pressed."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.steps import EDITOR, arabic
from tests.journeys.test_for_everyone import AXE, AXE_RUN
from tests.newsroom.clipboards import SAMPLES

pytestmark = pytest.mark.journey

ROOM = "[data-copydesk]"
# Each of these lines has one slip, what it becomes, and what of it is underlined.
SURE = {
    "space-before": ("قال 😀 الوزير ، ثم مضى.", "قال 😀 الوزير، ثم مضى.", " "),
    "space-after": ("قال الوزير،ثم مضى.", "قال الوزير، ثم مضى.", "،"),
    "space-inside": ("قال ( الوزير) ثم مضى.", "قال (الوزير) ثم مضى.", " "),
    "double-space": ("قال  الوزير ثم مضى.", "قال الوزير ثم مضى.", "  "),
    "no-break-space": ("قال\u00a0الوزير ثم مضى.", "قال الوزير ثم مضى.", "\u00a0"),
    "tatweel": ("قال الوزيــــر ثم مضى.", "قال الوزير ثم مضى.", "ــــ"),
    "keyboard": ("قال الوزیر ثم مضى.", "قال الوزير ثم مضى.", "ی"),
    "presentation": ("قال ﺷﺒﺎك ثم مضى.", "قال شباك ثم مضى.", "ﺷﺒﺎ"),
    "invisible": ("قال ال\u200bوزير ثم مضى.", "قال الوزير ثم مضى.", "\u200b"),
    "detached": ("جاء الوزير و النائب معًا.", "جاء الوزير والنائب معًا.", "و "),
    "question": ("متى جاء الوزير?", "متى جاء الوزير؟", "?"),
    "comma": ("قال الوزير, ثم مضى.", "قال الوزير، ثم مضى.", ","),
}


def listens(page: Page) -> None:
    """Wait until the copy desk has answered once."""
    expect(page.locator(f"{ROOM}[data-asked]")).to_have_count(1)


def answered(page: Page, act) -> None:
    """Do something, and wait until the copy desk has answered to it."""
    before = page.locator(ROOM).get_attribute("data-asked") or "0"
    act()
    page.wait_for_function(
        "(before) => Number(document.querySelector('[data-copydesk]').dataset.asked) > Number(before)", arg=before
    )


def begin(page: Page, newsroom, *lines: str) -> None:
    """Open a new piece in which these lines stand, read by the copy desk."""
    steps.begin(page, newsroom, column=False)
    listens(page)
    if lines:
        answered(page, lambda: steps.type_text(page, *lines))
    steps.settle(page)


def lines_of(page: Page) -> list[str]:
    """The paragraphs of the text, letter for letter."""
    return page.evaluate("(where) => [...document.querySelectorAll(where + ' p')].map((p) => p.textContent)", EDITOR)


def unfold(page: Page, part: str) -> None:
    """Open the list of findings or the checklist."""
    box = page.locator(f"[data-copydesk-part={part}]")
    if box.get_attribute("open") is None:
        box.locator("summary").click()


def item(page: Page, place: int = 0):
    """One of the listed findings."""
    unfold(page, "findings")
    return page.locator(".findings .finding").nth(place)


def press(page: Page, act: str, place: int = 0) -> None:
    """Press one of the buttons of a finding, and wait for the list that follows."""
    button = item(page, place).locator(f"[data-do={act}]")
    if act == "show":
        button.click()
        steps.settle(page)
    else:
        answered(page, button.click)


def marked(page: Page) -> list[str]:
    return page.evaluate("() => [...document.querySelectorAll('.ProseMirror .finding-mark')].map((m) => m.textContent)")


@pytest.mark.parametrize("width", [1280], indirect=True, ids=["1280px"])
def test_every_sure_finding_is_underlined_shown_mended_and_undone(desk, newsroom, shot):
    begin(desk, newsroom, *(line for line, _mended, _mark in SURE.values()))
    lines = [line for line, _mended, _mark in SURE.values()]
    assert lines_of(desk) == lines
    assert marked(desk) == [mark for _line, _mended, mark in SURE.values()]
    unfold(desk, "findings")
    shot(desk, "found")
    for place, (_line, mended, mark) in enumerate(SURE.values()):
        # Shown: the very letters are chosen in the text.
        press(desk, "show", place)
        assert desk.evaluate("getSelection().toString()") in {mark, mark.replace("\u00a0", " ")}
        press(desk, "fix", place)
        assert lines_of(desk) == [*lines[:place], mended, *lines[place + 1 :]]
        # The change shows itself, is said in words, and one press takes it back.
        expect(desk.locator(f"{EDITOR} .finding-done")).not_to_have_count(0)
        expect(desk.locator("[data-copydesk-said]")).to_contain_text(mark.strip() or "␣")
        answered(desk, desk.locator("[data-copydesk-undo]").click)
        assert lines_of(desk) == lines
    # By the keyboard of the editor as well: one step back for one finding.
    press(desk, "fix", 0)
    desk.click(EDITOR)
    answered(desk, lambda: desk.keyboard.press("Control+z"))
    assert lines_of(desk) == lines


def test_all_that_is_sure_is_mended_after_a_question_that_lists_it(desk, newsroom, width, shot):
    lines = [line for line, _mended, _mark in SURE.values()]
    begin(desk, newsroom, *lines)
    answered(desk, lambda: desk.fill("[name=title_ar]", "عنوان ، فيه زلّة"))
    unfold(desk, "findings")
    desk.click("[data-do=all]")
    choices = desk.locator("dialog.copydesk-asking .copydesk-choices li")
    expect(choices).to_have_count(len(SURE) + 1)
    shot(desk, "asked", full=False)
    # Put off, nothing is changed.
    desk.keyboard.press("Escape")
    assert lines_of(desk) == lines
    desk.click("[data-do=all]")
    # What loses its tick stays.
    choices.nth(1).locator("input").uncheck()
    answered(desk, desk.locator("dialog.copydesk-asking .strong").click)
    mended = [mended for _line, mended, _mark in SURE.values()]
    assert lines_of(desk) == [lines[0], *mended[1:]]
    assert desk.input_value("[name=title_ar]") == "عنوان، فيه زلّة"
    shot(desk, "mended", full=False)
    answered(desk, desk.locator("[data-copydesk-undo]").click)
    assert lines_of(desk) == lines
    assert desk.input_value("[name=title_ar]") == "عنوان ، فيه زلّة"


@pytest.mark.parametrize("width", [1280], indirect=True, ids=["1280px"])
def test_mending_leaves_marks_links_and_sources_what_they_are(desk, newsroom):
    begin(desk, newsroom)
    html = (
        '<p>قال <strong>الوزيـ</strong>ــر ، <a href="https://example.org/">ثم  مضى</a> '
        '<sup class="footnote">كتاب</sup> إلى بيته.</p>'
    )
    answered(
        desk,
        lambda: desk.evaluate(
            "(html) => document.querySelector('[name=body_ar]').proseEditor.commands.insertContent(html)", html
        ),
    )
    unfold(desk, "findings")
    desk.click("[data-do=all]")
    answered(desk, desk.locator("dialog.copydesk-asking .strong").click)
    inner = desk.evaluate("document.querySelector('[name=body_ar]').proseEditor.getHTML()")
    assert inner.removesuffix("<p></p>") == (
        '<p>قال <strong>الوزي</strong>ر، <a href="https://example.org/">ثم مضى</a> '
        '<sup class="footnote">كتاب</sup>إلى بيته.</p>'
    )


@pytest.mark.parametrize("width", [1280], indirect=True, ids=["1280px"])
def test_a_quotation_is_asked_about_and_a_doubt_is_looked_at_and_left(desk, newsroom, shot):
    begin(desk, newsroom, "قال: “جاء الوزير ، من من بعيد”")
    unfold(desk, "findings")
    expect(desk.locator(".finding-quoted")).to_have_count(2)
    item(desk, 0).locator("[data-do=fix]").click()
    expect(desk.locator("dialog.copydesk-asking h2")).to_have_text(
        arabic("This stands in a quotation, whose words are not ours. Mend it?")
    )
    shot(desk, "asked", full=False)
    desk.keyboard.press("Escape")
    assert lines_of(desk) == ["قال: “جاء الوزير ، من من بعيد”"]
    # Among all that is sure it waits without a tick.
    desk.click("[data-do=all]")
    expect(desk.locator("dialog.copydesk-asking h3")).to_be_visible()
    assert desk.locator("dialog.copydesk-asking input:checked").count() == 0
    desk.keyboard.press("Escape")
    press(desk, "ignore", 1)
    expect(desk.locator(".findings .finding")).to_have_count(1)
    # It is remembered with the save, and the other one is still there.
    desk.fill("[name=title_ar]", "مادة عن اقتباس")
    steps.reach(desk, "save")
    with steps.another_page(desk):
        desk.locator("[data-save]").click()
    steps.form_is_there(desk)
    listens(desk)
    unfold(desk, "findings")
    expect(desk.locator(".findings .finding")).to_have_count(1)
    expect(desk.locator(".findings .finding-rule b")).to_have_text("مسافة قبل العلامة")


@pytest.mark.parametrize("width", [1280], indirect=True, ids=["1280px"])
def test_both_marks_of_a_quotation_are_changed_together(desk, newsroom):
    begin(desk, newsroom, "قال «نعم» ثم «لا» ثم “ربما”.")
    unfold(desk, "findings")
    expect(desk.locator(".findings .finding")).to_have_count(4)
    press(desk, "fix", 1)
    assert lines_of(desk) == ["قال “نعم” ثم «لا» ثم “ربما”."]
    answered(desk, desk.locator("[data-copydesk-undo]").click)
    assert lines_of(desk) == ["قال «نعم» ثم «لا» ثم “ربما”."]


@pytest.mark.parametrize("width", [1280], indirect=True, ids=["1280px"])
def test_words_typed_meanwhile_are_never_mended_by_an_old_finding(desk, newsroom):
    begin(desk, newsroom, "قال الوزير ، ثم مضى.")
    unfold(desk, "findings")
    # The text changes under the list before it is read anew.
    desk.evaluate(
        """() => document.querySelector("[name=body_ar]").proseEditor.chain()
          .setTextSelection({ from: 5, to: 14 }).insertContent("غيره").run()"""
    )
    before = lines_of(desk)
    desk.evaluate("document.querySelector('.finding [data-do=fix]').click()")
    expect(desk.locator("[data-copydesk-said]")).to_have_text(
        arabic("The text has changed there meanwhile; the list is being read anew.")
    )
    assert lines_of(desk) == before


@pytest.mark.parametrize("width", [1280], indirect=True, ids=["1280px"])
def test_the_list_is_worked_by_the_keyboard_alone(desk, newsroom):
    begin(desk, newsroom, "قال الوزير ، ثم مضى ، ثم عاد ، ثم نام.")
    desk.locator("[data-copydesk-part=findings] summary").focus()
    if desk.locator("[data-copydesk-part=findings]").get_attribute("open") is None:
        desk.keyboard.press("Enter")
    for _turn in range(3):
        desk.keyboard.press("Tab")
        if desk.evaluate("document.activeElement.dataset.do") == "fix":
            break
    while desk.evaluate("document.activeElement.dataset.do") != "fix":
        desk.keyboard.press("Tab")
    for left in (2, 1):
        answered(desk, lambda: desk.keyboard.press("Enter"))
        expect(desk.locator(".findings .finding")).to_have_count(left)
        # The next one has the focus: nobody begins again from the top.
        assert desk.evaluate("document.activeElement.dataset.do") == "fix"
    assert lines_of(desk) == ["قال الوزير، ثم مضى، ثم عاد ، ثم نام."]


def test_the_copy_desk_breaks_no_rule_of_accessibility(desk, newsroom, width, shot):
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm ci")
    begin(desk, newsroom, *(line for line, _mended, _mark in SURE.values()), "قال: «جاء  من من بعيد»")
    unfold(desk, "findings")
    unfold(desk, "checklist")
    broken = {}
    desk.evaluate(AXE.read_text(encoding="utf-8"))
    for step in ("lists", "question"):
        if step == "question":
            desk.click("[data-do=all]")
        if found := desk.evaluate(AXE_RUN):
            broken[step] = found
        shot(desk, step)
    assert not broken, json.dumps(broken, ensure_ascii=False, indent=1)
    assert desk.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


# ---- before publishing -----------------------------------------------------------------------------------------------


@pytest.fixture
def topic_demanded(desk, newsroom):
    """A house that publishes nothing without a topic, said on the page of its settings; afterwards as before."""

    def tick(demand: bool) -> None:
        desk.goto(newsroom.get("/admin/newsroom/sitesettings/1/change/"))
        desk.locator("[name=blocking][value=topic]").set_checked(demand)
        with steps.another_page(desk):
            desk.click("[name=_save]")

    tick(True)
    yield
    tick(False)


def test_a_checklist_that_blocks_says_why_and_lets_go(desk, newsroom, topic_demanded, watch, width, shot):
    watch.expect(422)
    steps.begin(desk, newsroom, column=False)
    listens(desk)
    steps.fill_titles(desk, steps.HARBOUR)
    answered(desk, lambda: steps.type_text(desk, *steps.HARBOUR.paragraphs))
    unfold(desk, "checklist")
    topic = desk.locator("[data-check=topic]")
    expect(topic).to_contain_class("check-forbids")
    expect(topic.locator(".check-state")).to_have_text(arabic("forbids publication"))
    expect(desk.locator("[data-check=photo]")).to_contain_class("check-advises")
    shot(desk, "checklist")

    with desk.expect_response(steps.answers_a_form) as refused, steps.another_page(desk):
        desk.click("[name=act][value=publish]")
    assert refused.value.status == 422
    expect(desk.locator(".refusal li")).to_have_text(["قائمة التحقق، موضوع: لا شيء منه بعد."])
    assert desk.input_value("[name=title_ar]") == steps.HARBOUR.title
    expect(desk.locator(f"{EDITOR} p")).to_have_text(list(steps.HARBOUR.paragraphs))
    shot(desk, "refused", full=False)

    # Chosen, the check is content, and the press goes through.
    listens(desk)
    box = desk.locator(".field-topics input").last
    box.fill("العلاقات الروسية")
    option = desk.locator(".field-topics [role=option]").first
    option.wait_for()
    answered(desk, option.click)
    unfold(desk, "checklist")
    expect(desk.locator("[data-check=topic]")).to_contain_class("check-well")
    steps.publish(desk)


def test_words_minutes_and_the_cut_title_follow_the_typing(desk, newsroom, width, shot):
    begin(desk, newsroom, "كلمة " * 30)
    expect(desk.locator(".copydesk-count")).to_have_text("30 كلمة")
    expect(desk.locator(".copydesk-minutes")).to_have_text("دقيقة واحدة قراءة")
    expect(desk.locator(".copydesk-cut")).to_have_count(0)
    answered(desk, lambda: steps.type_text(desk, "كلمة " * 160))
    expect(desk.locator(".copydesk-count")).to_have_text("190 كلمة")
    expect(desk.locator(".copydesk-minutes")).to_have_text("دقيقتان قراءة")
    answered(desk, lambda: desk.fill("[name=title_ar]", "عنوان طويل " * 9))
    cut = desk.locator(".copydesk-cut bdi").inner_text()
    assert (len(cut), cut[-1]) == (80, "…")
    shot(desk, "measured", full=False)


@pytest.mark.parametrize("width", [360], indirect=True, ids=["360px"])
def test_without_script_the_saved_text_has_its_findings_checklist_and_measures(open_window, signed_in, newsroom, shot):
    page = open_window(java_script_enabled=False, storage_state=signed_in)
    page.goto(newsroom.get("/admin/articles/article/add/"))
    page.fill("[name=title_ar]", "عنوان ، بلا نصّ برمجي")
    page.fill("[name=body_ar]", "قال الوزيــــر ، ثم مضى.")
    steps.reach(page, "save")
    page.locator("[data-save]").click()
    expect(page.locator(".findings .finding")).to_have_count(3)
    expect(page.locator(".finding-acts")).to_have_count(0)
    expect(page.locator(".copydesk-count")).to_have_text("4 كلمات")
    page.locator("[data-copydesk-part=checklist] summary").click()
    expect(page.locator(".checks .check")).to_have_count(10)
    shot(page, "saved")


# ---- pasting ---------------------------------------------------------------------------------------------------------

# The editor says of a numbered list how it counts; the schema does not.
BODY_OF = """document.querySelector("[name=body_ar]").proseEditor.getHTML().replaceAll(' data-type="decimal"', "")"""


@pytest.mark.parametrize("width", [1280], indirect=True, ids=["1280px"])
def test_each_paste_sample_lands_clean_is_told_and_is_undone_by_one_step_back(desk, newsroom, shot):
    first = "سطر كُتب قبل اللصق."
    begin(desk, newsroom, first)
    for name, sample in SAMPLES.items():
        desk.evaluate(
            "(html) => document.querySelector('[name=body_ar]').proseEditor.commands.setContent(html)",
            f"<p>{first}</p>",
        )
        steps.type_text(desk, "")
        before = desk.evaluate(BODY_OF)
        assert before == f"<p>{first}</p><p></p>"
        with desk.expect_response("**/paste/") as answer:
            desk.evaluate(steps.PASTE, [EDITOR, sample.html, sample.text])
        notices = answer.value.json()["notices"]
        steps.until(desk, lambda: desk.evaluate(BODY_OF), f"<p>{first}</p>{sample.becomes}".replace("\n", ""))
        assert desk.locator("[data-notices] p").all_inner_texts() == notices, name
        shot(desk, "pasted", full=False)
        desk.keyboard.press("Control+z")
        steps.until(desk, lambda: desk.evaluate(BODY_OF), before)


@pytest.mark.parametrize("width", [1280], indirect=True, ids=["1280px"])
def test_a_few_pasted_words_go_to_the_cleaner_only_if_they_brought_something_along(desk, newsroom):
    begin(desk, newsroom)
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url) if request.url.endswith("/paste/") else None)
    desk.evaluate(steps.PASTE, [EDITOR, "", "كلمات قليلة"])
    expect(desk.locator(f"{EDITOR} p")).to_have_text(["كلمات قليلة"])
    assert asked == []
    desk.evaluate(steps.PASTE, [EDITOR, "", " والمدینة\u00a0كبيـــرة"])
    expect(desk.locator(f"{EDITOR} p")).to_have_text(["كلمات قليلة والمدينة كبيرة"])
    expect(desk.locator("[data-notices] p")).to_have_count(3)
    assert len(asked) == 1
