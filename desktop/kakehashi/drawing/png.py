"""A picture as PNG, drawn from its SVG by resvg, without Qt."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from kakehashi.drawing import tokens
from kakehashi.words import language_tag

_LINUX = (
    "noto/NotoSans-Regular.ttf",
    "noto/NotoSans-Bold.ttf",
    "noto/NotoSansCJK-Regular.ttc",
    "noto/NotoSansCJK-Bold.ttc",
    "noto/NotoColorEmoji.ttf",
)
_LINUX_FOLDERS = (
    "/usr/share/fonts/opentype",
    "/usr/share/fonts/truetype",
    "/usr/share/fonts/google-noto-sans-cjk-vf-fonts",
    "/usr/share/fonts/google-noto-cjk",
    "/usr/share/fonts/noto-cjk",
    "/usr/share/fonts/noto",
    "/usr/share/fonts/google-noto",
    "/usr/share/fonts",
    "/usr/local/share/fonts",
)
_WINDOWS = (
    "segoeui.ttf",
    "segoeuib.ttf",
    "YuGothR.ttc",
    "YuGothM.ttc",
    "YuGothB.ttc",
    "msjh.ttc",
    "msjhbd.ttc",
    "seguisym.ttf",
    "seguiemj.ttf",
)
_MACOS = (
    "HelveticaNeue.ttc",
    "ヒラギノ角ゴシック W3.ttc",
    "ヒラギノ角ゴシック W6.ttc",
    "ヒラギノ角ゴシック W7.ttc",
    "PingFang.ttc",
    "Apple Color Emoji.ttc",
)
_JAPANESE = ("NotoSansCJK", "YuGoth", "ヒラギノ")


def png(svg_text: str, scale: float, language: str) -> bytes:
    """The SVG (of `svg.svg`, standalone) as PNG, `scale` device px per px.

    Font files are given by name, because a scan of all fonts costs up to seconds per picture. Where none of
    the usual ones exists the system's fonts are loaded instead and the renderer takes what it finds.
    """
    import resvg_py

    files = font_files()
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg_text,
            zoom=scale,
            dpi=96,
            languages=[language_tag(language)],
            skip_system_fonts=bool(files),
            font_files=list(files) or None,
            sans_serif_family=tokens.families(language)[-1],
        )
    )


@cache
def font_files() -> tuple[str, ...]:
    """Files of the families of `tokens.FAMILIES` on this computer; () when none is where it usually is."""
    if sys.platform == "win32":
        return _existing(Path("C:/Windows/Fonts") / name for name in _WINDOWS)
    if sys.platform == "darwin":
        folders = (Path("/System/Library/Fonts"), Path("/Library/Fonts"))
        return _existing(folder / name for folder in folders for name in _MACOS)
    names = [part for name in _LINUX for part in (name, name.partition("/")[2])]
    return _existing(Path(folder) / name for name in names for folder in _LINUX_FOLDERS)


def _existing(paths: Iterable[Path]) -> tuple[str, ...]:
    """The first file of each name; none at all when Japanese could not be written with them."""
    found: dict[str, str] = {}
    for path in paths:
        if path.name not in found and path.is_file():
            found[path.name] = str(path)
    return tuple(found.values()) if any(name.startswith(_JAPANESE) for name in found) else ()
