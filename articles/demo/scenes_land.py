"""Pictures of land: a mountain pass, a river with its terraces, a railway into the steppe."""

import math
from collections.abc import Sequence
from itertools import pairwise

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
    dome,
    rect,
    ridge,
    smooth,
)


def mountain_pass(press: Press) -> None:
    """A road climbs to a saddle between peaks; stone towers keep watch."""
    press.box(0, 0, 1600, 900, WASH)
    press.shade(rect(0, 0, 1600, 420), ROSE, "up", (0.85, 0.0))
    press.shade(rect(0, 0, 1600, 330), SAGE, "down", (0.95, 0.0))
    press.glow(800, 330, 380, PAPER, 0.95)
    press.ball(800, 322, 86, EMBER, HONEY, "down", (0.85, 0.0))
    for x, y, width in ((180, 150, 300), (330, 176, 190), (1130, 118, 330), (1060, 144, 180), (560, 236, 160)):
        press.box(x, y, width, 10, PAPER, 5)
    _far_ranges(press)
    _mist(press, 540)
    _range(
        press,
        780,
        ((-60, 260), (150, 178), (420, 420), (640, 566), (800, 596), (960, 560), (1200, 440), (1430, 330), (1660, 210)),
        TEAL,
        NIGHT,
        0.85,
    )
    _mist(press, 668)
    for x, base, size in ((1190, 694, 0.78), (1258, 690, 1.05), (1330, 672, 0.84)):
        _tower(press, x, base, size)
    _valley(press)


def _far_ranges(press: Press) -> None:
    """The two ranges behind the pass."""
    _range(
        press,
        520,
        ((-60, 410), (190, 250), (420, 372), (620, 330), (800, 452), (980, 320), (1210, 214), (1400, 344), (1660, 280)),
        MIST,
        SAGE,
        0.8,
    )
    _range(
        press,
        640,
        (
            (-60, 330),
            (120, 392),
            (330, 226),
            (560, 420),
            (776, 520),
            (1010, 400),
            (1150, 332),
            (1330, 170),
            (1660, 420),
        ),
        SAGE,
        TEAL,
        0.9,
    )


def _range(press: Press, base: float, crest: tuple[Point, ...], colour: str, shadow: str, tone: float) -> None:
    """A chain of peaks: lit to the start, in shade to the end, snow on the highest."""
    line: list[Point] = []
    for start, end in pairwise(crest):
        line += ridge(press.rng, start, end, 15, 0.6, 5)[:-1]
    press.shape([(-60, 900), *line, (1660, 900)], colour)
    for place, peak in enumerate(crest[1:-1], 1):
        if peak[1] > min(crest[place - 1][1], crest[place + 1][1]):
            continue
        before, after = _foot(crest[: place + 1][::-1]), _foot(crest[place:])
        foot = min(base, peak[1] + 430)
        spine = [
            (peak[0] + (26 if i % 2 else -18) * i / 3 + 5 * i, peak[1] + i * (foot - peak[1]) / 6) for i in range(7)
        ]
        flank = [point for point in line if peak[0] <= point[0] <= after[0]]
        press.shade([*spine, (after[0], foot), *reversed(flank)], shadow, "down", (tone, 0.0))
        press.shade(
            [(before[0], foot), *[p for p in line if before[0] < p[0] <= peak[0]], *spine[1:]],
            PAPER,
            "down",
            (0.5, 0.0),
        )
        if peak[1] < 300:
            _snow(press, line, peak)


def _foot(slope: Sequence[Point]) -> Point:
    """Where a slope that begins at a peak stops falling."""
    for here, beyond in pairwise(slope):
        if beyond[1] < here[1]:
            return here
    return slope[-1]


def _snow(press: Press, line: list[Point], peak: Point) -> None:
    """A cap of snow with a jagged hem."""
    cap = [point for point in line if abs(point[0] - peak[0]) < 74 and point[1] < peak[1] + 74]
    hem = [
        (cap[-1][0] - i * (cap[-1][0] - cap[0][0]) / 8, peak[1] + (66 if i % 2 else 100 - 8 * abs(i - 4)))
        for i in range(1, 8)
    ]
    press.shape([*cap, *hem], PAPER)
    press.shade([p for p in cap if p[0] >= peak[0]] + hem[:4] + [peak], SAGE, "down", (0.75, 0.45))


