import pytest
from hypothesis import given

from newsroom.arabic.quotes import QUOTES, QuoteStyle, quote

from .strategies import any_text, tried


@pytest.mark.parametrize(
    ("style", "quoted"),
    [("curly", "\u201cبعمق\u201d"), ("guillemets", "\u00abبعمق\u00bb"), ("straight", '"بعمق"')],
)
def test_quote(style: QuoteStyle, quoted: str) -> None:
    assert quote("بعمق", style) == quoted


@tried
@given(any_text)
def test_the_text_between_the_marks_is_untouched(text: str) -> None:
    assert [quote(text, style)[1:-1] for style in QUOTES] == [text] * 3


def test_an_unknown_style_is_refused() -> None:
    with pytest.raises(KeyError):
        quote("بعمق", "german")  # type: ignore[arg-type]
