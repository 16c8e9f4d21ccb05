"""The company table, ready to be asked which company a number, a domain or a name means."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kakehashi.evidence.matching.identifiers import corporate_number, domain, parents
from kakehashi.evidence.matching.names import Name, read_name

CompanyRow = tuple[str, str | None, str | None, str | None]
"""company_id, name, corporate number and domain as written."""


class Index(NamedTuple):
    """Companies by what identifies them. More than one company under a key: it identifies none of them."""

    names: dict[str, str]  # company_id -> name as written
    numbers: dict[str, list[str]]
    domains: dict[str, list[str]]
    cores: dict[str, list[tuple[str, str]]]  # core -> company_id and form
    number_of: dict[str, str]


def index_of(companies: Iterable[CompanyRow]) -> Index:
    """The index of these companies."""
    index = Index({}, {}, {}, {}, {})
    for company_id, name, number, web in companies:
        index.names[company_id] = name or ""
        valid = corporate_number(number) if number else None
        if valid:
            index.numbers.setdefault(valid, []).append(company_id)
            index.number_of[company_id] = valid
        host = domain(web) if web else None
        if host:
            index.domains.setdefault(host, []).append(company_id)
        if name:
            read = read_name(name)
            if read.core:
                index.cores.setdefault(read.core, []).append((company_id, read.form))
    return index


def by_number(index: Index, number: str) -> str | None:
    """The one company of this corporate number."""
    return _only(index.numbers.get(number, []))


def by_domain(index: Index, host: str) -> str | None:
    """The one company of this domain, or of the nearest one that it lies in."""
    for each in (host, *parents(host)):
        if each in index.domains:
            return _only(index.domains[each])
    return None


def by_name(index: Index, name: Name) -> tuple[str, bool] | None:
    """The one company of this name, and whether a site was left out of the name to find it.

    A site is left out only where no company at all bears the whole name.
    """
    found = index.cores.get(name.core)
    if found is not None:
        company = _only(fitting(found, name.core, name.form))
        return None if company is None else (company, False)
    if name.trunk and name.trunk in index.cores:
        company = _only(fitting(index.cores[name.trunk], name.trunk, name.form))
        return None if company is None else (company, True)
    return None


def fitting(found: list[tuple[str, str]], core: str, form: str) -> list[str]:
    """Of the companies with this core those whose legal form doesn't speak against it.

    With a form: those of the same form, else those without. Without one: all. One sign alone is a name only
    together with a form.
    """
    if not form:
        return [company for company, _ in found] if len(core) > 1 else []
    same = [company for company, its_form in found if its_form == form]
    return same or [company for company, its_form in found if not its_form and len(core) > 1]


def _only(companies: list[str]) -> str | None:
    return companies[0] if len(companies) == 1 else None
