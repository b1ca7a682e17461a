"""The demo newsroom's pictures, drawn by program: no photograph, no asset, no text; the same picture every time."""

from collections.abc import Callable

from PIL import Image

from .press import PAPER, Press
from .scenes_city import market_arches, old_city_night
from .scenes_land import mountain_pass, river_bridges, steppe_railway
from .scenes_sea import arctic_channel, container_strait, harbour_dusk

SCENES: dict[str, Callable[[Press], None]] = {
    "harbour-dusk": harbour_dusk,
    "container-strait": container_strait,
    "arctic-channel": arctic_channel,
    "mountain-pass": mountain_pass,
    "river-bridges": river_bridges,
    "steppe-railway": steppe_railway,
    "market-arches": market_arches,
    "old-city-night": old_city_night,
}
SHEET = (1600, 900)


def draw(name: str, size: tuple[int, int] = SHEET) -> Image.Image:
    """The picture of that name, filling the size wanted (what does not fit is cut evenly from its edges)."""
    press = Press(name, PAPER, SHEET, max(size[0] / SHEET[0], size[1] / SHEET[1]))
    SCENES[name](press)
    return press.pull(size)
