"""Which company a row of the data belongs to: matches, match."""

from __future__ import annotations

from pathlib import Path

import click

from kakehashi.cli.context import (
    answer,
    json_option,
    now,
    opened,
    person,
    plan_argument,
    say,
    spoken_language,
)
from kakehashi.storage.folders import evidence_folder
from kakehashi.words import Message, text


@click.command()
@plan_argument
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True)
@click.option("--newest", is_flag=True)
@json_option
def matches(file: Path, limit: int, newest: bool, as_json: bool) -> None:
    """How many rows have a company, and the names that a person must decide."""
    from kakehashi.evidence.matching.doubts import review

    language = spoken_language()
    with opened(file, read_only=True) as plan:
        found = review(evidence_folder(plan.plan.uuid), limit=limit, newest=newest)
    if as_json:
        doubts = [
            {
                "name": doubt.name,
                "rows": doubt.rows,
                "candidates": [
                    {
                        "company_id": each.company_id,
                        "company": each.company,
                        "score": each.score,
                        "reason": text(each.reason, language),
                    }
                    for each in doubt.candidates
                ],
            }
            for doubt in found.doubts
        ]
        answer({"rows": found.rows, "matched": found.matched, "doubts": doubts})
        return
    if not found.rows:
        say("cli.no_matches")
    for table, rows in found.rows.items():
        methods = found.matched.get(table, {})
        say("cli.matched", table=Message(f"evidence.table.{table}"), matched=sum(methods.values()), rows=rows)
        for method, count in methods.items():
            click.echo(f"  {text(f'evidence.method.{method}', language)}: {count:,}")
    for doubt in found.doubts:
        say("cli.doubt", name=doubt.name, rows=doubt.rows)
        for each in doubt.candidates:
            say("cli.candidate", id=each.company_id, company=each.company, reason=each.reason)
    if found.doubts:
        say("cli.decide")


@click.command()
@plan_argument
@click.argument("name")
@click.argument("company")
@json_option
def match(file: Path, name: str, company: str, as_json: bool) -> None:
    """Decide whose name NAME is: COMPANY, or none of the companies."""
    from kakehashi.evidence.matching.deciding import decide

    with opened(file, read_only=True) as plan:
        made = decide(evidence_folder(plan.plan.uuid), name, company, by=person(), on=now()[:10])
    if as_json:
        answer({"name": name, "company_id": made.company, "company": made.company_name, "rows": made.rows})
    elif made.company is None:
        say("cli.decided_none", name=name, rows=made.rows)
    else:
        say("cli.decided", name=name, company=made.company_name or made.company, rows=made.rows)
