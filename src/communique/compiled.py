"""Modules compiled to machine code by `make compile`: used where they were built from the very sources that lie here.

Each build has a folder of its own, named after the Python it is for and after a digest of its sources. A source that
has changed since, or another Python, looks for another folder, finds none and runs as written. COMMUNIQUE_PURE=1 runs
everything as written.
"""

from __future__ import annotations

import sys
from functools import cache
from hashlib import blake2b
from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from os import environ
from pathlib import Path

ROOMS = ("article", "extraction", "knowledge", "language")
MODULES = ("dates", "orthography")
PACKAGE = Path(__file__).parent
BUILDS = PACKAGE / "builds"


def sources(package: Path = PACKAGE) -> list[Path]:
    """What is compiled: the modules of the rooms and the single ones, in the order of their paths."""
    of_rooms = [path for room in ROOMS for path in (package / room).rglob("*.py")]
    return sorted([*of_rooms, *(package / f"{name}.py" for name in MODULES)])


def build_name(package: Path = PACKAGE) -> str:
    """Name of the build that fits this Python and the sources of `package`."""
    digest = blake2b(digest_size=12)
    for path in sources(package):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(package).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return f"{sys.implementation.cache_tag}-{sys.platform}-{digest.hexdigest()}"


@cache
def build() -> Path | None:
    """The folder of the build in use, None where everything runs as written."""
    if environ.get("COMMUNIQUE_PURE") or not BUILDS.is_dir():
        return None
    folder = BUILDS / build_name()
    return folder if folder.is_dir() and _shared(folder) else None


def prefer(paths: list[str], name: str) -> None:
    """Let the package of that name look for its modules in the build first; `paths` is its ``__path__``."""
    folder = build()
    if folder is not None:
        paths.insert(0, str(folder.joinpath(*name.split(".")[1:])))


def _shared(folder: Path) -> bool:
    """Load the code that the modules of a build share; False where it does not load here."""
    for path in folder.glob(f"*__mypyc{EXTENSION_SUFFIXES[0]}"):
        name = path.name.removesuffix(EXTENSION_SUFFIXES[0])
        spec = spec_from_file_location(name, path, loader=ExtensionFileLoader(name, str(path)))
        if spec is None or spec.loader is None:
            return False
        try:
            module = module_from_spec(spec)
            spec.loader.exec_module(module)
        except ImportError:
            return False
        sys.modules[name] = module
    return True
