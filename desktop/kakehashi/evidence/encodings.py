"""Which encoding a text file has, decided by strict decoding of the whole file.

BOM first, then UTF-16 by where its zero bytes stand, then UTF-8, then CP932 against EUC-JP by how Japanese
the result looks, and Windows-1252 when none of them fits and the bytes look like letters of the West: that
is shown. Never `shift_jis`: it knows neither ① nor ㈱.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import msgspec

from kakehashi.evidence.read_as import Rule
from kakehashi.words import Message, PlanError

BLOCK = 1 << 20
WESTERN = "cp1252"
SHOWN_LINES = 5
ENOUGH = 4
"""Blocks that tell CP932 from EUC-JP, both having decoded the whole file, and UTF-8 that the engine reads."""

_SIGNATURES = (
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"SQLite format 3\0", "database"),
    (b"PAR1", "database"),
)
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_WEB_PAGE = re.compile(rb"\s*<(!doctype html|html|table|\?xml)", re.IGNORECASE)

UTF8 = ("utf-8", "utf-8-sig")
AS_ASCII = ("cp932", "euc_jp", WESTERN)
"""Encodings in which the bytes of quotes and line ends stand for nothing else."""

_LAST = "cp932"
"""The encoding that is tried last, which most Japanese files have: it is then recoded already."""

_JAPANESE = re.compile("[\u3040-\u30ff\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]")
_ODD = re.compile("[\uff61-\uff9f\u0080-\u009f\ue000-\uf8ff]")
# A lone foreign letter after a small Latin one: 'café' of another code page, read as half a kanji.
_LONE = re.compile("(?<=[a-z])[^\x00-\x7f](?![^\x00-\x7f])")
_RUNS = re.compile("[^\x00-\x7f]+")


class BadBytes(PlanError):
    """Bytes that the encoding doesn't know; `lines` are the first lines that hold some, `count` all."""

    def __init__(self, name: str, encoding: str, lines: tuple[int, ...], count: int) -> None:
        self.lines = lines
        shown = ", ".join(str(line) for line in lines) + (" …" if count > len(lines) else "")
        super().__init__("error.evidence.bad_bytes", name=name, encoding=encoding, lines=shown, count=count)


class FileLook(msgspec.Struct, frozen=True):
    """What the bytes of a text file say: its encoding (a Python codec), its hash, its size in bytes.

    `guessed`: no encoding that proves itself fits, this one is taken because it nearly always does. `quotes`
    and `returns` count the bytes that are " and carriage returns.
    """

    encoding: str
    sha256: str
    size: int
    guessed: bool = False
    quotes: int = 0
    returns: int = 0


def look_at(path: Path, encoding: str | None = None, recoded: Path | None = None) -> FileLook:
    """Read all bytes once: refuse what is no text, find (or verify the given) encoding.

    With `recoded`, a file of one of `AS_ASCII` is put there in UTF-8 at the same time, and of one in UTF-8
    only the beginning is verified: the engine, which is to read it, refuses bad bytes itself. OSError then
    comes as it is.

    Raises PlanError: missing, unreadable, a folder, empty, a workbook or another binary file, NUL
    characters, bad bytes (named by line).
    """
    name = path.name
    try:
        with path.open("rb") as file:
            start = file.read(4096)
        _refuse_binary(path, start)
        bom = next((codec for mark, codec in _BOMS if start.startswith(mark)), None)
        wide = None if bom or encoding else _wide(start)
        utf16 = (bom or wide or encoding or "").lower().replace("_", "-").startswith("utf-16")
        with ThreadPoolExecutor(1) as other_core:
            sha256 = other_core.submit(_sha256, path)
            size, quotes, returns = _counted(path, wide=utf16)
            told = _codec(encoding, name, bom) if encoding is not None else bom or wide
            if told and not _decodes(path, told, recoded):
                raise _bad_bytes(path, told)
            found = told or _found(path, recoded)
            if recoded is not None and not told and found in AS_ASCII and found != _LAST:
                _decodes(path, found, recoded)
            guessed = not told and found == WESTERN
            return FileLook(found, sha256.result(), size, guessed, quotes, returns)
    except OSError as error:
        if recoded is not None:
            raise
        raise unreadable(path, error) from error


