"""Pictures of the city: roofs of an old quarter at night, and a covered market."""

import math

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
    arch,
    dome,
    rect,
    ridge,
    smooth,
)


def old_city_night(press: Press) -> None:
    """Roofs, domes, a minaret and a bell tower below a young moon; windows with lamps behind them."""
    press.box(0, 0, 1600, 900, DEEP)
    press.shade(rect(0, 0, 1600, 620), INK, "down", (1.1, 0.0))
    press.shade(rect(0, 300, 1600, 340), SAGE, "down", (0.0, 0.8))
    press.glow(1180, 210, 360, SAGE, 0.6)
    start = math.atan2(-26, 42)
    moon = [
        (1180 + 96 * math.cos(start + turn / 30), 210 + 96 * math.sin(start + turn / 30)) for turn in range(32, 157)
    ]
    moon += [
        (1222 + 84 * math.cos(start + turn / 30), 184 + 84 * math.sin(start + turn / 30)) for turn in range(140, 48, -1)
    ]
    press.shape(moon, PAPER)
    press.shade(moon, HONEY, "start", (0.0, 0.7))
    for _ in range(130):
        x, y = press.rng.uniform(0, 1600), press.rng.uniform(0, 430)
        if math.hypot(x - 1200, y - 200) > 130:
            press.disc(x, y, press.rng.choice((1.2, 1.2, 1.8, 2.6)), press.rng.choice((PAPER, SAND, MIST)))
    hill = ridge(press.rng, (0, 470), (1600, 540), 60, 0.5)
    press.shape([(0, 900), *hill, (1600, 900)], TEAL)
    press.shade([(0, 640), *hill, (1600, 640)], MIST, "up", (0.7, 0.0))
    _quarter(press, 610, 1.0, SAGE, TEAL, 0.12)
    _minaret(press, 560, 650, 1.0)
    _bell_tower(press, 972, 660, 1.0)
    for x, base, radius, colour in ((330, 600, 78, TEAL), (770, 622, 96, BRICK), (1340, 610, 66, TEAL)):
        _cupola(press, x, base, radius, colour)
    _quarter(press, 690, 1.45, TEAL, NIGHT, 0.3)
    _quarter(press, 800, 2.0, DEEP, INK, 0.42)
    _terrace(press)


