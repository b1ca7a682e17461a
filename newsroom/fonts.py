"""The reader's three font files: found, subset, renamed and described in one stylesheet.

Pure Python over fontTools, without Django: the command ``build_fonts`` only passes the folders in.
"""

import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont, TTLibError
from fontTools.varLib import instancer

NASKH, SANS = "Shubbak Naskh", "Shubbak Sans"
FEATURES = ["init", "medi", "fina", "isol", "rlig", "calt", "ccmp", "mark", "mkmk", "kern", "liga", "locl", "curs"]

# Arabic punctuation, digits and marks, the letters of Arabic, Persian, Urdu and Sorani names; no presentation forms.
ARABIC = (
    "،؛؟ـ٪٫٬٠١٢٣٤٥٦٧٨٩"
    "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"
    "ٱٹپچڈڑژڤکگڕڵںھہۆیێەے"
    "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0653\u0654\u0655\u0670"
)
PUNCTUATION = "\u00a0§©«»°·×–—‘’“”•…‹›−←→↩\u200c\u200d\u200e\u200f"
CHARACTERS = frozenset(map(ord, ARABIC + PUNCTUATION)) | frozenset(range(0x20, 0x7F))
# What a page cannot do without; the rest is taken where the font has it.
REQUIRED = frozenset(map(ord, "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي،؛؟«»0123456789"))

# Name records that must travel with a modified font: copyright, trademark, licence, its address.
KEPT_NAMES = (0, 7, 13, 14)


@dataclass(frozen=True)
class Face:
    """One font file of the house and where its letters come from."""

    family: str
    weight: int
    source: str
    style: str
    output: str

    @property
    def stems(self) -> frozenset[str]:
        """File names (lower case, letters and digits only) under which packages ship this face."""
        base = _plain(self.source)
        names = {base + _plain(self.style), f"{base}{self.weight}{_plain(self.style)}", base + "vf", base + "wght"}
        return frozenset(names | ({base} if self.weight == 400 else set()))


FACES = (
    Face(NASKH, 400, "Noto Naskh Arabic", "Regular", "shubbak-naskh-400.woff2"),
    Face(SANS, 400, "IBM Plex Sans Arabic", "Regular", "shubbak-sans-400.woff2"),
    Face(SANS, 600, "IBM Plex Sans Arabic", "SemiBold", "shubbak-sans-600.woff2"),
)


def _plain(name: str) -> str:
    """Strip a font's name down to what all spellings of it share."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def system_folders() -> list[Path]:
    """Return the folders in which Linux and macOS keep fonts."""
    home = Path.home()
    usual = [
        home / ".local/share/fonts",
        home / ".fonts",
        home / "Library/Fonts",
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
        Path("/Library/Fonts"),
    ]
    return [folder for folder in usual if folder.is_dir()]


def _fontconfig_files() -> list[Path]:
    """Ask fontconfig, which also knows the folders a machine added by itself."""
    try:
        answer = subprocess.run(
            ["fc-list", ":lang=ar", "file"], capture_output=True, text=True, check=True, timeout=20
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return []
    return sorted(Path(line.rstrip(": ")) for line in answer.splitlines() if line.strip())


def _font_files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(path for path in folder.rglob("*") if path.suffix.lower() in {".ttf", ".otf"})


def find_sources(packages: Path, system: Iterable[Path] | None = None) -> dict[Face, Path]:
    """Return the full font file of every face that can be found: npm's packages first, then the system's."""
    sources: dict[Face, Path] = {}
    _match(_font_files([packages / "@expo-google-fonts"]), sources)
    if len(sources) < len(FACES):
        _match(_font_files(system_folders() if system is None else system), sources)
    if len(sources) < len(FACES) and system is None:
        _match(_fontconfig_files(), sources)
    return sources


def _match(files: Iterable[Path], sources: dict[Face, Path]) -> None:
    """Fill in the faces that are still missing, by file name."""
    for path in files:
        stem = _plain(path.stem)
        for face in FACES:
            if face not in sources and stem in face.stems and _is_complete(path):
                sources[face] = path


def _is_complete(path: Path) -> bool:
    """Refuse a damaged file, and one that was itself cut down to another alphabet."""
    try:
        with TTFont(path, lazy=True) as font:
            return REQUIRED.issubset(font.getBestCmap())
    except (TTLibError, OSError):
        return False


def _rename(font: TTFont, face: Face) -> None:
    """Give the subset the house's name: a font with a Reserved Font Name may not keep it once changed."""
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in KEPT_NAMES]
    style = "Regular" if face.weight == 400 else face.style
    postscript = f"{face.family.replace(' ', '')}-{style}"
    family = face.family if face.weight == 400 else f"{face.family} {style}"
    texts = {1: family, 2: "Regular", 3: postscript, 4: f"{face.family} {style}", 6: postscript}
    if face.weight != 400:
        texts |= {16: face.family, 17: style}
    for number, text in texts.items():
        names.setName(text, number, 3, 1, 0x409)
    if "CFF " in font:
        font["CFF "].cff.fontNames[0] = postscript
        top = font["CFF "].cff.topDictIndex[0]
        top.FamilyName, top.FullName = face.family, f"{face.family} {style}"