def _wide(start: bytes) -> str | None:
    """UTF-16 without a mark: line feeds, commas and tabs are pairs of bytes, one of them zero."""
    if b"\0" not in start:
        return None
    for codec, low in (("utf-16-le", 0), ("utf-16-be", 1)):
        marks = [
            at for at, byte in enumerate(start[: len(start) // 2 * 2]) if byte in b"\n,\t;" and at % 2 == low
        ]
        zeros = sum(start[at ^ 1] == 0 for at in marks)
        there, here = start[1 - low :: 2].count(0), start[low::2].count(0)
        if zeros > 1 and zeros * 2 > len(marks) and there > 3 * here and there * 100 >= len(start):
            return codec
    return None


def encoding_rule(look: FileLook) -> Rule:
    """What is shown of the encoding."""
    name = "evidence.rule.western" if look.guessed else "evidence.rule.encoding"
    return Rule("encoding", look.encoding, Message(name, {"encoding": shown_encoding(look.encoding)}))


def shown_encoding(encoding: str) -> str:
    """The name that people know an encoding by."""
    return _SHOWN.get(encoding, encoding)


_SHOWN = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 (BOM)",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp932": "CP932 (Shift_JIS)",
    "euc_jp": "EUC-JP",
    "cp1252": "Windows-1252",
}


def unreadable(path: Path, error: OSError) -> PlanError:
    """The sentence for a file that the system does not give us."""
    if isinstance(error, FileNotFoundError):
        return PlanError("error.evidence.not_found", name=str(path))
    if isinstance(error, IsADirectoryError):
        return PlanError("error.evidence.is_folder", name=str(path))
    return PlanError("error.evidence.unreadable", name=str(path))


_REFUSED = {
    "workbook": "error.evidence.workbook",
    "locked_workbook": "error.evidence.locked_workbook",
    "web_page": "error.evidence.web_page",
}


def _refuse_binary(path: Path, start: bytes) -> None:
    kind = next((kind for mark, kind in _SIGNATURES if start.startswith(mark)), None)
    if kind == "zip":
        kind = "workbook" if b"xl/" in start or _zip_names(path, "xl/", "content.xml") else "archive"
    elif kind == "ole":
        kind = "locked_workbook" if _holds(path, "EncryptedPackage".encode("utf-16-le")) else "workbook"
    elif kind is None and _WEB_PAGE.match(start):
        kind = "web_page"
    if kind is not None:
        raise PlanError(_REFUSED.get(kind, "error.evidence.binary"), name=path.name)


def _zip_names(path: Path, *wanted: str) -> bool:
    import zipfile

    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.startswith(wanted) for name in archive.namelist())
    except zipfile.BadZipFile:
        return False


def _holds(path: Path, mark: bytes) -> bool:
    with path.open("rb") as file:
        before = b""
        while block := file.read(BLOCK):
            if mark in before + block:
                return True
            before = block[-len(mark) :]
    return False


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _counted(path: Path, *, wide: bool) -> tuple[int, int, int]:
    """Size, quotes and carriage returns; one with NUL bytes is refused unless `wide`, and one of blanks."""
    size = quotes = returns = 0
    blank = True
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            if not wide and (at := block.find(b"\0")) >= 0:
                raise PlanError("error.evidence.nul", name=path.name, row=_line_of(path, size + at))
            size += len(block)
            quotes += block.count(b'"')
            returns += block.count(b"\r")
            blank = blank and not block.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe")
    if blank:
        raise PlanError("error.evidence.empty", name=path.name)
    return size, quotes, returns


def _line_of(path: Path, place: int) -> int:
    """The number of the line that holds the byte at this place."""
    with path.open("rb") as file:
        lines = 1
        while place > 0:
            block = file.read(min(BLOCK, place))
            lines += block.count(b"\n")
            place -= len(block)
    return lines


def _codec(encoding: str, name: str, bom: str | None) -> str:
    try:
        plain = codecs.lookup(encoding).name
    except LookupError:
        raise PlanError("error.evidence.no_such_encoding", name=name, encoding=encoding) from None
    if plain in ("shift_jis", "shift_jisx0213", "shift_jis_2004"):
        return "cp932"
    return "utf-8-sig" if plain == "utf-8" and bom == "utf-8-sig" else plain