def _quarter(press: Press, base: float, size: float, colour: str, shadow: str, lit: float) -> None:
    """A row of houses with flat roofs, some of their windows alight."""
    rng, x = press.rng, -40.0
    while x < 1640:
        width, height = rng.uniform(70, 150) * size, rng.uniform(40, 130) * size
        top = base - height * 0.62
        wall = rect(x, top, width, 900 - top)
        press.shape(wall, colour)
        press.shade(rect(x, top, width, 190 * size), shadow, "end", (0.0, 0.75))
        press.shade(rect(x, top, width, 190 * size), shadow, "down", (0.0, 1.0))
        press.box(x, top + 190 * size, width, 900, shadow)
        press.box(x - 3 * size, top - 5 * size, width + 6 * size, 8 * size, colour)
        press.box(x - 3 * size, top + 3 * size, width + 6 * size, 3 * size, shadow)
        for step in range(int(width // (34 * size))):
            for floor in range(2):
                _lamp_window(
                    press, x + (20 + step * 34) * size, top + (50 + floor * 56) * size, size, rng.random() < lit, shadow
                )
        if rng.random() < 0.4:
            _tank(press, x + width * rng.uniform(0.2, 0.7), top - 5 * size, size, shadow)
        x += width + rng.choice((0.0, 0.0, 8.0)) * size


def _lamp_window(press: Press, x: float, base: float, size: float, lit: bool, shadow: str) -> None:
    """A small arched window; if somebody is awake, with light around it."""
    if lit:
        press.glow(x, base - 12 * size, 40 * size, HONEY, 0.42)
    lamp = press.rng.choice((HONEY, HONEY, SAND, EMBER))
    press.shape(arch(x, base, 17 * size, 30 * size, 6), lamp if lit else shadow)
    if lit:
        press.box(x - 0.8 * size, base - 28 * size, 1.6 * size, 28 * size, shadow)
        press.box(x - 8 * size, base - 15 * size, 16 * size, 1.6 * size, shadow)
        press.box(x - 11 * size, base, 22 * size, 3 * size, SAND)


def _tank(press: Press, x: float, base: float, size: float, colour: str) -> None:
    """A water tank on legs, as on every roof."""
    press.box(x, base - 24 * size, 26 * size, 17 * size, colour, 4 * size)
    press.box(x + 3 * size, base - 8 * size, 3 * size, 8 * size, colour)
    press.box(x + 20 * size, base - 8 * size, 3 * size, 8 * size, colour)


def _cupola(press: Press, x: float, base: float, radius: float, colour: str) -> None:
    """A dome on a drum with a row of lights."""
    press.shape(rect(x - radius * 1.08, base, radius * 2.16, 60), SAND)
    press.shade(rect(x - radius * 1.08, base, radius * 2.16, 60), NIGHT, "end", (0.2, 0.95))
    for step in range(7):
        press.shape(arch(x - radius * 0.9 + step * radius * 0.3, base + 40, radius * 0.15, radius * 0.36, 5), HONEY)
    half = dome(x, base, radius, 1.06)
    press.shape(half, colour)
    press.shade(half, WASH, "start", (0.0, 0.55))
    press.shade(half, NIGHT, "end", (0.0, 1.0))
    press.line([(x, base - radius * 1.04), (x, base - radius * 1.04 - 26)], SAND, 3)
    press.disc(x, base - radius * 1.04 - 16, 4.5, SAND)


def _minaret(press: Press, x: float, base: float, size: float) -> None:
    """A square Damascene minaret with a gallery and a small cap."""
    for width, bottom, height in ((64, 0, 250), (46, 262, 74), (30, 336, 44)):
        shaft = rect(x - width * size / 2, base - (bottom + height) * size, width * size, height * size)
        press.shape(shaft, SAND)
        press.shade(shaft, NIGHT, "end", (0.05, 1.0))
        for level in range(2 if width > 46 else 1):
            for side in (-1, 1):
                press.shape(
                    arch(
                        x + side * width * 0.22 * size,
                        base - (bottom + height * (0.3 + level * 0.42)) * size,
                        width * 0.2 * size,
                        width * 0.5 * size,
                        6,
                    ),
                    NIGHT,
                )
    press.box(x - 44 * size, base - 264 * size, 88 * size, 14 * size, WASH)
    press.shade(rect(x - 44 * size, base - 264 * size, 88 * size, 14 * size), NIGHT, "end", (0.0, 0.9))
    press.shape([(x - 20 * size, base - 380 * size), (x, base - 436 * size), (x + 20 * size, base - 380 * size)], TEAL)
    press.line([(x, base - 430 * size), (x, base - 462 * size)], SAND, 3 * size)


def _bell_tower(press: Press, x: float, base: float, size: float) -> None:
    """A church tower with an open belfry."""
    shaft = rect(x - 34 * size, base - 230 * size, 68 * size, 230 * size)
    press.shape(shaft, ROSE)
    press.shade(shaft, NIGHT, "end", (0.1, 1.0))
    press.shape(arch(x, base - 148 * size, 34 * size, 66 * size, 8), NIGHT)
    press.disc(x, base - 168 * size, 9 * size, HONEY)
    press.box(x - 42 * size, base - 240 * size, 84 * size, 12 * size, WASH)
    half = dome(x, base - 240 * size, 32 * size, 1.1)
    press.shape(half, BRICK)
    press.shade(half, NIGHT, "end", (0.0, 0.9))
    press.line([(x, base - 272 * size), (x, base - 308 * size)], SAND, 3.4 * size)
    press.line([(x - 10 * size, base - 296 * size), (x + 10 * size, base - 296 * size)], SAND, 3.4 * size)


def _terrace(press: Press) -> None:
    """The nearest wall: a great twin window alight, a vine, a clothes line."""
    press.shape([(0, 760), (430, 760), (430, 900), (0, 900)], INK)
    press.shape([(1060, 726), (1600, 726), (1600, 900), (1060, 900)], INK)
    press.box(1046, 714, 554, 18, NIGHT)
    press.box(0, 748, 446, 16, NIGHT)
    for x in (1250.0, 1420.0):
        press.glow(x, 850, 190, HONEY, 0.6)
    for x in (1250.0, 1420.0):
        for step, colour in enumerate((BRICK, EMBER, HONEY, SAND, WASH)):
            press.shape(arch(x, 920, 140 - step * 22, 170 - step * 22, 16), colour)
        press.line([(x, 762), (x, 900)], INK, 3)
        press.line([(x - 60, 840), (x + 60, 840)], INK, 3)
    rope = smooth([(20, 690), (160, 722), (300, 716), (420, 680)], 10)
    press.line([(20, 760), (20, 680)], INK, 6)
    press.line([(420, 760), (420, 670)], INK, 6)
    press.line(rope, WASH, 2)
    for index, colour, tall in ((5, WASH, 58), (10, EMBER, 44), (15, SAND, 66), (20, TEAL, 50), (25, ROSE, 40)):
        x, y = rope[index]
        cloth = [(x - 20, y), (x + 20, y + 1), (x + 17, y + tall), (x - 22, y + tall - 4)]
        press.shape(cloth, colour)
        press.shade(cloth, NIGHT, "end", (0.0, 0.7))
    for _ in range(120):
        x = press.rng.uniform(1070, 1600)
        y = 716 + abs(press.rng.gauss(0, 16)) + 20 * math.sin(x / 60)
        press.disc(x, y, press.rng.uniform(4, 9), press.rng.choice((TEAL, SAGE, DEEP, DEEP)), 0.8)


def market_arches(press: Press) -> None:
    """A covered market: arch behind arch up to the daylight, stalls along both sides."""
    press.box(0, 0, 1600, 900, WASH)
    press.glow(800, 470, 330, PAPER, 1.0)
    press.shade(rect(600, 300, 400, 400), HONEY, "down", (0.0, 0.75))
    for x in (776, 812, 838):
        _passer(press, x, 562 + (x % 5) * 2, 0.25, BRICK)
    walls = (
        (WASH, SAND),
        (SAND, HONEY),
        (HONEY, EMBER),
        (ROSE, BRICK),
        (EMBER, BRICK),
        (BRICK, NIGHT),
        (DEEP, INK),
        (NIGHT, INK),
    )
    for number, (colour, shadow) in enumerate(walls):
        grow = 1.36**number
        _bay(press, number, grow, colour, shadow)
    _rays(press)
    for x, base, size, colour in ((880, 690, 0.62, DEEP), (716, 764, 0.96, INK), (752, 768, 0.88, BRICK)):
        _passer(press, x, base, size, colour)
    for x, y, size in ((800, 96, 1.5), (800, 262, 0.9), (800, 350, 0.55)):
        _lantern(press, x, y, size)


def _bay(press: Press, number: int, grow: float, colour: str, shadow: str) -> None:
    """One cross wall with its arch, the floor before it and the stalls at its feet."""
    base, width, height = 548 + 40 * grow, 104 * grow, 150 * grow
    hole = arch(800, base, width, height, 20)
    press.screen(hole, colour)
    around = arch(800, base + 30, width * 1.9, height * 1.5, 20)
    if number < 7:
        press.shade(around, shadow, "up", (0.15, 0.9), holes=[hole])
    floor = [
        (800 - width / 2, base),
        (800 + width / 2, base),
        (800 + width * 1.4, base + 42 * grow),
        (800 - width * 1.4, base + 42 * grow),
    ]
    press.shape([(0, base), (1600, base), (1600, 900), (0, 900)], shadow)
    press.shade(rect(800 - width, base, 2 * width, 40 * grow), colour, "down", (0.85, 0.1))
    press.shade(floor, WASH, "down", (0.9, 0.2))
    inner = arch(800, base, width * 1.07, height * 1.04, 20)
    for step in range(len(inner) - 1):
        if step % 2 and step > 1:
            (x1, y1), (x2, y2) = inner[step], inner[step + 1]
            (x3, y3), (x4, y4) = hole[step + 1], hole[step]
            press.shape([(x1, y1), (x2, y2), (x3, y3), (x4, y4)], WASH if number < 5 else SAND)
    for side in (-1, 1):
        if number == 7:
            _niche(press, 800 + side * 622, side)
        if number > 1:
            _stall(press, 800 + side * width * 0.52, base + 16 * grow, grow * 0.2, side)


def _stall(press: Press, x: float, base: float, size: float, side: int) -> None:
    """A striped awning over sacks and bowls of spice."""

    def at(*points: Point) -> list[Point]:
        return [(x + side * px * size, base + py * size) for px, py in points]

    press.shape(at((-50, -120), (110, -120), (110, 0), (-50, 0)), INK)
    press.shade(at((-50, -120), (110, -120), (110, 0), (-50, 0)), HONEY, "down", (0.0, 0.55))
    for index in range(5):
        hang = -112 + index % 2 * 8
        left = -40 + index * 30
        press.shape(
            at((left, -112), (left + 20, -112), (left + 17, hang + 46), (left + 3, hang + 46)),
            (EMBER, TEAL, WASH, BRICK, SAGE)[index],
        )
    tones = ((EMBER, WASH), (TEAL, WASH), (BRICK, SAND))[press.rng.randrange(3)]
    for strip in range(8):
        x1, x2 = -62 + strip * 22, -40 + strip * 22
        press.shape(
            at((x1 + 14, -164), (x2 + 14, -164), (x2 - 6, -116), ((x1 + x2) / 2 - 6, -106), (x1 - 6, -116)),
            tones[strip % 2],
        )
    press.shade(at((-62, -164), (130, -164), (114, -106), (-70, -106)), INK, "down", (0.0, 0.6))
    for index, colour in enumerate((HONEY, BRICK, SAGE, EMBER, SAND)):
        px, py = at((-42 + index * 31, 8))[0]
        press.shape(dome(px, py - 18 * size, 13 * size, 1.3, 10), colour)
        sack = [
            (px - 17 * size, py - 19 * size),
            (px + 17 * size, py - 19 * size),
            (px + 14 * size, py + 14 * size),
            (px - 14 * size, py + 14 * size),
        ]
        press.shape(sack, WASH)
        press.shade(sack, BRICK, "end", (0.1, 0.9))


def _rays(press: Press) -> None:
    """Daylight through openings in the vault."""
    for top, spread, foot, reach in ((700, 34, 560, 150), (930, 28, 1010, 120)):
        press.shade(
            [(top - spread, 0), (top + spread, 0), (foot + reach, 760), (foot - reach * 0.3, 760)],
            PAPER,
            "down",
            (0.34, 0.0),
        )


def _passer(press: Press, x: float, base: float, size: float, colour: str) -> None:
    """Someone on the way home, seen from behind in a long coat, with a bag."""
    press.disc(x, base + 2 * size, 30 * size, INK, 0.2)
    for foot in (-9, 3):
        press.box(x + foot * size, base - 34 * size, 7 * size, 35 * size, INK, 2)
    half = ((19, 24), (15, 66), (16, 96), (6, 106))
    coat = smooth(
        [
            *[(x - px * size, base - py * size) for px, py in half],
            *[(x + px * size, base - py * size) for px, py in reversed(half)],
        ],
        5,
    )
    press.shape(coat, colour)
    press.shade(coat, INK, "end", (0.0, 0.8))
    press.box(x - 3.5 * size, base - 112 * size, 7 * size, 9 * size, SAND)
    press.disc(x, base - 119 * size, 8.5 * size, INK if colour != INK else NIGHT, 1.15)
    press.line([(x + 15 * size, base - 92 * size), (x + 20 * size, base - 52 * size)], colour, 7 * size)
    press.box(x + 13 * size, base - 50 * size, 16 * size, 20 * size, SAND, 2)


def _niche(press: Press, x: float, side: int) -> None:
    """A lit shop behind its own arch in the nearest wall: cloths above, jars below."""
    press.glow(x, 520, 330, BRICK, 0.75)
    press.shape(arch(x, 740, 250, 420), SAND)
    press.shape(arch(x, 740, 226, 400), BRICK)
    inside = arch(x, 740, 206, 382)
    press.shape(inside, EMBER)
    press.shade(inside, HONEY, "down", (0.0, 1.0))
    for step, colour in enumerate((TEAL, WASH, BRICK, SAGE, DEEP)):
        left = x - 82 + step * 34
        cloth = rect(left, 460, 28, (120, 86, 134, 98, 112)[step])
        press.shape(cloth, colour)
        press.shade(cloth, INK, "start" if side > 0 else "end", (0.0, 0.55))
    press.line([(x - 92, 460), (x + 92, 460)], INK, 5)
    for shelf in (652, 740):
        press.box(x - 103, shelf - 6, 206, 8, INK)
        for step in range(6):
            tall = 26 + 12 * ((step * 7 + shelf) % 3)
            colour = (DEEP, BRICK, PAPER, TEAL, EMBER)[(step + shelf) % 5]
            press.box(x - 92 + step * 31, shelf - 6 - tall, 24, tall, colour, 5)
    press.box(x - 132, 740, 264, 16, WASH)
    press.shade(rect(x - 132, 740, 264, 16), BRICK, "end", (0.0, 0.7))


def _lantern(press: Press, x: float, y: float, size: float) -> None:
    """A lamp on a chain."""
    press.line([(x, 0), (x, y)], INK, 2.4 * size)
    press.glow(x, y + 30 * size, 110 * size, PAPER, 0.75)
    press.shape(
        [
            (x - 8 * size, y),
            (x + 8 * size, y),
            (x + 22 * size, y + 20 * size),
            (x + 14 * size, y + 58 * size),
            (x - 14 * size, y + 58 * size),
            (x - 22 * size, y + 20 * size),
        ],
        INK,
    )
    press.shape(arch(x, y + 54 * size, 20 * size, 38 * size, 8), HONEY)
    press.shape(arch(x, y + 54 * size, 9 * size, 22 * size, 8), PAPER)
    press.disc(x, y + 64 * size, 5 * size, INK)
