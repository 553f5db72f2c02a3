"""Training: what is fitted on, what is measured on, and that one command writes what the others read."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from communique.cli.app import app
from communique.cli.demonstration import sample_folder
from communique.errors import EvaluationError
from communique.evaluation import KINDS
from communique.extraction.deciding.model import Linear, Models, load
from communique.training.calibration import Levelling, calibration_error, levelling
from communique.training.contacts import again_rows, same_rows
from communique.training.run import Material, train

pytest.importorskip("sklearn", reason="pip install 'communique[train]'")


@pytest.fixture(scope="module")
def halves(tmp_path_factory):
    """The packaged pages in two halves, each with what the program reads in them as if somebody had coded it."""
    folder = tmp_path_factory.mktemp("coded")
    texts = sorted(path for path in sample_folder().iterdir() if path.suffix == ".txt")
    files = []
    for number in range(2):
        pages = folder / str(number)
        pages.mkdir()
        for text in texts[number::2]:
            (pages / text.name).write_bytes(text.read_bytes())
        told = CliRunner().invoke(app, ["extract", str(pages)])
        assert told.exit_code == 0
        (folder / f"{number}.jsonl").write_text(told.stdout, encoding="utf-8")
        files.append((folder / f"{number}.jsonl", pages))
    return files


@pytest.fixture(scope="module")
def trained(halves):
    """Models of the first half, with the second beside it."""
    coded = Material.read(*halves[0], halves[1])
    return coded, train(coded, folds=2)


def test_only_the_first_articles_are_measured_on(trained):
    coded, (_, validation) = trained
    assert coded.examples
    assert coded.beside
    assert set(validation.gold) == set(validation.system) == {e.article.doc for e in coded.examples}
    for kind in KINDS:
        assert validation.scores.kinds[kind].gold == sum(len(e.gold.of(kind)) for e in coded.examples)


def test_each_part_is_fitted_on_the_other_and_on_all_beside(trained):
    coded, (_, validation) = trained
    assert validation.articles == round(len(coded.examples) / 2 + len(coded.beside))


def test_mentions_are_compared_with_contacts_as_they_are_merged(trained):
    examples = trained[0].examples
    never = Linear(("no", "yes"), (-9.0,), {})
    _, ideal = same_rows(examples, Models({}))
    _, real = same_rows(examples, Models({}), never)
    assert ideal.count("yes") > 0
    assert real.count("yes") > ideal.count("yes")


def test_merged_contacts_of_one_of_the_coder_are_one(trained):
    examples = trained[0].examples
    never = Linear(("no", "yes"), (-9.0,), {})
    _, merged = again_rows(examples, Models({}))
    _, apart = again_rows(examples, Models({"contacts.same": never}))
    assert apart.count("yes") > merged.count("yes")


def test_what_is_measured_on_is_not_also_fitted_on_beside(halves):
    assert not Material.read(*halves[0], halves[0]).beside


def test_too_few_articles_are_refused(halves):
    with pytest.raises(EvaluationError, match="too few for 5 parts"):
        train(Material.read(*halves[0]), folds=5)


def test_the_command_writes_models_that_can_be_read(halves, tmp_path):
    out, figures = tmp_path / "models.json", tmp_path / "figures.json"
    gold, texts = map(str, halves[0])
    beside = [str(each) for each in halves[1]]
    told = CliRunner().invoke(
        app, ["train", gold, texts, "--beside", *beside, "--folds", "2", "--out", str(out), "--figures", str(figures)]
    )
    assert told.exit_code == 0, told.output
    assert "statements.keep" in load(out.read_bytes()).decisions
    assert figures.exists()


def test_probabilities_that_say_too_little_are_levelled():
    rows = [(tenth / 10, n < right) for tenth, right in ((2, 40), (5, 75), (8, 95)) for n in range(100)]
    found = levelling(rows)
    told = [(found.of(probability), right) for probability, right in rows]
    assert calibration_error(rows) > 0.15
    assert calibration_error(told) < 0.02


def test_a_levelled_decision_says_what_its_probabilities_come_to():
    decision = Linear(("no", "yes"), (-0.4,), {"one": (1.3,), "other": (-2.0,)})
    found = Levelling(0.8, 0.3)
    for features in ([], ["one"], ["one", "other"]):
        assert found.on(decision).probability(features) == pytest.approx(
            found.of(decision.probability(features)), abs=2e-3
        )


def test_nothing_is_levelled_by_rows_that_are_all_right():
    assert levelling([(0.6, True), (0.9, True)]) == Levelling()
