"""The one file: templates filled, style sheet and policy inside; its bytes depend on the document alone."""

from __future__ import annotations

from base64 import b64encode
from functools import partial
from hashlib import sha256
from pathlib import Path

from kakehashi.api import Document, Language, Progress, text
from kakehashi_html.look import css_string, framed, look_of
from kakehashi_html.names import pieces
from kakehashi_html.pages import Reading
from kakehashi_html.sheets import laid_out
from kakehashi_html.templating import Templates

_UNWRITABLE = {0: "\ufffd"}


def export(document: Document, folder: str, target: Path, progress: Progress) -> None:
    """Write the document; templates of `folder` count before ours. Stops between chapters when cancelled."""
    reading = Reading(document)
    page = reading.page()
    templates = Templates(folder)
    templates.names(page=page, say=partial(_say, page.language), pieces=pieces)
    steps = len(document.chapters) + 2
    appendix = reading.appendix()
    chapters, sheets = laid_out([reading.chapter(n) for n in range(len(document.chapters))], appendix)
    parts: list[str] = []
    for n, chapter in enumerate(chapters):
        if progress.cancelled:
            return
        progress(n, steps, chapter.title)
        parts.append(templates.render("chapter.html", chapter=chapter))
    progress(steps - 2, steps)
    look = look_of(document.language, chapters, appendix)
    style = templates.render(
        "style.css", look=look, css_string=css_string, framed=partial(framed, language=document.language)
    )
    whole = templates.render(
        "document.html",
        style=style,
        policy=policy(style),
        chapters=parts,
        appendix=tuple(zip(appendix, sheets, strict=True)),
        first_sheet=chapters[0].sheet if chapters else "",
    )
    if progress.cancelled:
        return
    progress(steps - 1, steps)
    target.write_bytes(encoded(whole))
    progress(steps, steps)


def _say(language: Language, message: str, **values: object) -> str:
    return text(message, language, **values)


def policy(style: str) -> str:
    """Nothing may be loaded or run; only this style sheet and pictures and fonts within the file count."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    rules = (
        "default-src 'none'",
        f"style-src 'sha256-{digest}'",
        "img-src data:",
        "font-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return "; ".join(rules)


def encoded(markup: str) -> bytes:
    """As UTF-8. A carriage return survives only as a reference; what can't be written is replaced."""
    markup = markup.replace("\r", "&#13;").translate(_UNWRITABLE)
    return markup.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
