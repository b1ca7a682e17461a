"""What cannot be taken: every broken line has a reason and stops nothing, and odd text is never stored unsafe."""

import io
import json
import re
import sys

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from articles.importing import reading, running
from articles.models import Article
from articles.models.article import new_code
from columns.models import Author, Column
from newsroom.arabic.hygiene import clean_text, is_xml_safe
from newsroom.outlet import SiteSettings
from newsroom.redirects import Redirect
from tests.articles.press import broken, brought, line, written
from tests.factories import BODY, form_data, make_author, make_column, make_content

pytestmark = pytest.mark.django_db


def test_every_broken_line_is_refused_with_its_number_and_a_reason_and_stops_nothing(tmp_path):
    lines = broken()
    assert len(lines) == 50
    good = [line(ref=f"good-{place}") for place in range(51)]
    mixed = [item for pair in zip(good, [*lines, b""], strict=True) for item in pair]
    told = brought(*mixed, photos=tmp_path)
    assert told.counts == (51, 0, 0, 50)
    assert sorted(told.refusals) == list(range(2, 101, 2))
    assert all(reason and is_xml_safe(reason) for reason in told.refusals.values())
    assert {piece.import_ref for piece in Article.objects.all()} == {item["ref"] for item in good}
    assert list(Author.objects.values_list("name_ar", flat=True)) == ["سلمى العلي"]


REASONS = [
    ({"ref": None}, "“ref” is missing."),
    ({"language": "fr"}, "“language” must be one of: ar, en."),
    ({"title": None}, "The piece needs a title."),
    ({"title": "ع" * 201}, "“title” is longer than 200 letters."),
    ({"paragraphs": None}, "Give the text either as “paragraphs” or as “body_html”."),
    ({"paragraphs": []}, "The piece needs a text."),
    (
        {"published": "2019-05-02T18:00:00"},
        "“published” must be a moment with its zone, like 2019-05-02T18:00:00+03:00.",
    ),
    ({"published": "1950-05-02T18:00:00Z"}, "Check the year of this moment. (published)"),
    ({"authors": None}, "The piece needs an author."),
    ({"authors": "سلمى"}, "“authors” must be a list of texts."),
    ({"edition": 4}, "“edition” is the number in a column: name the column, too."),
    ({"photo": "a.jpg"}, "The line names a photo: say where the photos are with --photos."),
]


@pytest.mark.parametrize(("change", "reason"), REASONS)
def test_a_reason_says_what_is_wrong(change, reason):
    assert brought(line(**change)).refusals == {1: reason}


def test_lines_are_counted_as_an_editor_counts_them():
    told = brought(b"\xef\xbb\xbf" + json.dumps(line()).encode(), b"", b"   \r", b"{", b'{"ref": 1}')
    assert (told.counts, sorted(told.refusals)) == ((1, 0, 0, 2), [4, 5])


def test_a_line_without_end_is_refused_and_the_next_one_read(monkeypatch):
    monkeypatch.setattr(reading, "LONGEST_LINE", 2000)
    told = brought(line(ref="a"), line(ref="b", paragraphs=["ن" * 5000]), line(ref="c"))
    assert (told.counts, told.refusals) == ((2, 0, 0, 1), {2: "The line is longer than 8 MB."})


def test_unknown_keys_are_counted_and_never_silently_dropped():
    told = brought(line(ref="a", subtitle="x"), line(ref="b", subtitle="y", views=3))
    assert (told.counts, told.unknown) == ((2, 0, 0, 0), {"subtitle": 2, "views": 1})


def test_keys_that_records_do_not_know_are_counted_too():
    told = brought(
        {"records": {"authors": [{"name_ar": "سلمى", "age": 40}], "plugins": []}, "views": 1}, line(authors=["سلمى"])
    )
    assert told.unknown == {"records.authors.age": 1, "records.plugins": 1, "views": 1}
    assert told.counts == (1, 0, 0, 0)


def test_old_addresses_that_are_none_are_warnings():
    odd = ["http://[bad", "", "/", "/?p=\ud800", "//", "/admin/x/", "/" + "x" * 600]
    told = brought(line(old_urls=[*odd, "/good/"]))
    assert (told.counts, len(told.warnings)) == ((1, 0, 0, 0), len(odd))
    assert brought(line(old_urls=[*odd, "/good/"])).counts == (0, 0, 1, 0)
    assert all(is_xml_safe(words) for _number, words in told.warnings)
    assert list(Redirect.objects.values_list("old_path", flat=True)) == ["/good"]