def _mist(press: Press, y: float) -> None:
    """A bank of mist lying in a valley."""
    press.shade(rect(0, y - 90, 1600, 110), WASH, "down", (0.0, 0.72))
    press.shade(rect(0, y + 20, 1600, 60), WASH, "down", (0.72, 0.0))


def _tower(press: Press, x: float, base: float, size: float) -> None:
    """A tall watch tower with a battered body and a crown of small arches."""

    def at(*points: Point) -> list[Point]:
        return [(x + px * size, base - py * size) for px, py in points]

    body = at((-27, -30), (-20, 150), (20, 150), (27, -30))
    press.shape(body, SAND)
    press.shape(at((-25, 150), (-25, 182), (25, 182), (25, 150)), SAND)
    press.shape(at((-29, 182), (0, 206), (29, 182)), BRICK)
    press.shade(at((2, -30), (2, 182), (25, 182), (22, 150), (27, -30)), BRICK, "end", (0.35, 0.95))
    for offset in (-19, -5, 9):
        press.shape(at((offset, 156), (offset, 168), (offset + 5, 174), (offset + 10, 168), (offset + 10, 156)), NIGHT)
    for height in (34, 78, 118):
        press.shape(at((-4, height), (-4, height + 12), (4, height + 12), (4, height)), NIGHT)


def _valley(press: Press) -> None:
    """The near slopes, the road in its bends, pines and two lorries."""
    left = smooth([(-40, 560), (180, 640), (430, 700), (640, 700), (800, 640), (830, 930), (-40, 930)])
    press.shape(left, DEEP)
    right = smooth([(1660, 590), (1400, 640), (1130, 720), (930, 690), (790, 636), (560, 930), (1660, 930)])
    press.shape(right, HONEY)
    press.shade(right, EMBER, "end", (0.1, 0.9))
    press.shade(right, BRICK, "down", (0.0, 0.55))
    front = smooth([(-40, 720), (200, 770), (470, 850), (760, 930), (-40, 930)])
    bends = ((800, 636), (838, 668), (1010, 716), (1120, 764), (930, 812), (620, 838), (560, 890), (700, 960))
    middle = smooth(bends, 16)
    for inset, colour in ((1.0, WASH), (0.1, BRICK)):
        edge_up, edge_down = [], []
        for x, y in middle:
            half = (3 + 40 * ((y - 630) / 270) ** 1.3) * inset
            edge_up.append((x + half * 0.6, y - half * 0.5))
            edge_down.append((x - half * 0.6, y + half * 0.5))
        if inset == 1:
            press.shape([*edge_up, *reversed(edge_down)], colour)
        else:
            for i in range(0, len(edge_up) - 3, 6):
                press.shape([*edge_up[i : i + 3], *reversed(edge_down[i : i + 3])], colour)
    press.shade(left, NIGHT, "end", (0.7, 0.0))
    press.shape(front, NIGHT)
    for x, y, size, colour in ((938, 698, 0.5, TEAL), (790, 812, 1.05, BRICK)):
        press.box(x, y - 24 * size, 58 * size, 26 * size, colour, 2)
        press.box(x - 20 * size, y - 18 * size, 18 * size, 20 * size, PAPER, 3)
        for wheel in (-12, 12, 44):
            press.disc(x + wheel * size, y + 3 * size, 5.5 * size, INK)
    for _ in range(95):
        x = press.rng.uniform(-20, 760)
        y = 742 + x * 0.2 + press.rng.uniform(-50, 140) * (1 - x / 900)
        _pine(press, x, y, 0.5 + (y - 640) / 260)
    for _ in range(26):
        _pine(press, press.rng.uniform(1240, 1600), press.rng.uniform(700, 900), press.rng.uniform(0.6, 1.0))


