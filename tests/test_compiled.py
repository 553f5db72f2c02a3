"""Compiled rooms give the same bytes as the sources, and a changed source is never hidden by an older build."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from communique.compiled import BUILDS, MODULES, PACKAGE, ROOMS, build_name
from communique.sources import read_documents

COMPILE = PACKAGE.parents[1] / "tooling" / "compile.py"
EXTRACT = """
import sys
from communique.cli.work import cleaned_whole, extracted
from communique.compiled import build
from communique.sources import read_documents
from communique.sources.document import Document

print(build() is not None, file=sys.stderr)
for each in read_documents([sys.argv[1]]):
    if isinstance(each, Document):
        sys.stdout.buffer.write(cleaned_whole(each) + extracted(each))
"""


def run(*command: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, *command], capture_output=True, check=True, env={**os.environ, **more})


def same_bytes(folder: Path) -> None:
    compiled, written = run("-c", EXTRACT, str(folder)), run("-c", EXTRACT, str(folder), COMMUNIQUE_PURE="1")
    assert (compiled.stderr.strip(), written.stderr.strip()) == (b"True", b"False")
    assert compiled.stdout == written.stdout
    assert compiled.stdout


def sample() -> Path:
    from communique.cli.demonstration import sample_folder

    folder = sample_folder()
    assert list(read_documents([str(folder)]))
    return folder


def copied(folder: Path) -> Path:
    for room in ROOMS:
        shutil.copytree(PACKAGE / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name in MODULES:
        shutil.copy(PACKAGE / f"{name}.py", folder)
    return folder


def test_a_changed_added_or_renamed_source_looks_for_another_build(tmp_path: Path) -> None:
    package = copied(tmp_path)
    names = {build_name(package)}
    assert names == {build_name()}
    source = package / "extraction" / "frames.py"
    source.write_text(source.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    names.add(build_name(package))
    (package / "extraction" / "more.py").write_text("", encoding="utf-8")
    names.add(build_name(package))
    source.rename(source.with_name("frame.py"))
    names.add(build_name(package))
    assert len(names) == 4


@pytest.mark.skipif(not (BUILDS / build_name()).is_dir(), reason="not compiled: make compile")
def test_what_is_compiled_gives_the_same_bytes() -> None:
    same_bytes(sample())


@pytest.mark.slow
def test_it_compiles_where_there_is_a_compiler() -> None:
    if not COMPILE.is_file():
        pytest.skip("not a checkout")
    told = run(str(COMPILE)).stdout
    if b"missing" in told:
        pytest.skip(told.decode())
    same_bytes(sample())