def build_face(face: Face, source: Path, target: Path) -> int:
    """Write one subset woff2 and return its size in bytes."""
    options = subset.Options()
    options.layout_features = FEATURES
    options.flavor = "woff2"
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = list(KEPT_NAMES)
    options.name_languages = ["*"]
    options.drop_tables += ["DSIG", "MVAR", "STAT", "meta"]
    font = subset.load_font(str(source), options)
    if "fvar" in font:
        font = instancer.instantiateVariableFont(font, {"wght": face.weight}, inplace=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    _rename(font, face)
    target.parent.mkdir(parents=True, exist_ok=True)
    subset.save_font(font, str(target), options)
    return target.stat().st_size


@dataclass(frozen=True)
class Fallback:
    """Fonts a reader may already have, and how wide they set the house's Arabic (em a letter; None: never measured)."""

    weight: int
    names: tuple[str, ...]
    width: float | None


# Widths are means over 1,400 shaped letters of an edition. Of two faces with one name browsers try the later first.
OWN_WIDTHS = {(NASKH, 400): 0.3746, (SANS, 400): 0.3821, (SANS, 600): 0.4014}
FALLBACKS = {
    NASKH: (
        Fallback(400, ("Geeza Pro", "GeezaPro", "Arial", "Tahoma"), None),
        Fallback(400, ("DejaVu Sans", "DejaVuSans"), 0.4430),
        Fallback(400, ("Noto Naskh Arabic", "NotoNaskhArabic-Regular", "Noto Naskh Arabic UI"), 0.3746),
    ),
    SANS: (
        Fallback(400, ("Geeza Pro", "GeezaPro", "Segoe UI", "Tahoma", "Arial"), None),
        Fallback(600, ("Geeza Pro Bold", "GeezaPro-Bold", "Segoe UI Bold", "Tahoma Bold", "Arial Bold"), None),
        Fallback(400, ("DejaVu Sans", "DejaVuSans"), 0.4430),
        Fallback(600, ("DejaVu Sans Bold", "DejaVuSans-Bold"), 0.5288),
        Fallback(400, ("IBM Plex Sans Arabic", "IBMPlexSansArabic"), 0.3821),
        Fallback(600, ("IBM Plex Sans Arabic SemiBold", "IBMPlexSansArabic-SemiBold"), 0.4014),
    ),
}


def _percent(value: float) -> str:
    return f"{value * 100:.2f}".rstrip("0").rstrip(".") + "%"


def _face_rule(face: Face) -> str:
    return (
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; font-display: swap; '
        f'src: url("../fonts/{face.output}") format("woff2"); }}'
    )


def _local_rule(face: Face) -> str:
    """Name the reader's own copy of a face whose file could not be made."""
    style = "" if face.weight == 400 else f" {face.style}"
    source = f'local("{face.source}{style}")'
    return f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; src: {source}; }}'


def _fallback_rule(family: str, fallback: Fallback, metrics: tuple[float, float, float]) -> str:
    """Describe a reader's font with the vertical metrics, and where measured the width, of ours."""
    scale = OWN_WIDTHS[family, fallback.weight] / fallback.width if fallback.width else 1.0
    ascent, descent, gap = (_percent(value / scale) for value in metrics)
    sources = ", ".join(f'local("{name}")' for name in fallback.names)
    return (
        f'@font-face {{ font-family: "{family} Fallback"; font-weight: {fallback.weight}; src: {sources}; '
        f"size-adjust: {_percent(scale)}; ascent-override: {ascent}; descent-override: {descent}; "
        f"line-gap-override: {gap}; }}"
    )


def line_metrics(path: Path) -> tuple[float, float, float]:
    """Return ascent, descent and line gap of a font in em."""
    with TTFont(path) as font:
        unit, lines = font["head"].unitsPerEm, font["hhea"]
        return lines.ascent / unit, -lines.descent / unit, lines.lineGap / unit


def stylesheet(made: dict[Face, Path]) -> str:
    """Return fonts.css for the faces that were made; the others are left to the reader's own fonts."""
    rules = [_face_rule(face) if face in made else _local_rule(face) for face in FACES]
    for family, fallbacks in FALLBACKS.items():
        regular = next((path for face, path in made.items() if (face.family, face.weight) == (family, 400)), None)
        if regular is not None:
            rules += [_fallback_rule(family, fallback, line_metrics(regular)) for fallback in fallbacks]
    return "/* Made by build_fonts. */\n" + "\n".join(rules) + "\n"


def build(packages: Path, assets: Path, system: Iterable[Path] | None = None) -> dict[Face, int]:
    """Make every face that can be made below ``assets`` and return their sizes; without any, leave no stylesheet."""
    made: dict[Face, Path] = {}
    for face, source in find_sources(packages, system).items():
        target = assets / "fonts" / face.output
        build_face(face, source, target)
        made[face] = target
    css = assets / "css" / "fonts.css"
    if made:
        css.parent.mkdir(parents=True, exist_ok=True)
        css.write_text(stylesheet(made), encoding="utf-8")
    else:
        css.unlink(missing_ok=True)
    return {face: path.stat().st_size for face, path in made.items()}
