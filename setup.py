"""Everything stands in pyproject.toml; here only: the catalogue is compiled before it is packed."""

import runpy
import warnings
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

COMPILE = Path(__file__).parent / "installers" / "compile_catalogue.py"


class BuildWithCatalogue(build_py):
    def run(self) -> None:
        if wrong := runpy.run_path(str(COMPILE))["compile_catalogue"]():
            raise SystemExit("\n".join(wrong))
        super().run()


# Said of every editable install whose packages stand in several folders, as ours do; nothing is wrong.
warnings.filterwarnings("ignore", message="Editable installation")
setup(cmdclass={"build_py": BuildWithCatalogue})
