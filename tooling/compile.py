"""Compile the rooms where the time goes, for the Python that runs this. Run by `make compile`; needs a C compiler.

Nothing depends on it: without a build, and wherever the sources have changed since, everything runs as written.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

from communique.compiled import BUILDS, PACKAGE, build_name, sources

_SETUP = """
import os
import sys
from mypyc.build import mypycify
from setuptools import setup

modules = mypycify(
    ["--config-file=mypy.ini", *sys.argv[3:]], opt_level="3", debug_level="0", multi_file=True, group_name="communique"
)
if os.name == "posix":
    for module in modules:  # the modules call each other: straight, not by way of names that another could replace
        module.extra_compile_args += ["-fno-semantic-interposition", "-fno-plt"]
options = {"build_ext": {"build_lib": sys.argv[1], "parallel": int(sys.argv[2])}}
setup(name="communique", packages=[], ext_modules=modules, script_args=["build_ext"], options=options)
"""


def lacking() -> str | None:
    """What compiling needs and this machine does not have, None where it has everything."""
    compiler = (sysconfig.get_config_var("CC") or "cc").split()[0]
    if os.name == "posix" and shutil.which(compiler) is None:
        return f"a C compiler ({compiler})"
    if not (Path(sysconfig.get_path("include")) / "Python.h").is_file():
        return "the headers of Python (Python.h)"
    missing = [name for name in ("mypyc", "setuptools") if find_spec(name) is None]
    return f"the package {missing[0]}" if missing else None


def compile_rooms(target: Path) -> None:
    """Build all modules into `target`, which appears whole or not at all. Raises CalledProcessError."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        shutil.copytree(PACKAGE, work / "src" / "communique", ignore=shutil.ignore_patterns("builds", "__pycache__"))
        if build_name(work / "src" / "communique") != target.name:
            raise SystemExit("A source changed just now; run make compile again.")
        (work / "src" / "mypy.ini").write_text("[mypy]\nmypy_path = .\nignore_missing_imports = True\n")
        modules = [str(Path("communique") / path.relative_to(PACKAGE)) for path in sources() if path.stem != "__init__"]
        cores = str(os.cpu_count() or 1)
        subprocess.run(
            [sys.executable, "-c", _SETUP, str(work / "built"), cores, *modules],
            cwd=work / "src",
            check=True,
            capture_output=True,
            text=True,
        )
        done = work / "built" / "communique"
        for shared in (work / "built").glob("*__mypyc*"):
            shared.rename(done / shared.name)
        BUILDS.mkdir(exist_ok=True)
        near = target.with_suffix(f".{os.getpid()}")
        shutil.copytree(done, near)
        near.rename(target)
    for old in BUILDS.iterdir():
        if old != target:
            shutil.rmtree(old, ignore_errors=True)


def main() -> int:
    """Compile, unless it has been done or cannot be."""
    target = BUILDS / build_name()
    if target.is_dir():
        return 0
    lack = lacking()
    if lack is not None:
        print(f"Not compiled: {lack} is missing. Everything runs as written, only slower.")
        return 0
    print("Compiling; a minute or two, once after each change.", flush=True)
    began = time.monotonic()
    try:
        compile_rooms(target)
    except subprocess.CalledProcessError as error:
        print((error.stdout + error.stderr)[-3000:], file=sys.stderr)
        print("It does not compile here. Everything runs as written, only slower.", file=sys.stderr)
        return 1
    print(f"Compiled in {time.monotonic() - began:.0f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
