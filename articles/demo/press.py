"""A small printing press: flat inks, stippled shade and paper grain, in the manner of a risograph.

Scenes are composed in points of a fixed sheet; the press works at twice the wanted size and reduces at the end, so
that every edge is smooth. Everything that looks random comes from a generator seeded with the picture's name.
"""

import math
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Point = tuple[float, float]
Points = Sequence[Point]

PAPER, WASH, SAND, HONEY = "#fbf3e2", "#f3e3c3", "#e6c48f", "#e7a94f"
EMBER, BRICK, ROSE = "#d8653a", "#9c3f2c", "#e7a384"
MIST, SAGE, TEAL, DEEP, NIGHT, INK = "#bcd3c6", "#86ab9d", "#3a7d7c", "#0d5058", "#0b373f", "#082a31"

SUPERSAMPLE = 2
HARD = [min(255, value * 9) for value in range(256)]


class Press:
    """One sheet of paper and the tools that print on it. Directions: down, up, start (from the left), end."""

    def __init__(self, name: str, ground: str, sheet: tuple[int, int], scale: float) -> None:
        """Lay a sheet of the given ground colour; `scale` turns sheet points into pixels of the result."""
        self.rng = Random(name)
        self.sheet = sheet
        self.factor = scale * SUPERSAMPLE
        self.size = (round(sheet[0] * self.factor), round(sheet[1] * self.factor))
        self.image = Image.new("RGB", self.size, ground)
        self.pen = ImageDraw.Draw(self.image)
        coarse = (self.size[0] // 2, self.size[1] // 2)
        dust = Image.frombytes("L", coarse, self.rng.randbytes(coarse[0] * coarse[1]))
        self.dust = dust.resize(self.size, Image.Resampling.BILINEAR)

    def scaled(self, points: Points) -> list[Point]:
        """Sheet points as pixels of the large image."""
        return [(x * self.factor, y * self.factor) for x, y in points]

    def shape(self, points: Points, colour: str) -> None:
        """A flat polygon."""
        self.pen.polygon(self.scaled(points), fill=colour)

    def wall(self, outline: Points, hole: Points, colour: str) -> None:
        """A flat polygon with one opening."""
        mask = Image.new("L", self.size, 0)
        pen = ImageDraw.Draw(mask)
        pen.polygon(self.scaled(outline), fill=255)
        pen.polygon(self.scaled(hole), fill=0)
        self.image.paste(colour, (0, 0), mask)

    def screen(self, hole: Points, colour: str) -> None:
        """The whole sheet but for one opening, whose outline starts and ends at its foot (as `arch` draws it)."""
        width, height = self.sheet
        top = min(range(len(hole)), key=lambda place: hole[place][1])
        (x, y), (left, _), (right, foot) = hole[top], hole[-1], hole[0]
        self.shape([*hole[: top + 1], (x, min(0, y)), (width, min(0, y)), (width, height), (right, height)], colour)
        self.shape([(left, height), (0, height), (0, min(0, y)), (x, min(0, y)), *hole[top:]], colour)
        self.box(left, foot, right - left, height - foot, colour)

    def box(self, x: float, y: float, width: float, height: float, colour: str, radius: float = 0) -> None:
        """A flat rectangle from its upper left corner, with round corners if a radius is given."""
        (left, top), (right, bottom) = self.scaled([(x, y), (x + width, y + height)])
        if right - left >= 1 and bottom - top >= 1:
            self.pen.rounded_rectangle((left, top, right - 1, bottom - 1), radius * self.factor, fill=colour)

    def disc(self, x: float, y: float, radius: float, colour: str, flat: float = 1) -> None:
        """A circle, or an ellipse whose height is `flat` times its width."""
        (left, top), (right, bottom) = self.scaled([(x - radius, y - radius * flat), (x + radius, y + radius * flat)])
        self.pen.ellipse((left, top, right, bottom), fill=colour)

    def ball(
        self,
        x: float,
        y: float,
        radius: float,
        colour: str,
        shade: str,
        towards: str = "down",
        tones: tuple[float, float] = (0, 0.7),
    ) -> None:
        """A disc with stippled shade: a sun, a moon, a fruit."""
        self.disc(x, y, radius, colour)
        ring = [
            (x + radius * math.cos(turn / 40 * math.tau), y + radius * math.sin(turn / 40 * math.tau))
            for turn in range(40)
        ]
        self.shade(ring, shade, towards, tones)

    def line(self, points: Points, colour: str, width: float) -> None:
        """A stroke with round joints."""
        self.pen.line(self.scaled(points), fill=colour, width=max(1, round(width * self.factor)), joint="curve")

    def shade(
        self,
        points: Points,
        colour: str,
        towards: str = "down",
        tones: tuple[float, float] = (0, 0.7),
        holes: Iterable[Points] = (),
    ) -> None:
        """Stipple ink over a polygon, from the first tone to the second in the direction named; holes stay clear."""
        pixels = self.scaled(points)
        left, top = (max(0, math.floor(min(p[axis] for p in pixels))) for axis in (0, 1))
        right, bottom = (min(self.size[axis], math.ceil(max(p[axis] for p in pixels))) for axis in (0, 1))
        if right - left < 2 or bottom - top < 2:
            return
        size = (right - left, bottom - top)
        mask = Image.new("L", size, 0)
        pen = ImageDraw.Draw(mask)
        pen.polygon([(x - left, y - top) for x, y in pixels], fill=255)
        for hole in holes:
            pen.polygon([(x - left, y - top) for x, y in self.scaled(hole)], fill=0)
        self._stipple(mask, (left, top), _gradient(size, towards, tones), colour)

    def glow(self, x: float, y: float, radius: float, colour: str, strength: float = 0.8, flat: float = 1) -> None:
        """Stippled light that thins out from its centre."""
        (left, top), (right, bottom) = self.scaled([(x - radius, y - radius * flat), (x + radius, y + radius * flat)])
        left, top, right, bottom = round(left), round(top), round(right), round(bottom)
        if right < 2 or bottom < 2 or left > self.size[0] - 2 or top > self.size[1] - 2:
            return
        tone = Image.radial_gradient("L").point([round((255 - v) * strength) for v in range(256)])
        tone = tone.resize((right - left, bottom - top), Image.Resampling.BILINEAR)
        corner = (max(0, left), max(0, top))
        tone = tone.crop(
            (corner[0] - left, corner[1] - top, min(self.size[0], right) - left, min(self.size[1], bottom) - top)
        )
        self._stipple(Image.new("L", tone.size, 255), corner, tone, colour)

    def tint(self, points: Points, colour: str, strength: float) -> None:
        """A transparent flat wash over a polygon."""
        self.shade(points, colour, tones=(strength, strength))

    def _stipple(self, mask: Image.Image, corner: tuple[int, int], tone: Image.Image, colour: str) -> None:
        """Print the colour wherever the tone is stronger than the dust of the paper."""
        dust = self.dust.crop((*corner, corner[0] + mask.width, corner[1] + mask.height))
        hard = ImageChops.subtract(tone, dust).point(HARD)
        self.image.paste(
            colour, (*corner, corner[0] + mask.width, corner[1] + mask.height), ImageChops.multiply(hard, mask)
        )

    def pull(self, size: tuple[int, int]) -> Image.Image:
        """The finished sheet: reduced, cut to size from its middle, with the grain of paper."""
        image = self.image.reduce(SUPERSAMPLE)
        left, top = (image.width - size[0]) // 2, (image.height - size[1]) // 2
        image = image.crop((left, top, left + size[0], top + size[1]))
        dust = Image.frombytes("L", size, self.rng.randbytes(size[0] * size[1])).filter(ImageFilter.BoxBlur(0.6))
        grain = dust.point([round(118 + v * 20 / 255) for v in range(256)])
        return ImageChops.add(image, Image.merge("RGB", (grain, grain, grain)), 1, -128)


def _gradient(size: tuple[int, int], towards: str, tones: tuple[float, float]) -> Image.Image:
    """A linear ramp between two tones (0 to 1)."""
    first, last = tones
    if first == last:
        return Image.new("L", size, round(first * 255))
    ramp = Image.linear_gradient("L").resize((1, 256)).point(_ramp(round(first * 100), round(last * 100)))
    turned = {
        "down": ramp,
        "up": ramp.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
        "end": ramp.transpose(Image.Transpose.ROTATE_90),
        "start": ramp.transpose(Image.Transpose.ROTATE_270),
    }[towards]
    return turned.resize(size, Image.Resampling.BILINEAR)


@cache
def _ramp(first: int, last: int) -> list[int]:
    """A lookup table between two tones given in hundredths."""
    return [round(2.55 * (first + (last - first) * v / 255)) for v in range(256)]


def rect(x: float, y: float, width: float, height: float) -> list[Point]:
    """The corners of a rectangle."""
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def arch(x: float, base: float, width: float, height: float, steps: int = 14) -> list[Point]:
    """A pointed Damascene arch standing on `base`, centred on `x`: straight jambs, then two arcs that meet."""
    radius, half = width * 0.62, width / 2
    reach = radius - half
    spring = base - height + math.sqrt(radius * radius - reach * reach)
    end = math.acos(reach / radius)
    right = [
        (x - reach + radius * math.cos(end * i / steps), spring - radius * math.sin(end * i / steps))
        for i in range(steps + 1)
    ]
    left = [(2 * x - px, py) for px, py in reversed(right)]
    return [(x + half, base), *right, *left, (x - half, base)]


def dome(x: float, base: float, radius: float, rise: float = 1, steps: int = 24) -> list[Point]:
    """Half an ellipse with a slight point."""
    return [
        (x + radius * math.cos(math.pi * i / steps), base - rise * radius * math.sin(math.pi * i / steps) ** 0.82)
        for i in range(steps + 1)
    ]


def smooth(points: Points, steps: int = 12) -> list[Point]:
    """A Catmull-Rom curve through the points."""
    padded = [points[0], *points, points[-1]]
    curve: list[Point] = []
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for i in range(steps):
            t = i / steps
            curve.append(
                tuple(  # type: ignore[arg-type]
                    0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)
                    for a, b, c, d in zip(p0, p1, p2, p3, strict=True)
                )
            )
    return [*curve, points[-1]]


def ridge(rng: Random, start: Point, end: Point, height: float, rough: float = 0.55, depth: int = 7) -> list[Point]:
    """A broken line between two points by midpoint displacement: hills, mountains, coasts."""
    line = [start, end]
    for _ in range(depth):
        finer: list[Point] = []
        for (x1, y1), (x2, y2) in pairwise(line):
            finer += [(x1, y1), ((x1 + x2) / 2, (y1 + y2) / 2 + rng.uniform(-height, height))]
        line = [*finer, line[-1]]
        height *= rough
    return line
