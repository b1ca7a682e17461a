"""Pictures of water: a harbour at dusk, a strait seen from above, a channel through the ice."""

import math
from itertools import pairwise

from PIL import Image

from .press import (
    BRICK,
    DEEP,
    EMBER,
    HONEY,
    INK,
    MIST,
    NIGHT,
    PAPER,
    ROSE,
    SAGE,
    SAND,
    TEAL,
    WASH,
    Point,
    Press,
    rect,
    ridge,
    smooth,
)

CARGO = (EMBER, SAND, TEAL, BRICK, HONEY, SAGE, ROSE)


def harbour_dusk(press: Press) -> None:
    """A container port at the hour when the sun stands on the water."""
    horizon = 560.0
    press.box(0, 0, 1600, horizon, HONEY)
    press.shade(rect(0, 0, 1600, 520), DEEP, "down", (1.15, 0.0))
    press.shade(rect(0, 0, 1600, 260), NIGHT, "down", (0.7, 0.0))
    press.shade(rect(0, 250, 1600, 310), EMBER, "down", (0.0, 0.75))
    press.glow(1130, 500, 430, SAND, 0.75)
    press.ball(1130, 500, 112, PAPER, HONEY, "down", (0.0, 0.8))
    for x, y, width, colour in (
        (820, 300, 420, ROSE),
        (1180, 336, 330, ROSE),
        (90, 210, 380, TEAL),
        (1010, 444, 270, EMBER),
        (560, 388, 250, EMBER),
        (1330, 250, 300, TEAL),
    ):
        press.box(x, y, width, 9, colour, 4.5)
        press.box(x + width * 0.24, y + 15, width * 0.5, 6, colour, 3)
    for height, colour in ((54, BRICK), (26, DEEP)):
        hills = ridge(press.rng, (560, horizon - height), (1600, horizon - height * 0.4), height * 0.5)
        press.shape([(560, horizon + 1), *hills, (1600, horizon + 1)], colour)
    _evening_water(press, horizon)
    _cargo_ship(press, 905, 640, 1.0)
    _quay(press)
    for x, y, size in ((700, 180, 17), (760, 214, 12), (640, 240, 11), (835, 160, 9)):
        press.line(smooth([(x - size, y - size * 0.4), (x - size * 0.4, y - size * 0.55), (x, y)], 6), INK, 3)
        press.line(smooth([(x, y), (x + size * 0.4, y - size * 0.55), (x + size, y - size * 0.4)], 6), INK, 3)


def _evening_water(press: Press, horizon: float) -> None:
    """Dark water with a road of light below the sun."""
    press.box(0, horizon, 1600, 900 - horizon, TEAL)
    press.shade(rect(0, horizon, 1600, 120), EMBER, "down", (0.65, 0.0))
    press.shade(rect(0, horizon + 40, 1600, 300), NIGHT, "down", (0.0, 1.0))
    y = horizon + 7
    while y < 900:
        near = (y - horizon) / (900 - horizon)
        for _ in range(4):
            width = press.rng.uniform(20, 110) * (0.5 + near)
            x = press.rng.gauss(1130, 46 + 90 * near)
            press.box(
                x - width / 2,
                y + press.rng.uniform(-3, 3),
                width,
                3 + 4 * near,
                press.rng.choice((HONEY, SAND, PAPER, HONEY)),
                3,
            )
        for _ in range(3):
            width = press.rng.uniform(40, 160)
            press.box(press.rng.uniform(0, 1600), y, width, 2 + 2 * near, press.rng.choice((DEEP, TEAL)), 2)
        y += 9 + 12 * near


