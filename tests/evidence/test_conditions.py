"""A plan's conditions as predicates: what they mean, against plain Python, and on other engines."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Literal

import duckdb
import pytest
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.test_findings import FORBIDDEN

from kakehashi.evidence import findings as package
from kakehashi.evidence.findings.base import composed
from kakehashi.evidence.findings.conditions import Condition, Values, predicate, targets
from kakehashi.evidence.tables import COMPANY, SQL_TYPE
from kakehashi.plan.plan import Plan
from kakehashi.plan.targets import CompanyCondition, FollowRule, LeadCondition, NamedAccount, Phase, Segment

HOSTILE = "O'Brien\"; DROP TABLE company; --"
Company = tuple[str, str | None, int | None, Decimal | None, bool | None]

companies = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from([None, "Medical", " medical ", "Retail", "製造業", HOSTILE, "100%_x"]),
        st.none() | st.integers(0, 12),
        st.none() | st.decimals(-5, 5, places=1),
        st.none() | st.booleans(),
    ),
    max_size=8,
)
texts = st.lists(st.sampled_from(["MEDICAL", "製造業", "ret", HOSTILE, "%", "_"]), min_size=1, max_size=2)
conditions = st.lists(
    st.one_of(
        st.tuples(st.just("industry"), st.sampled_from(["one_of", "none_of", "contains", "known"]), texts),
        st.tuples(
            st.just("employees"),
            st.sampled_from(["one_of", "none_of", "at_least", "at_most", "between"]),
            st.tuples(st.sampled_from(["3", "５", "1,0"]), st.sampled_from(["8", "10"])).map(list),
        ),
        st.tuples(
            st.just("listed"), st.sampled_from(["one_of", "none_of"]), st.just(["はい"]) | st.just(["no"])
        ),
    ),
    max_size=4,
)


def number(value: str) -> int:
    return int(value.replace("５", "5").replace(",", ""))


def meets(company: Company, field: str, operator: str, values: list[str]) -> bool:
    """One condition in plain Python."""
    _, industry, employees, _, listed = company
    if operator == "known":
        return industry is not None
    if field == "industry":
        said = None if industry is None else industry.lower()
        if operator == "contains":
            return said is not None and any(value.lower() in said for value in values)
        among = said is not None and said.strip() in {value.lower() for value in values}
        return not among if operator == "none_of" else among
    if field == "listed":
        among = listed is not None and listed == (values == ["はい"])
        return not among if operator == "none_of" else among
    numbers = [number(value) for value in values]
    if operator == "none_of":
        return employees not in numbers
    if employees is None:
        return False
    return {
        "one_of": employees in numbers,
        "at_least": employees >= numbers[0],
        "at_most": employees <= numbers[0],
        "between": numbers[0] <= employees <= numbers[1],
    }[operator]


@pytest.fixture(scope="module")
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine with an empty table of companies."""
    connection = duckdb.connect()
    columns = ", ".join(f"{field.name} {SQL_TYPE[field.kind]}" for field in COMPANY.fields)
    connection.execute(f"CREATE TABLE company ({columns})")
    yield connection
    connection.close()


@settings(max_examples=60)
@given(companies, conditions, conditions, st.sampled_from(["all", "any"]))
def test_conditions_mean_what_they_say(
    engine: duckdb.DuckDBPyConnection,
    rows: list[Company],
    inside: list[tuple[str, str, list[str]]],
    outside: list[tuple[str, str, list[str]]],
    combine: Literal["all", "any"],
) -> None:
    values = Values({})
    made = [Condition("", "include", field, how, tuple(each)) for field, how, each in inside]
    made += [Condition("", "exclude", field, how, tuple(each)) for field, how, each in outside]
    sql = predicate(made, combine, COMPANY, values)
    assert (sql is None) == (not made)
    together = all if combine == "all" else any
    wanted = [
        row
        for row in rows
        if (not inside or together(meets(row, *each) for each in inside))
        and not any(meets(row, *each) for each in outside)
    ]
    engine.execute("DELETE FROM company")
    for row in rows:
        engine.execute(
            "INSERT INTO company (company_id, industry, employees, revenue, listed) VALUES (?, ?, ?, ?, ?)",
            row,
        )
    count, unknown = engine.execute(
        f"SELECT COUNT(*) FILTER (met), COUNT(*) FILTER (met IS NULL) FROM"
        f" (SELECT {sql or 'true'} AS met FROM company)",
        values.by_name or None,
    ).fetchall()[0]
    assert (count, unknown) == (len(wanted), 0)
    assert HOSTILE not in str(sql)