def _pine(press: Press, x: float, y: float, size: float) -> None:
    """A slender conifer of three tiers."""
    colour = press.rng.choice((NIGHT, INK, DEEP))
    for tier, width in ((0, 15), (17, 12), (33, 8)):
        press.shape(
            [(x - width * size, y - tier * size), (x, y - (tier + 34) * size), (x + width * size, y - tier * size)],
            colour,
        )


def river_bridges(press: Press) -> None:
    """A great river comes down between terraced banks and passes under two bridges."""
    horizon = 300.0
    press.box(0, 0, 1600, 900, SAND)
    press.shade(rect(0, 0, 1600, horizon), WASH, "down", (0.3, 1.1))
    press.shade(rect(0, 0, 1600, 240), TEAL, "down", (0.95, 0.0))
    press.ball(1160, 150, 64, PAPER, ROSE, "down", (0.0, 0.7))
    for height, colour, end in ((96, MIST, 1600), (58, SAGE, 1600), (30, TEAL, 1600)):
        hills = ridge(press.rng, (0, horizon - height), (end, horizon - height * 0.7), height * 0.55, 0.5)
        press.shape([(0, horizon + 6), *hills, (end, horizon + 6)], colour)
        press.shade([(0, horizon + 6), *hills, (end, horizon + 6)], WASH, "up", (0.6, 0.0))
    press.shade(rect(0, horizon, 1600, 110), HONEY, "down", (0.0, 0.8))
    bands = (EMBER, HONEY, SAGE, SAND, BRICK, HONEY, TEAL, ROSE, SAGE, EMBER, HONEY, DEEP, SAND)
    for number in range(28, 0, -1):
        both = [_bank(1 + number * 0.42 + 0.035 * number**1.7, side, horizon) for side in (-1, 1)]
        field = [*both[0], *reversed(both[1])]
        press.shape(field, bands[(number - 1) % 13])
        if number in (4, 9, 16):
            press.shade(field, (BRICK, DEEP)[number % 2], "down", (0.06, 0.34))
        for edge in both:
            press.line(edge, NIGHT if number % 2 else WASH, 1.6)
        _orchard(press, number, horizon)
    water = [*_bank(1, -1, horizon), *reversed(_bank(1, 1, horizon))]
    press.shape(water, DEEP)
    press.shade(water, MIST, "down", (0.95, 0.0))
    press.shade(water, NIGHT, "down", (0.0, 0.85))
    for _ in range(150):
        near = press.rng.random() ** 0.7
        middle, half = _river(near)
        x = middle + press.rng.uniform(-0.8, 0.8) * half
        press.box(x, horizon + 600 * near, 8 + 80 * near, 1 + 3 * near, press.rng.choice((MIST, PAPER, SAGE, TEAL)), 2)
    _bridge(press, 0.16, horizon, 5)
    _bridge(press, 0.5, horizon, 5)


def _river(near: float) -> tuple[float, float]:
    """Middle and half width of the river, from the horizon (0) to the foot of the sheet (1)."""
    return 860 + 330 * math.sin(near * 3.9 - 0.5) * near**0.55 - 140 * near, 7 + 285 * near**1.35


def _bank(factor: float, side: int, horizon: float) -> list[Point]:
    """A line along the river, `factor` half widths away from its middle."""
    line = []
    for step in range(81):
        near = step / 80
        middle, half = _river(near)
        line.append((middle + side * half * factor, horizon + 640 * near))
    return line


def _orchard(press: Press, number: int, horizon: float) -> None:
    """Rows of trees along every other terrace."""
    if number % 2:
        return
    for side in (-1, 1):
        for x, y in _bank(1 + number * 0.42 + 0.035 * number**1.7 - 0.2, side, horizon)[8:78:2]:
            size = 1.5 + (y - horizon) / 34
            press.disc(x + size * 0.5, y + size * 0.5, size, NIGHT, 0.5)
            press.disc(x, y - size * 0.6, size, DEEP if number % 4 else INK, 1.15)
            press.disc(x - size * 0.3, y - size * 0.9, size * 0.55, SAGE if number % 4 else TEAL)