def test_an_old_address_that_leads_elsewhere_stays_and_is_a_warning():
    brought(line(ref="a", old_urls=["/old/"]))
    told = brought(
        line(ref="b", old_urls=["/old/"]), line(ref="c", old_urls=["/new/"]), line(ref="d", old_urls=["/new/"])
    )
    assert [number for number, _words in told.warnings] == [1, 3]
    first, _second, third, _fourth = Article.objects.order_by("pk")
    assert dict(Redirect.objects.values_list("old_path", "new_path")) == {
        "/old": f"/articles/{first.pk}/",
        "/new": f"/articles/{third.pk}/",
    }


@pytest.mark.parametrize(
    "house",
    [
        {"front": []},
        {"front": {"lead": ["a"]}},
        {"front": {"picks": 3}},
        {"front": {"lead_until": "gestern"}},
        {"redirects": {"a": "b"}},
        {"redirects": [["/a/"]]},
        {"redirects": [["http://[bad", "/b/"]]},
        {"redirects": [["/a/", "/a/b/", True]]},
        {"records": []},
        {"records": {"topics": [{"name_en": "River"}]}},
        {"records": {"parties": [{"topic": 1}]}},
        {"records": {"columns": [{"title_ar": "ضفة", "slot_time": ["18:00"]}]}},
        {"outlet": "شباك"},
        {"outlet": {"contact_email": "nobody"}},
    ],
    ids=str,
)
def test_what_is_said_of_the_house_in_a_wrong_shape_is_refused(house):
    told = brought(house, line())
    assert (told.counts, list(told.refusals)) == ((1, 0, 0, 1), [1])


def test_an_error_of_the_database_refuses_the_culprit_alone(monkeypatch):
    brought(line(ref="first"))
    code = Article.objects.get().code
    drawn = iter(["bbbbbb", code, "cccccc", "dddddd", "ffffff", "gggggg", code])
    # The second piece draws a short code that is taken: the batch fails, and each line is written by itself.
    field = Article._meta.get_field("code")
    monkeypatch.setattr(field, "_get_default", lambda: next(drawn, None) or new_code())
    lines = [line(ref=f"p-{place}", authors=[f"كاتب {place}"], tags=[f"وسم {place}"]) for place in range(3)]
    assert brought(*lines).counts == (3, 0, 0, 0)
    pieces = Article.objects.exclude(import_ref="first").order_by("pk")
    assert [piece.signers[0].name_ar for piece in pieces] == ["كاتب 0", "كاتب 1", "كاتب 2"]
    assert len({*Article.objects.values_list("code", flat=True)}) == 4


def test_records_that_the_house_would_refuse_refuse_their_line():
    told = brought(
        {"records": {"columns": [{"title_ar": "ضفة", "weekday": 9}]}},
        {"records": {"authors": [{"name_ar": "س" * 121}]}},
        {"records": {"authors": [{"name_ar": "سلمى", "website_url": "javascript:alert(1)"}]}},
        {"records": {"topics": "روسيا"}},
        {"outlet": {"name_ar": "شباك", "digits": "roman"}},
        line(ref="good"),
    )
    assert told.counts == (1, 0, 0, 5)
    assert (Column.objects.count(), Author.objects.count(), SiteSettings.objects.count()) == (0, 1, 0)


# ---- odd titles ------------------------------------------------------------------------------------------------------

ODD = [
    *("عنوان" + sign + "ثانٍ" for sign in "\x00\x01\x08\x0b\x1b\x7f\x85\ufffe\uffff\ufdd0\U0001fffe\ufeff\ud800\udfff"),
    *("عنوان" + sign + "ثانٍ" for sign in "\u202e\u202d\u202a\u202c\u2066\u2067\u2068\u2069"),
    *("عنوان" + sign + "ثانٍ" for sign in "\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\u061c\u180e\u2028\u2029\t\n\r"),
    "\u202eعنوان مقلوب\u202c وبعده",
    "\u202e\u202e\u202e نهاية مفتوحة",
    "<script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    "]]> &amp; &#0; <![CDATA[",
    "{{ 7 * 7 }} {% url 'home' %}",
    "%s %(name)s {0}",
    "' OR 1=1; --",
    "../../etc/passwd",
    "شُـــبّـــاك",
    "ـ" * 200,
    "⁧اسم⁩ داخل عزل متوازن",
    "⁦⁦⁦ عزل بلا نهاية ⁩",
    "&#x202e;كيان لا حرف&#8238;",
    "ا" + "\u064b" * 150,
    "e" + "\u0301" * 150,
    "👩‍👩‍👧‍👦" * 20,
    "ﷺ ﷽",
    "١٢٣٤٥٦٧٨٩٠",
    "…؟!،؛",
    "   عنوان   ",
    "ｆｕｌｌ　ｗｉｄｔｈ",
    "a\u0000" * 90,
    "ع" * 10_000,
    "🏳️‍🌈" * 2500,
]
UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff\u2028\u2029]")


