"""The sample workbooks, each made once."""

from __future__ import annotations

import pytest
from tests.plugins.kakehashi_excel import samples
from tests.plugins.kakehashi_excel.samples import Made

from kakehashi_excel import Excel, Settings


@pytest.fixture(scope="session", params=["ja", "en"])
def sample(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    document = samples.plan(request.param)
    path = tmp_path_factory.mktemp("sample") / f"{request.param}.xlsx"
    Excel().export(document, Settings(), path, samples.Told())
    return Made(document, path)