def _bridge(press: Press, near: float, horizon: float, arches: int) -> None:
    """A stone bridge on round arches, lit from the start, with its shadow on the water."""
    middle, half = _river(near)
    y, reach = horizon + 600 * near, half * 1.5
    height, deck = 12 + 120 * near, 4 + 22 * near
    span = 2 * reach / arches
    press.shade(rect(middle - half, y, 2 * half, height * 0.5), INK, "down", (0.85, 0.0))
    wall = rect(middle - reach, y - height, 2 * reach, height + 2)
    holes = [
        dome(middle - reach + span * (i + 0.5), y + 2, span * 0.39, height * 0.86 / (span * 0.39))
        for i in range(arches)
    ]
    press.shade(wall, WASH, "down", (1.2, 1.2), holes)
    press.shade(wall, BRICK, "end", (0.1, 0.85), holes)
    for hole in holes:
        press.line(hole, BRICK, 1 + 3 * near)
        press.shade(hole, INK, "end", (0.7, 0.0))
    press.box(middle - reach - deck * 2, y - height - deck, 2 * reach + deck * 4, deck, WASH)
    press.shade(
        rect(middle - reach - deck * 2, y - height - deck * 0.5, 2 * reach + deck * 4, deck * 0.5),
        BRICK,
        tones=(0.7, 0.7),
    )
    for i in range(arches * 6):
        press.box(middle - reach + i * span / 6, y - height - deck * 1.5, 1 + 2.5 * near, deck * 0.6, NIGHT)
    for i in range(arches - 1):
        x = middle - reach + span * (i + 1)
        press.shape([(x - span * 0.11, y + 4), (x, y + 6 + 14 * near), (x + span * 0.11, y + 4)], SAND)
        press.shade(rect(x - span * 0.1, y + 6 + 10 * near, span * 0.2, height * 0.55), WASH, "down", (0.4, 0.0))


def steppe_railway(press: Press) -> None:
    """A line of rails bends away into the steppe below a very large sky; a goods train is on its way."""
    horizon = 520.0
    press.box(0, 0, 1600, horizon, SAND)
    press.shade(rect(0, 0, 1600, horizon), EMBER, "down", (0.0, 0.5))
    press.shade(rect(0, 0, 1600, 420), DEEP, "down", (1.15, 0.0))
    press.glow(450, 430, 430, WASH, 0.85)
    press.ball(450, 436, 128, EMBER, HONEY, "down", (0.8, 0.0))
    clouds = (
        (240, 372, 420, WASH),
        (300, 396, 260, WASH),
        (700, 250, 520, ROSE),
        (860, 276, 420, ROSE),
        (1120, 166, 480, SAGE),
        (1010, 190, 330, SAGE),
        (60, 214, 330, ROSE),
        (980, 352, 520, HONEY),
        (560, 444, 220, BRICK),
        (150, 462, 240, BRICK),
    )
    for left, top, width, colour in clouds:
        press.box(left, top, width, 11, colour, 5.5)
    for height, colour in ((62, TEAL), (34, DEEP)):
        hills = ridge(press.rng, (520, horizon - 6), (1600, horizon - height), height * 0.62)
        press.shape([(520, horizon + 2), *hills, (1600, horizon + 2)], colour)
        press.shade([(520, horizon + 2), *hills, (1600, horizon + 2)], ROSE, "up", (0.7, 0.0))
    _grass(press, horizon)
    _rails(press, horizon)
    _goods_train(press, horizon)
    _telegraph(press, horizon)


def _telegraph(press: Press, horizon: float) -> None:
    """Poles and their wires beside the line, from the horizon to the reader."""
    for depth in (9.0, 5.6, 3.6, 2.35, 1.55, 1.05):
        x, y = 450 + 880 / depth, horizon + 300 / depth
        tall = 470 / depth
        press.line([(x, y), (x, y - tall)], INK, max(1.4, 11 / depth))
        for cross in (0.94, 0.82):
            press.line([(x - 62 / depth, y - tall * cross), (x + 62 / depth, y - tall * cross)], INK, max(1, 7 / depth))
    for offset, cross in ((-56, 0.95), (56, 0.95), (-56, 0.83), (56, 0.83)):
        wire = []
        for first, second in zip((9.0, 5.6, 3.6, 2.35, 1.55), (5.6, 3.6, 2.35, 1.55, 1.05), strict=True):
            ends = [(450 + (880 + offset) / d, horizon + (300 - 470 * cross) / d) for d in (first, second)]
            sag = (ends[0][0] + ends[1][0]) / 2, (ends[0][1] + ends[1][1]) / 2 + 26 / second
            wire += smooth([ends[0], sag, ends[1]], 8)
        press.line([*wire, (1600, wire[-1][1] - 60)], INK, 1.6)