def safe(text: str) -> bool:
    return is_xml_safe(text) and not UNSAFE.search(text) and clean_text(text) == text


def test_sixty_odd_titles_through_the_import_are_stored_safe_or_refused_in_words():
    assert len(ODD) >= 60
    brought({"records": {"columns": [{"title_ar": "على الضفة", "slug": "ضفة"}]}})
    told = brought(*(line(ref=f"odd-{place}", title=title, column="على الضفة") for place, title in enumerate(ODD)))
    pieces = list(Article.objects.published("ar"))
    assert (len(pieces), told.counts[3]) == (len(ODD) - 2, 2)
    assert {*told.refusals.values()} == {"“title” is longer than 200 letters."}
    assert [piece.title_ar for piece in pieces if not safe(piece.title_ar) or not piece.title_ar] == []
    open_pages_and_feeds(pieces)


def test_sixty_odd_titles_through_the_form_are_stored_safe_or_refused_in_words(desk):
    column = make_column("على الضفة", writer=make_author())
    answers = []
    for title in ODD:
        content = make_content(title=title.encode("utf-8", "replace").decode(), column=column)
        data = form_data(content) | {"act": "publish", "version": "", "body_ar": BODY}
        answers.append(desk.post("/admin/articles/article/add/", data).status_code)
    assert set(answers) <= {302, 422}
    pieces = list(Article.objects.published("ar"))
    assert len(pieces) == answers.count(302) >= len(ODD) - 2
    assert [piece.title_ar for piece in pieces if not safe(piece.title_ar)] == []
    open_pages_and_feeds(pieces)


def open_pages_and_feeds(pieces: list[Article]) -> None:
    """Every page opens, and the feed of the column is XML with every title in it."""
    from xml.etree import ElementTree

    client = Client()
    assert {client.get(piece.get_absolute_url()).status_code for piece in pieces} == {200}
    column = Column.objects.get()
    assert {client.get(address).status_code for address in ("/", column.get_absolute_url())} == {200}
    feed = ElementTree.fromstring(client.get(f"{column.get_absolute_url()}feed/").content)
    titles = [title.text for title in feed.findall("{*}entry/{*}title")]
    newest = Article.objects.published("ar").filter(column=column).newest_first()[: len(titles)]
    assert titles == [piece.title_ar for piece in newest]


# ---- the command -----------------------------------------------------------------------------------------------------


def run(*arguments: str, **options) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("import_articles", *arguments, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_the_command_prints_a_ledger_whose_counts_add_up(tmp_path):
    file, report = tmp_path / "archive.jsonl", tmp_path / "report.txt"
    file.write_bytes(written(line(ref="a"), b"{", line(ref="b", subtitle="x", old_urls=["/?p=1"])))
    out, err = run(str(file), "--report", str(report))
    first, *rest = out.splitlines()
    assert [int(number) for number in re.findall(r"\d+", first)] == [3, 2, 0, 0, 1]
    assert rest == [
        "1 تنبيهات / warnings",
        "مفاتيح غير معروفة تُركت / unknown keys were left out: subtitle (1)",
    ]
    assert report.read_text(encoding="utf-8").splitlines() == err.splitlines()
    assert [said.split(": ")[:2] for said in err.splitlines()] == [["2", "رُفض / refused"], ["3", "تنبيه / warning"]]


def test_the_command_ends_well_after_refusals_unless_it_is_strict(tmp_path):
    file = tmp_path / "archive.jsonl"
    file.write_bytes(written(b"{", line()))
    run(str(file))
    with pytest.raises(CommandError) as ended:
        run(str(file), "--strict")
    assert (ended.value.returncode, Article.objects.count()) == (1, 1)


def test_the_command_reads_standard_input_and_names_what_it_cannot_open(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(written(line()))))
    run("-")
    assert Article.objects.count() == 1
    for arguments in (["/nowhere.jsonl"], ["-", "--photos", str(tmp_path / "none")], [str(tmp_path)]):
        with pytest.raises(CommandError):
            run(*arguments)


def test_reasons_are_told_in_the_language_of_the_house():
    with override("ar"):
        ledger = running.Ledger(lambda _kind, _number, reason: said.append(reason))
        said: list[str] = []
        running.bring_in(io.BytesIO(written(line(authors=None))), ledger=ledger, by=None, now=timezone.now())
    assert said == ["تحتاج المادة إلى كاتب."] or re.search("[\u0600-\u06ff]", said[0])