EVERYTHING = Plan(
    "u",
    [
        Segment(id="s1", name="a", tier="tier_1"),
        Segment(id="s2", name="b", combine="any"),
        *(
            CompanyCondition(
                id=f"c{place}",
                segment="s1" if place % 2 else None,
                data_field=field,
                operator=operator,  # type: ignore[arg-type]
                values=values,
                side="exclude" if place % 3 == 0 else "include",
            )
            for place, (field, operator, values) in enumerate(
                [
                    ("industry", "one_of", ("a", HOSTILE)),
                    ("industry", "none_of", ("b",)),
                    ("name", "contains", ("c",)),
                    ("region", "known", ()),
                    ("employees", "between", ("1", "2")),
                    ("revenue", "at_least", ("1",)),
                    ("listed", "one_of", ("yes", "no")),
                    ("employees", "one_of", ("10",)),
                ]
            )
        ),
        NamedAccount(id="n1", name={"ja": "社", "en": "Co"}, segment="s2"),
        NamedAccount(id="n2", name="x", corporate_number="1234567890123"),
        LeadCondition(id="l1", data_field="job_title", values=("部長", "manager")),
        LeadCondition(id="l2", segment="s1", data_field="source", values=("web",), side="exclude"),
        Phase(id="p", name="Compare", data_values=("Comparing",)),
        FollowRule(id="f", phase="p", decision="follow_now"),
    ],
)
SQL = sorted(path.stem for path in Path(package.__file__).parent.glob("*.sql"))


@pytest.mark.parametrize("name", [n for n in SQL if "target_" in composed(n, {})])
def test_with_conditions_it_is_still_the_subset_that_every_engine_reads(name: str) -> None:
    made = targets(EVERYTHING)
    assert made.notes == ()
    assert HOSTILE.lower() in made.values.values()
    sql = composed(name, made.relations)
    assert HOSTILE not in sql
    assert HOSTILE.lower() not in sql
    (tree,) = sqlglot.parse(sql, dialect="duckdb")
    assert tree is not None
    for node in tree.walk():
        assert not isinstance(node, FORBIDDEN) or isinstance(node.parent, sqlglot.exp.Count), node.sql()
    for dialect in ("postgres", "spark", "snowflake", "bigquery", "trino"):
        tree.sql(dialect=dialect, unsupported_level=sqlglot.ErrorLevel.RAISE)


def test_conditions_that_the_data_cannot_answer_are_told_and_left_out() -> None:
    def one(**fields: object) -> tuple[str, ...]:
        made = targets(Plan("u", [CompanyCondition(id="c", **fields)]))  # type: ignore[arg-type]
        assert made.company_conditions == 0
        return tuple(note.id.removeprefix("finding.note.") for note in made.notes)

    rest = ("no_conditions", "no_lead_conditions")
    assert one() == ("condition.no_field", *rest)
    assert one(data_field="sites", values=("2",)) == ("condition.unknown_field", *rest)
    assert one(data_field="industry") == ("condition.no_values", *rest)
    assert one(data_field="employees", operator="between", values=("1",)) == ("condition.no_values", *rest)
    assert one(data_field="employees", operator="at_least", values=("many",)) == (
        "condition.not_a_number",
        *rest,
    )
    assert one(data_field="industry", operator="at_most", values=("1",)) == ("condition.not_a_number", *rest)
    assert one(data_field="employees", operator="contains", values=("1",)) == ("condition.not_a_text", *rest)
