"""Two planning rules of a company, as checks: an example to begin from."""

from __future__ import annotations

from collections.abc import Iterator

from kakehashi.api import CheckResult, Records, hookimpl, in_language, month

QUIET = "12"
"""The month in which the sales closes its year and nothing new begins."""


class OpenEnd:
    """A measure that has begun to be planned ends at some time."""

    key = "open_end"

    def check(self, plan: Records) -> Iterator[CheckResult]:
        """Those with a start and no end; the repair ends them in the last month that brings leads."""
        for measure in plan.items("Measure"):
            if not measure["start"] or measure["end"]:
                continue
            name = measure["name"]
            last = max([measure["start"], *measure["expected"]])
            yield CheckResult(
                severity="warning",
                item=measure.id,
                field="end",
                message={
                    "en": f"{in_language(name, 'en')} has no last month.",
                    "ja": f"「{in_language(name, 'ja')}」の最後の月が決まっていません。",
                },
                repair={"end": last},
                repair_title={"en": f"End it in {month(last, 'en')}", "ja": f"{month(last, 'ja')}までにする"},
            )


class QuietMonth:
    """Nothing new begins in December."""

    key = "quiet_month"

    def check(self, plan: Records) -> Iterator[CheckResult]:
        """The measures that begin then."""
        for measure in plan.items("Measure"):
            if (measure["start"] or "")[5:] == QUIET:
                name = measure["name"]
                yield CheckResult(
                    severity="hint",
                    item=measure.id,
                    field="start",
                    message={
                        "en": f"{in_language(name, 'en')} begins in December, when sales closes its year.",
                        "ja": f"「{in_language(name, 'ja')}」が、営業の締めの12月に始まります。",
                    },
                )


@hookimpl
def kakehashi_checks() -> list[OpenEnd | QuietMonth]:
    """The rules."""
    return [OpenEnd(), QuietMonth()]
