"""The demo newsroom's pictures, drawn by program: no photograph, no asset, no text; the same picture every time."""

from collections.abc import Callable

from PIL import Image

from .press import PAPER, Press
from .scenes_city import market_arches, old_city_night
from .scenes_land import mountain_pass, river_bridges, steppe_railway
from .scenes_sea import arctic_channel, container_strait, harbour_dusk
from .windows import branch_window, depth_window, horizon_window, market_window

SCENES: dict[str, Callable[[Press], None]] = {
    "steppe-railway": steppe_railway,
    "container-strait": container_strait,
    "harbour-dusk": harbour_dusk,
    "river-bridges": river_bridges,
    "arctic-channel": arctic_channel,
    "mountain-pass": mountain_pass,
    "market-arches": market_arches,
    "old-city-night": old_city_night,
}
PORTRAITS: dict[str, Callable[[Press], None]] = {
    "malek": depth_window,
    "layan": market_window,
    "yaman": horizon_window,
    "nawwar": branch_window,
}
LANDSCAPE, SQUARE = (1600, 900), (800, 800)


def draw(name: str, size: tuple[int, int] = LANDSCAPE) -> Image.Image:
    """The picture of that name (a key of facts.PHOTOS); what does not fit the size is cut evenly from its edges."""
    return _printed(name, SCENES[name], LANDSCAPE, size)


def draw_portrait(key: str, size: tuple[int, int] = SQUARE) -> Image.Image:
    """The window that stands for an author (a key of facts.AUTHORS)."""
    return _printed(key, PORTRAITS[key], SQUARE, size)


def _printed(name: str, scene: Callable[[Press], None], sheet: tuple[int, int], size: tuple[int, int]) -> Image.Image:
    """Set up a sheet, let the scene draw on it, and pull the print."""
    press = Press(name, PAPER, sheet, max(size[0] / sheet[0], size[1] / sheet[1]))
    scene(press)
    return press.pull(size)