def _blocks(path: Path, encoding: str) -> Iterator[str]:
    """The file decoded strictly, in pieces; raises UnicodeDecodeError (its position is within a piece)."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield decoder.decode(block)
    yield decoder.decode(b"", final=True)


def _decodes(path: Path, encoding: str, recoded: Path | None = None) -> bool:
    pieces = _blocks(path, encoding)
    try:
        if recoded is not None and encoding in UTF8:
            for _ in islice(pieces, ENOUGH + 1):
                pass
        elif recoded is not None and encoding in AS_ASCII:
            with recoded.open("wb") as file:
                file.writelines(piece.encode() for piece in pieces)
        else:
            for _ in pieces:
                pass
    except UnicodeDecodeError:
        return False
    return True


def _found(path: Path, recoded: Path | None) -> str:
    """UTF-8, CP932 or EUC-JP; BadBytes in the one with the fewest bad lines otherwise."""
    if _decodes(path, "utf-8", recoded):
        return "utf-8"
    fits = [encoding for encoding in ("euc_jp", _LAST) if _decodes(path, encoding, recoded)]
    scored = [(score, encoding) for encoding in fits if (score := _likeness(path, encoding)) > 0]
    if scored:
        return max(scored)[1]
    if _looks_western(path):
        return WESTERN
    errors = [_bad_bytes(path, encoding) for encoding in ("utf-8", "cp932") if encoding not in fits]
    raise min(errors, key=lambda error: error.message.values["count"])


_UTF8_PAIRS = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
_HIGH = re.compile(rb"[\x80-\xff]+")


def _looks_western(path: Path) -> bool:
    """Whether the bytes above ASCII are single letters between others, never a character of UTF-8.

    A Japanese file with a damaged byte has long runs of them, or many below 0xA0.
    """
    runs = high = low = 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            if (
                b"\x81" in block
                or b"\x8d" in block
                or b"\x8f" in block
                or b"\x90" in block
                or b"\x9d" in block
            ):
                return False
            found = _HIGH.findall(block)
            if any(_UTF8_PAIRS.search(run) for run in found):
                return False
            runs += len(found)
            high += sum(map(len, found))
            low += sum(byte < 0xA0 for run in found for byte in run)
    return high <= 2 * runs and low * 3 <= high


def _likeness(path: Path, encoding: str) -> int:
    """How Japanese the beginning looks: positive when it does, 0 or less when it is something else."""
    score = lone = runs = 0
    for piece in islice(_blocks(path, encoding), ENOUGH):
        score += len(_JAPANESE.findall(piece)) - 2 * len(_ODD.findall(piece))
        lone += len(_LONE.findall(piece))
        runs += len(_RUNS.findall(piece))
    if lone * 2 > runs:
        return 0
    return score if score > 0 else int(encoding == "cp932" and _half_width(path))


def _half_width(path: Path) -> bool:
    """Half-width katakana alone is Japanese too, when its runs are words and not single signs."""
    long = short = 0
    for piece in islice(_blocks(path, "cp932"), ENOUGH):
        for run in _RUNS.findall(piece):
            if len(run) >= 3 and all("\uff61" <= sign <= "\uff9f" for sign in run):
                long += 1
            else:
                short += 1
    return long > short


def _bad_bytes(path: Path, encoding: str) -> BadBytes:
    """The lines that hold bytes which the encoding doesn't know."""
    bad: list[int] = []
    count = 0
    if encoding.startswith("utf-16"):
        lines = 1
        try:
            for piece in _blocks(path, encoding):
                lines += piece.count("\n")
        except UnicodeDecodeError:
            bad, count = [lines], 1
        return BadBytes(path.name, "UTF-16", tuple(bad), count)
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode(encoding)
            except UnicodeDecodeError:
                count += 1
                if len(bad) < SHOWN_LINES:
                    bad.append(number)
    shown = "UTF-8" if encoding == "utf-8-sig" else shown_encoding(encoding)
    return BadBytes(path.name, shown, tuple(bad), count)
