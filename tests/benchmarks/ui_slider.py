"""From the step of a slider to the redrawn simulation, against a bare QWidget that draws the same picture.

Redraw path: an outcome that is worked out already is shown: figures, chart, funnel, scenarios, all painted.
Whole way: a step by key, the run beside the window, the scenes, all painted; its floor is one forecast of the
plan and a redraw of the bare widget. The bare widget draws the shapes of chart and funnel by plain calls of
QPainter and as many lines of text as figures and table hold. Both are painted by Qt's offscreen platform.
"""

from __future__ import annotations

import os
from pathlib import Path

from tests.benchmarks.timing import Ratio, compared

RUNS = 25


def measure(folder: Path) -> list[Ratio]:
    """Redraw path and whole way."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from tests.benchmarks.ui_slider_window import Simulated

    simulated = Simulated(folder / "slider.kakehashi")
    try:
        return [
            compared(
                "simulation redrawn / bare QWidget with the same picture",
                simulated.redraw,
                simulated.bare_redraw,
                bound=3.0,
                runs=RUNS,
            ),
            compared(
                "slider to redrawn simulation / one forecast and a bare redraw",
                simulated.step,
                simulated.bare_step,
                bound=3.0,
                runs=RUNS,
            ),
        ]
    finally:
        simulated.close()
