"""Makes dirty CRM exports for the tests, and knows what a right import of them gives."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

HEADER = ("Deal ID", "Deal Name", "Stage", "Amount", "Create Date", "Close Date", "Lead Source", "Remark")
STAGES = {
    "Closed Won": "won",
    "Closed Lost": "lost",
    "Negotiation": "open",
    "Prospecting": "open",
    "": "open",
}
AMOUNTS = {"1200": "1200", "1,200": "1200", "¥3,400": "3400", "(50)": "-50", "12.5": "12.5", "": None}
BAD_AMOUNTS = ("abc", "12%", "1-2")
DATES = ("2026-04-01", "2026/4/2", "2026年4月3日", "令和8年4月4日", "")
BAD_DATES = ("2026-02-30", "tomorrow", "13/13/2026")

_ids = st.integers(1, 40).map(lambda number: f"D{number}") | st.just("")
_text = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6)


@st.composite
def dirty_row(draw: st.DrawFn) -> tuple[list[str], str]:
    """A row, and what should happen to it: fine, or the reason id. Repeats of an id are not marked here."""
    cells = [
        draw(_ids),
        draw(_text),
        draw(st.sampled_from(list(STAGES))),
        draw(st.sampled_from(list(AMOUNTS))),
        draw(st.sampled_from(DATES)),
        draw(st.sampled_from(DATES)),
        draw(st.sampled_from(["Web", "Event", ""])),
        draw(_text),
    ]
    hurt = draw(st.sampled_from(["fine"] * 6 + ["amount", "date", "width"]))
    if hurt == "amount":
        cells[3] = draw(st.sampled_from(BAD_AMOUNTS))
    elif hurt == "date":
        cells[4] = draw(st.sampled_from(BAD_DATES))
    elif hurt == "width":
        return draw(st.sampled_from([cells[:-1], [*cells, "more"]])), "width"
    if not cells[0]:
        return cells, "missing"
    return cells, {"amount": "number", "date": "date"}.get(hurt, "fine")


class Expected:
    """What a right import of these rows gives."""

    def __init__(self, rows: list[tuple[list[str], str]]) -> None:
        self.reasons: dict[str, int] = {}
        self.counts = {"won": 0, "lost": 0, "open": 0}
        self.amount = Decimal(0)
        self.keys: set[str] = set()
        seen: list[list[str]] = []
        for cells, fate in rows:
            reason = fate
            if fate == "fine" and cells[0] in self.keys:
                reason = "duplicate" if cells in seen else "repeated"
            if fate == "fine":
                seen.append(cells)
            if reason != "fine":
                name = f"evidence.aside.{reason}"
                self.reasons[name] = self.reasons.get(name, 0) + 1
                continue
            self.keys.add(cells[0])
            outcome = STAGES[cells[2]]
            self.counts[outcome] += 1
            if outcome == "won" and (amount := AMOUNTS[cells[3]]) is not None:
                self.amount += Decimal(amount)