def _cargo_ship(press: Press, x: float, y: float, size: float) -> None:
    """A laden ship seen from the side, bow to the end of the sheet."""

    def at(*points: Point) -> list[Point]:
        return [(x + px * size, y + py * size) for px, py in points]

    for row in range(4):
        for column in range(11 - row // 2):
            px, py = at((92 + column * 39, -30 - row * 25))[0]
            press.box(px, py, 36 * size, 22 * size, press.rng.choice(CARGO))
    for column in range(5):
        stack = at((92 + column * 39, -105), (128 + column * 39, -105), (128 + column * 39, -8), (92 + column * 39, -8))
        press.shade(stack, INK, tones=(0.45 - column * 0.08, 0.5 - column * 0.08))
    press.box(*at((22, -150))[0], 52 * size, 150 * size, WASH)
    press.shade(at((22, -150), (74, -150), (74, 0), (22, 0)), DEEP, "start", (0.0, 0.8))
    press.box(*at((10, -162))[0], 78 * size, 14 * size, WASH)
    for row in range(4):
        press.box(*at((30, -138 + row * 26))[0], 36 * size, 7 * size, INK)
    press.box(*at((36, -200))[0], 20 * size, 40 * size, EMBER)
    press.shape(at((0, -14), (560, -14), (612, -34), (570, 56), (26, 56)), INK)
    press.shape(at((12, 34), (582, 34), (570, 58), (26, 58)), BRICK)
    press.shade(at((0, -14), (560, -14), (612, -34), (582, 34), (12, 34)), TEAL, "end", (0.0, 0.55))
    for row in range(7):
        inset = press.rng.uniform(0, 60)
        press.box(*at((30 + inset, 62 + row * 9))[0], (540 - 2 * inset) * size, 4 * size, (BRICK, INK)[row % 2], 2)


def _quay(press: Press) -> None:
    """Cranes and stacked boxes in shadow, at the start of the sheet."""
    press.shape([(0, 700), (640, 700), (712, 742), (690, 900), (0, 900)], INK)
    press.shade([(0, 704), (636, 704), (700, 742), (0, 742)], TEAL, "end", (0.1, 0.6))
    for number in range(9):
        press.box(40 + number * 78, 756, 26, 34, BRICK if number % 2 else NIGHT, 6)
    for column in range(13):
        for row in range(1 + press.rng.randrange(3)):
            x, y = 18 + column * 46, 676 - row * 25
            press.box(x, y, 43, 23, press.rng.choice((*CARGO, DEEP, NIGHT)))
            press.shade(rect(x, y, 43, 23), INK, "start", (0.15, 0.65))
    for x, size, colour in ((500, 0.72, DEEP), (300, 0.88, NIGHT), (70, 1.06, INK)):
        _crane(press, x, 702, size, colour)


def _crane(press: Press, x: float, base: float, size: float, colour: str) -> None:
    """A ship-to-shore crane with its boom over the water."""

    def at(*points: Point) -> list[Point]:
        return [(x + px * size, base - py * size) for px, py in points]

    for leg in (0, 96):
        press.line(at((leg, 0), (leg + 6, 300)), colour, 11 * size)
    press.line(at((0, 120), (96, 120)), colour, 8 * size)
    press.line(at((0, 120), (100, 290)), colour, 5 * size)
    press.line(at((96, 120), (6, 290)), colour, 5 * size)
    press.line(at((-70, 300), (430, 312)), colour, 12 * size)
    press.line(at((-70, 324), (400, 334)), colour, 4 * size)
    for step in range(20):
        press.line(at((-70 + step * 24, 300), (-58 + step * 24, 326), (-46 + step * 24, 301)), colour, 3 * size)
    press.line(at((6, 300), (54, 440), (102, 300)), colour, 8 * size)
    press.line(at((-64, 326), (54, 440), (260, 318)), colour, 3.4 * size)
    press.line(at((54, 440), (410, 330)), colour, 3.4 * size)
    press.box(*at((250, 296))[0], 30 * size, 26 * size, EMBER)
    press.line(at((258, 270), (258, 170)), colour, 2 * size)
    press.line(at((272, 270), (272, 170)), colour, 2 * size)
    press.box(*at((240, 170))[0], 50 * size, 22 * size, HONEY)


BANDS = (
    (-9999, NIGHT),
    (62, "#0b444c"),
    (84, DEEP),
    (101, "#1c6567"),
    (116, TEAL),
    (126, SAGE),
    (131, MIST),
    (134, WASH),
    (140, SAND),
    (155, "#e9b878"),
    (172, HONEY),
    (190, ROSE),
    (212, EMBER),
    (240, BRICK),
)


def container_strait(press: Press) -> None:
    """A strait as a chart: heights and depths in bands, sailing lines, ships with their wakes."""
    field = _heights(press)
    half = (press.size[0] // 2, press.size[1] // 2)
    chart = Image.new("RGB", half, NIGHT)
    for level, colour in BANDS:
        if level > 180:
            chart.paste(BRICK, (0, 0), _above(field, level - 1.1, half))
        chart.paste(colour, (0, 0), _above(field, level, half))
    chart = chart.resize(press.size, Image.Resampling.BILINEAR)
    press.image.paste(chart)
    land = _above(field, 134, half).resize(press.size, Image.Resampling.BILINEAR)
    for angle in range(0, 360, 15):
        turn = math.radians(angle)
        press.line(
            [
                (905 + 70 * math.cos(turn), 300 + 70 * math.sin(turn)),
                (905 + 1300 * math.cos(turn), 300 + 1300 * math.sin(turn)),
            ],
            TEAL,
            0.8,
        )
    press.image.paste(chart, (0, 0), land)
    lanes = [[(_middle(y / 16) * 16 + shift, float(y)) for y in range(960, -80, -8)] for shift in (-62, 58)]
    for lane in lanes:
        for step in range(0, len(lane) - 3, 4):
            press.line(lane[step : step + 3], MIST, 2.4)
    for line, place, size, back in (
        (0, 62, 1.2, False),
        (1, 38, 1.0, True),
        (0, 104, 0.8, False),
        (1, 92, 0.95, True),
        (0, 20, 0.9, False),
    ):
        _ship_from_above(press, lanes[line], place, size, back)


def _middle(y: float) -> float:
    """Where the middle of the strait lies, in cells of the height field."""
    return 32 + (56 - y) * 0.6 + 4 * math.sin(y / 9)


def _heights(press: Press) -> Image.Image:
    """A height field: two coasts that come close in the middle, with octaves of noise."""
    width, height = 100, 56
    noise = [
        Image.frombytes("L", (w, h), press.rng.randbytes(w * h)).resize((width, height), Image.Resampling.BICUBIC)
        for w, h in ((6, 4), (12, 7), (25, 14), (50, 28))
    ]
    pixels = [layer.tobytes() for layer in noise]
    values: list[float] = []
    for y in range(height):
        gap = 12.5 + 9 * abs((y - 30) / 28) ** 1.3
        for x in range(width):
            away = abs(x - _middle(y))
            rough = sum(
                (layer[y * width + x] - 128) * weight
                for layer, weight in zip(pixels, (0.42, 0.3, 0.16, 0.1), strict=True)
            )
            values.append(128 + (away - gap) * 3.3 + rough * min(1.0, 0.2 + away / 42))
    field = Image.new("F", (width, height))
    field.putdata(values)
    return field.resize((800, 450), Image.Resampling.BICUBIC)


def _above(field: Image.Image, level: float, size: tuple[int, int]) -> Image.Image:
    """A smooth mask of everything higher than the level."""
    sharp = field.point(lambda value: value * 600 + (128 - level * 600))
    return sharp.convert("L").resize(size, Image.Resampling.BILINEAR)


def _ship_from_above(press: Press, lane: list[Point], place: int, size: float, back: bool) -> None:
    """A laden hull on its sailing line, with the wake it leaves."""
    (x, y), (nx, ny) = lane[place], lane[place + 1]
    turn = math.atan2(ny - y, nx - x) + (math.pi if back else 0)

    def at(*points: Point) -> list[Point]:
        return [
            (
                x + (px * math.cos(turn) - py * math.sin(turn)) * size,
                y + (px * math.sin(turn) + py * math.cos(turn)) * size,
            )
            for px, py in points
        ]

    for spread, length, tone in ((46, 330, 0.4), (22, 230, 0.75)):
        press.shade(
            at((40, 0), (-60, 14), (-length, spread), (-length * 0.75, 0), (-length, -spread), (-60, -14)),
            PAPER,
            "up" if not back else "down",
            (0.05, tone),
        )
    press.shape(at((-73, 17), (60, 17), (88, 0), (60, -17), (-73, -17)), INK)
    press.shape(at((-69, 13), (58, 13), (80, 0), (58, -13), (-69, -13)), BRICK)
    for column in range(9):
        for row in range(2):
            px, py = -38 + column * 11, -11 + row * 11.4
            press.shape(at((px, py), (px + 10, py), (px + 10, py + 10.4), (px, py + 10.4)), press.rng.choice(CARGO))
    press.shape(at((-60, -12), (-46, -12), (-46, 12), (-60, 12)), PAPER)


def arctic_channel(press: Press) -> None:
    """An icebreaker opens a way between floes under the northern light."""
    horizon = 300.0
    press.box(0, 0, 1600, 900, NIGHT)
    press.shade(rect(0, 60, 1600, 240), TEAL, "down", (0.0, 0.9))
    press.shade(rect(0, 190, 1600, 110), SAND, "down", (0.0, 0.85))
    press.glow(1090, 300, 380, HONEY, 0.8, 0.55)
    for shift, colour, tone in ((0, SAGE, 0.9), (52, MIST, 0.75), (96, TEAL, 0.9)):
        _curtain(press, shift, colour, tone)
    for _ in range(60):
        press.disc(press.rng.uniform(0, 1600), press.rng.uniform(0, 170), press.rng.uniform(0.8, 2.1), PAPER)
    hills = ridge(press.rng, (0, 262), (760, horizon), 34)
    press.shape([(0, horizon + 2), *hills, (760, horizon + 2)], MIST)
    press.shade([(0, horizon + 2), *hills, (760, horizon + 2)], TEAL, "down", (0.75, 0.1))
    press.box(0, horizon, 1600, 600, DEEP)
    press.shade(rect(0, horizon, 1600, 600), INK, "down", (0.0, 0.95))
    press.glow(1090, 330, 330, HONEY, 0.5, 0.3)
    _floes(press, horizon)
    _icebreaker(press)


def _channel(y: float, horizon: float) -> tuple[float, float]:
    """The middle and half the width of the open water at a height of the sheet."""
    near = (y - horizon) / (900 - horizon)
    return 1090 - 560 * near**0.9 + 190 * math.sin(near * 4.2) * near**0.6, 5 + 165 * near**1.25


def _curtain(press: Press, shift: float, colour: str, tone: float) -> None:
    """One veil of northern light: a bright hem, thinning upwards."""
    hem = [
        (float(x), 118 + shift * 0.8 + 38 * math.sin(x / 210 + shift) + 15 * math.sin(x / 74 + shift))
        for x in range(-20, 1640, 20)
    ]
    for (x1, y1), (x2, y2) in pairwise(hem):
        strength = tone * (0.5 + 0.3 * math.sin(x1 / 47 + shift) + 0.2 * math.sin(x1 / 17))
        press.shade([(x1, y1), (x2, y2), (x2, y2 - 120), (x1, y1 - 120)], colour, "up", (max(0.0, strength), 0.0))


def _floes(press: Press, horizon: float) -> None:
    """Plates of ice on a plain in perspective, leaving the channel free."""
    press.shape([(0, horizon), (1600, horizon), (1600, 352), (0, 352)], PAPER)
    press.shade(rect(0, horizon, 1600, 54), SAGE, "down", (0.75, 0.05))
    press.glow(1090, 305, 420, ROSE, 0.7, 0.12)
    for _ in range(46):
        press.box(press.rng.uniform(-60, 1600), press.rng.uniform(306, 352), press.rng.uniform(30, 190), 1.6, TEAL, 1)
    nudges: dict[tuple[int, int], tuple[float, float]] = {}
    size, row = 0.3, 27
    while row > -2:
        depth = 0.92 + row * size * 1.5
        reach = math.ceil(depth * 0.95 / (size * 1.732)) + 1
        for column in range(-reach, reach + 1):
            middle = ((column + 0.5 * (row % 2)) * size * 1.732, depth)
            _floe(press, middle, size, horizon, nudges)
        row -= 1


def _floe(
    press: Press, middle: Point, size: float, horizon: float, nudges: dict[tuple[int, int], tuple[float, float]]
) -> None:
    """One plate, whose corners it shares with its neighbours: a shadow side, a bright face, drifts of snow."""
    if abs(middle[0]) * 900 / (middle[1] + size) > 850:
        return
    rng, corners = press.rng, []
    for step in range(6):
        turn = math.radians(60 * step + 30)
        u, v = middle[0] + size * math.cos(turn), middle[1] + size * math.sin(turn)
        du, dv = nudges.setdefault((round(u * 60), round(v * 60)), (rng.uniform(-0.15, 0.15), rng.uniform(-0.15, 0.15)))
        gap = 0.9 if middle[1] < 8 else 0.94
        u, v = middle[0] + (u + du - middle[0]) * gap, max(0.5, middle[1] + (v + dv - middle[1]) * gap)
        corners.append((800 + u * 900 / v, horizon + 600 / v))
    x, y = (sum(p[axis] for p in corners) / 6 for axis in (0, 1))
    near = min(1.0, (y - horizon) / 600)
    open_middle, half = _channel(min(900, y), horizon)
    width = max(p[0] for p in corners) - min(p[0] for p in corners)
    if abs(x - open_middle) < half + width * 0.36:
        if near < 0.12 or rng.random() > 0.4:
            return
        corners = [(x + (px - x) * 0.2 + width * 0.2, y + (py - y) * 0.22) for px, py in corners]
    press.shape([(px, py + 1.5 + 15 * near) for px, py in corners], TEAL)
    press.shape(corners, rng.choice((PAPER, PAPER, "#f1efe2", WASH)))
    if near < 0.13 and rng.random() < 0.85:
        return
    press.shade(
        corners,
        ROSE if near < 0.22 and rng.random() < 0.4 else rng.choice((MIST, SAGE)),
        rng.choice(("start", "down", "end")),
        (0.0, rng.uniform(0.2, 0.8)),
    )


def _icebreaker(press: Press) -> None:
    """A red hull seen from behind, its wake towards us, and another far ahead."""
    for y, size in ((548, 1.0), (395, 0.42)):
        x, _ = _channel(y, 300)
        below = [_channel(min(900, y + step * 30), 300) for step in range(7)]
        left = [(m - h * 0.12 - size * 34, y + i * 30 * size) for i, (m, h) in enumerate(below)]
        right = [(m + h * 0.12 + size * 34, y + i * 30 * size) for i, (m, h) in enumerate(below)]
        press.shade([*left, *reversed(right)], MIST, "down", (0.75, 0.0))

        def at(*points: Point, x: float = x, y: float = y, size: float = size) -> list[Point]:
            return [(x + px * size, y + py * size) for px, py in points]

        press.shape(at((-58, -66), (58, -66), (50, 6), (-50, 6)), BRICK)
        press.shade(at((-58, -66), (58, -66), (50, 6), (-50, 6)), INK, "end", (0.0, 0.7))
        press.shape(at((-58, -66), (58, -66), (54, -48), (-54, -48)), EMBER)
        press.shape(at((-44, -124), (44, -124), (44, -66), (-44, -66)), PAPER)
        press.shape(at((-34, -156), (34, -156), (34, -124), (-34, -124)), WASH)
        press.shade(at((-44, -156), (44, -156), (44, -66), (-44, -66)), TEAL, "end", (0.0, 0.75))
        for row, width in ((-148, 27), (-112, 36), (-92, 36)):
            press.shape(at((-width, row), (width, row), (width, row + 9), (-width, row + 9)), INK)
        press.shape(at((-15, -190), (15, -190), (15, -156), (-15, -156)), EMBER)
        press.line(at((0, -190), (0, -236)), INK, 4 * size)
        press.line(at((-20, -214), (20, -214)), INK, 3 * size)
