"""Author portraits without faces: for each writer a window of their own."""

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
    Press,
    arch,
    rect,
    ridge,
    smooth,
)

SILL = 690.0


def depth_window(press: Press) -> None:
    """Arch within arch, a lamp at the far end: the sign of «بعمق»."""
    press.box(0, 0, 800, 800, DEEP)
    colours = (INK, NIGHT, DEEP, TEAL, SAGE, SAND, HONEY, PAPER)
    for step, colour in enumerate(colours):
        outline = arch(400, SILL - step * 7, 430 - step * 52, 580 - step * 62, 24)
        press.shape(outline, colour)
        press.shade(outline, colours[max(0, step - 1)], "down", (0.0, 0.75))
    press.glow(400, 560, 190, PAPER, 0.8)
    for step in range(7):
        half = 215 - step * 26
        press.line([(400 - half, SILL - step * 7), (400 + half, SILL - step * 7)], NIGHT, 2)
    _frame(press, WASH, SAND, TEAL)


def market_window(press: Press) -> None:
    """Stacked blocks climbing like a market's figures, and an orange sun."""
    press.box(0, 0, 800, 800, SAND)
    press.shade(rect(0, 60, 800, 420), ROSE, "down", (0.9, 0.0))
    press.ball(470, 300, 74, EMBER, HONEY, "down", (0.0, 0.85))
    hills = ridge(press.rng, (0, 470), (800, 430), 46, 0.5)
    press.shape([(0, 800), *hills, (800, 800)], SAGE)
    press.shade([(0, 640), *hills, (800, 640)], WASH, "up", (0.6, 0.0))
    tall = (2, 3, 3, 5, 4, 6, 8, 7)
    for column, count in enumerate(tall):
        for row in range(count):
            x, y = 184 + column * 55, SILL - 46 - row * 44
            press.box(x, y, 52, 41, (DEEP, TEAL, BRICK, EMBER, NIGHT)[(column * 3 + row * 2) % 5])
            press.shade(rect(x, y, 52, 41), INK, "end", (0.0, 0.7))
            press.shape(arch(x + 26, y + 38, 18, 26, 6), HONEY if (column + row) % 3 else WASH)
    _frame(press, PAPER, WASH, EMBER)


def horizon_window(press: Press) -> None:
    """A night sea, three kites high above it, a path of moonlight."""
    press.box(0, 0, 800, 800, NIGHT)
    press.shade(rect(0, 100, 800, 400), TEAL, "down", (0.0, 0.95))
    press.ball(330, 330, 62, PAPER, MIST, "down", (0.0, 0.6))
    press.glow(330, 330, 200, SAGE, 0.55)
    press.box(0, 490, 800, 310, DEEP)
    press.shade(rect(0, 490, 800, 230), INK, "down", (0.0, 1.0))
    for row in range(26):
        y = 496 + row * 7.4
        long = 20 + press.rng.uniform(10, 90) * (0.4 + row / 20)
        press.box(330 + press.rng.gauss(0, 14 + row) - long / 2, y, long, 3, press.rng.choice((PAPER, MIST, SAGE)), 2)
    for x, y, size, colour in ((500, 250, 1.2, EMBER), (430, 190, 0.7, HONEY), (560, 360, 0.8, ROSE)):
        press.shape([(x, y - 46 * size), (x + 30 * size, y), (x, y + 62 * size), (x - 30 * size, y)], colour)
        press.shade([(x, y - 46 * size), (x + 30 * size, y), (x, y + 62 * size)], BRICK, "down", (0.5, 0.9))
        tail = smooth(
            [
                (x, y + 62 * size),
                (x + 14 * size, y + 92 * size),
                (x - 12 * size, y + 124 * size),
                (x + 10 * size, y + 160 * size),
            ],
            8,
        )
        press.line(tail, WASH, 2)
    coast = ridge(press.rng, (460, 500), (800, 452), 12, 0.6)
    press.shape([(460, 500), *coast, (800, 500)], INK)
    _frame(press, SAND, HONEY, NIGHT)


def branch_window(press: Press) -> None:
    """Two arches that share a sill, an olive branch from one to the other."""
    press.box(0, 0, 800, 800, MIST)
    press.shade(rect(0, 80, 800, 420), PAPER, "up", (1.0, 0.0))
    for height, colour in ((500, SAGE), (560, TEAL), (630, DEEP)):
        hills = ridge(press.rng, (0, height), (800, height - 40), 42, 0.5)
        press.shape([(0, 800), *hills, (800, 800)], colour)
        press.shade([(0, height + 130), *hills, (800, height + 130)], WASH, "up", (0.4, 0.0))
    press.shape([(388, 800), (388, 420), (412, 420), (412, 800)], BRICK)
    for x in (290.0, 510.0):
        press.wall(arch(x, SILL + 10, 236, 330, 20), arch(x, SILL + 10, 196, 302, 20), BRICK)
        press.line(arch(x, SILL, 196, 292, 20), HONEY, 5)
    stem = smooth([(214, 330), (300, 268), (400, 262), (500, 300), (590, 372)], 12)
    press.line(stem, INK, 7)
    for index, (x, y) in enumerate(stem[3:-1:3]):
        lean = -1 if index % 2 else 1
        turn = math.radians(-62 if lean > 0 else 48)
        tip = (x + 84 * math.cos(turn), y + 84 * math.sin(turn))
        side = (-math.sin(turn) * 15, math.cos(turn) * 15)
        middle = ((x + tip[0]) / 2, (y + tip[1]) / 2)
        leaf = smooth(
            [
                (x, y),
                (middle[0] + side[0], middle[1] + side[1]),
                tip,
                (middle[0] - side[0], middle[1] - side[1]),
                (x, y),
            ],
            8,
        )
        press.shape(leaf, DEEP if index % 3 else TEAL)
        press.shade(leaf, SAGE, "start", (0.0, 0.75))
        if index % 3 == 1:
            press.ball(x + 4, y + 24, 13, EMBER, BRICK, "end", (0.0, 0.9))
    _frame(press, WASH, PAPER, BRICK)


def _frame(press: Press, wall: str, light: str, line: str) -> None:
    """The wall around the window, its stone surround and the sill."""
    sheet = rect(0, 0, 800, 800)
    hole = arch(400, SILL, 430, 580, 28)
    press.screen(hole, wall)
    press.shade(sheet, line, "down", (0.02, 0.2), holes=[hole])
    stone = arch(400, SILL, 486, 628, 28)
    press.wall(stone, hole, light)
    press.shade(stone, line, "end", (0.0, 0.55), holes=[hole])
    press.line(stone, line, 3)
    press.line(hole, line, 5)
    press.box(128, SILL - 4, 544, 34, light, 3)
    press.shade(rect(128, SILL - 4, 544, 34), line, "end", (0.05, 0.8))
    press.shade(rect(150, SILL + 30, 500, 26), line, "down", (0.75, 0.0))