def _grass(press: Press, horizon: float) -> None:
    """Long waves of steppe, from pale far away to dark at our feet."""
    press.box(0, horizon, 1600, 900 - horizon, HONEY)
    shades = (ROSE, HONEY, SAND, HONEY, EMBER, BRICK, NIGHT)
    for number, colour in enumerate(shades):
        y = horizon + 6 + 5.2 * number**2.18
        edge = smooth([(x, y + press.rng.uniform(-1, 1) * (3 + number * 5)) for x in range(-100, 1900, 200)])
        press.shape([(-100, 960), *edge, (1800, 960)], colour)
        press.shade([(-100, y + 130), *edge, (1800, y + 130)], (BRICK, TEAL)[number % 2], "down", (0.0, 0.45))
    for _ in range(330):
        near = press.rng.random() ** 0.55
        x, y, tall = press.rng.uniform(0, 1600), horizon + 12 + 400 * near, 4 + 30 * near**1.6
        colour = press.rng.choice((BRICK, EMBER, DEEP) if near < 0.4 else (INK, DEEP, HONEY, BRICK))
        for lean in (-0.5, -0.1, 0.25, 0.6):
            blade = [(x, y), (x + lean * tall * 0.3, y - tall * 0.6), (x + lean * tall, y - tall)]
            press.line(smooth(blade, 2), colour, 1 + 1.4 * near)


def _rails(press: Press, horizon: float) -> None:
    """Ballast, sleepers and two rails, drawn towards one point."""

    def at(across: float, depth: float) -> Point:
        return 450 + (360 + across + 70 * math.sin(depth / 3)) / depth, horizon + 330 / depth

    depths = [0.8 * 1.045**step for step in range(90)]
    press.shape([*[at(-175, d) for d in depths], *reversed([at(175, d) for d in depths])], WASH)
    press.shade([*[at(-175, d) for d in depths], *reversed([at(175, d) for d in depths])], BRICK, "down", (0.15, 0.8))
    depth = 0.82
    while depth < 16:
        press.shape([at(-130, depth), at(130, depth), at(130, depth * 1.035), at(-130, depth * 1.035)], NIGHT)
        depth *= 1.0 + 0.082 * min(2.2, depth) ** 0.4
    for rail in (-76, 76):
        press.shape([*[at(rail - 9, d) for d in depths], *reversed([at(rail + 9, d) for d in depths])], INK)
        press.shape([*[at(rail - 5, d) for d in depths], *reversed([at(rail + 1, d) for d in depths])], PAPER)


def _goods_train(press: Press, horizon: float) -> None:
    """Wagons in a row on an embankment in the middle distance."""
    base = horizon + 34
    press.shape([(560, base + 9), (640, base + 2), (1600, base + 2), (1600, base + 16), (560, base + 12)], BRICK)
    for number in range(19):
        x = 668 + number * 51
        colour = press.rng.choice((TEAL, EMBER, BRICK, SAND, DEEP, SAGE))
        press.box(x, base - 27, 46, 22, colour, 2)
        press.shade(rect(x, base - 27, 46, 22), INK, "down", (0.0, 0.6))
        press.box(x + 3, base - 6, 40, 4, INK)
        for wheel in (9, 37):
            press.disc(x + wheel, base - 1, 4, INK)
    press.shape([(606, base - 3), (606, base - 20), (620, base - 31), (662, base - 31), (662, base - 3)], DEEP)
    press.box(613, base - 25, 12, 8, HONEY)
    press.box(606, base - 12, 56, 4, EMBER)
    for wheel in (614, 630, 646):
        press.disc(wheel + 4, base - 1, 4, INK)
