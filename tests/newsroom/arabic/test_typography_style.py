"""The house style: quotes, tanwin, months, digits and names."""

import pytest

from newsroom.arabic.dates import MONTHS_GREGORIAN, MONTHS_LEVANTINE
from newsroom.arabic.typography import HouseStyle, Rule, applied, fix, lint

NAMES = {
    "ترمب": "ترامب",
    "نتانياهو": "نتنياهو",
    "كيم": "كيم جونغ-أون",
    "كيم جونغ أون": "كيم جونغ-أون",
    "Zelenskyy": "Zelensky",
    "فيس بوك": "فيسبوك",
}


def styled(text: str, style: HouseStyle) -> str:
    """Return the text with every proposal of the house style put in, one rule after the other."""
    for rule in (Rule.QUOTES, Rule.DIGITS, Rule.MONTHS, Rule.TANWIN, Rule.NAME):
        text = applied(text, [each for each in lint(text, style=style) if each.rule is rule])
    return text


@pytest.mark.parametrize(
    ("style", "typed", "house"),
    [
        (HouseStyle(quotes="guillemets"), 'قال “نعم” و"لا" و«ربما»', "قال «نعم» و«لا» و«ربما»"),
        (HouseStyle(quotes="curly"), 'قال «نعم» و"لا"', "قال “نعم” و“لا”"),
        (HouseStyle(quotes="straight"), "قال «نعم» و“لا”", 'قال "نعم" و"لا"'),
        (HouseStyle(quotes="guillemets"), 'قال "Hello" ثم', 'قال "Hello" ثم'),
        (HouseStyle(quotes="guillemets"), "«قال “نعم” لنا»", "«قال “نعم” لنا»"),
        (HouseStyle(quotes="curly"), "قال ”نعم“ ثم ”لا“", "قال ”نعم“ ثم ”لا“"),
        (HouseStyle(tanwin="before alef"), "حدثاً وهدىً", "حدثًا وهدًى"),
        (HouseStyle(tanwin="on alef"), "حدثًا وهدًى", "حدثاً وهدىً"),
        (HouseStyle(tanwin="on alef"), "خبرٌ عن كتابٍ", "خبرٌ عن كتابٍ"),
        (HouseStyle(digits="latin"), "في ١٢ آذار ۲۰۲۴", "في 12 آذار 2024"),
        (HouseStyle(digits="arabic"), "بنسبة 3.5 على Windows 95", "بنسبة ٣.٥ على Windows 95"),
        (HouseStyle(months="levantine"), "في 5 مارس 2024 وفي يوليو", "في 5 آذار 2024 وفي تموز"),
        (HouseStyle(months="levantine"), "في 5 آذار/مارس 2024", "في 5 آذار 2024"),
        (HouseStyle(months="gregorian"), "في كانون الثاني الماضي", "في يناير الماضي"),
        (HouseStyle(months="gregorian"), "في ابريل وجويلية", "في أبريل ويوليو"),
        (HouseStyle(months="both"), "في 5 أيلول 2024", "في 5 أيلول/سبتمبر 2024"),
        (HouseStyle(months="levantine"), "مارس الرياضة بسيارة نيسان", "مارس الرياضة بسيارة نيسان"),
        (HouseStyle(names=NAMES), "قال ترمب لنتانياهو", "قال ترامب لنتنياهو"),
        (
            HouseStyle(names=NAMES),
            "زار كيم جونغ أون موسكو وكيم جونغ-أون بكين",
            "زار كيم جونغ-أون موسكو وكيم جونغ-أون بكين",
        ),
        (HouseStyle(names=NAMES), "على فيس بوك كتب Zelenskyy", "على فيسبوك كتب Zelensky"),
        (HouseStyle(names=NAMES), "تَرمب", "ترامب"),
        (HouseStyle(names=NAMES), "ترمبي وترامب", "ترمبي وترامب"),
    ],
)
def test_proposals_lead_to_the_house_style(style: HouseStyle, typed: str, house: str) -> None:
    assert styled(typed, style) == house
    assert [each.rule for each in lint(house, style=style)] == []


@pytest.mark.parametrize(
    "style",
    [
        HouseStyle(quotes="guillemets", tanwin="before alef", months="both", digits="arabic", names=NAMES),
        HouseStyle(),
    ],
)
def test_the_house_style_is_never_applied_by_itself(style: HouseStyle) -> None:
    text = "قال ترمب “نعم” حدثاً حدثًا في 5 مارس 2024 و٦ آذار"
    assert fix(text, style=style) == text
    assert len(lint(text, style=style)) > 2


def test_as_typed_asks_for_what_is_commonest() -> None:
    text = "في 5 مارس 2024 ثم أبريل ثم أيار"
    assert [(each.rule, text[each.start : each.end], each.proposal) for each in lint(text)] == [
        (Rule.MONTHS, "أيار", "مايو")
    ]


@pytest.mark.parametrize("month", range(12))
def test_every_month_is_known_in_a_date(month: int) -> None:
    text = f"يوم 5 {MONTHS_GREGORIAN[month]} 2024"
    (found,) = lint(text, style=HouseStyle(months="levantine"))
    assert found.proposal == MONTHS_LEVANTINE[month]
    assert lint(f"يوم 5 {MONTHS_LEVANTINE[month]} 2024", style=HouseStyle(months="levantine")) == []


def test_part_of_a_house_name_is_no_other_spelling() -> None:
    style = HouseStyle(names={"كيم": "كيم جونغ-أون"})
    assert lint("زار كيم جونغ-أون موسكو", style=style) == []
    assert [each.proposal for each in lint("زار كيم موسكو", style=style)] == ["كيم جونغ-أون"]


def test_many_names_cost_no_more_than_the_words_of_the_text() -> None:
    names = {f"اسم{place}": f"الاسم{place}" for place in range(5000)}
    assert [each.proposal for each in lint("هنا اسم4999 وهناك", style=HouseStyle(names=names))] == ["الاسم4999"]
    assert [each.proposal for each in lint("ترمب " * 50, style=HouseStyle(names=NAMES)) if each.rule is Rule.NAME] == [
        "ترامب"
    ] * 50
