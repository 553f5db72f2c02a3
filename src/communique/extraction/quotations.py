"""Quotations that run over sentences: every piece of them goes to the one who speaks."""

from __future__ import annotations

from collections.abc import Sequence

from communique.extraction.attribution import Attribution, Attributions, is_open
from communique.extraction.frames import View
from communique.extraction.model import Hit, Mention, Sentence
from communique.language.pack import Cue

_QUOTE = Cue("quote", "ASSERT")


def spoken(views: Sequence[View]) -> list[list[Attribution]]:
    """The attributions of each sentence of an article, with the pieces of quotations that run over sentences."""
    past = Attributions()
    found = [past.read(view) for view in views]
    heard: list[Mention | None] = []
    for k, view in enumerate(views):
        own = [a for a in found[k] if is_open(view, a)]
        speaker = own[-1].speaker if own else None
        if not own and _continued(view.sentence):
            before = heard[k - 1] if k else None
            speaker = (before or _after(views, found, k)) if not _opens(view) else (_after(views, found, k) or before)
            if speaker is not None:
                sentence = view.sentence
                hit = Hit(sentence.begin, sentence.begin, _QUOTE)
                found[k].insert(0, Attribution(speaker, hit, "quote", sentence.begin, sentence.end))
        heard.append(speaker)
    return found


def _after(views: Sequence[View], found: list[list[Attribution]], k: int) -> Mention | None:
    """The speaker named at the end of a quotation that goes on after sentence `k`."""
    for j in range(k + 1, min(k + 5, len(views))):
        own = [a for a in found[j] if is_open(views[j], a)]
        if own:
            sentence = views[j].sentence
            return own[0].speaker if sentence.in_quote(sentence.begin) else None
        if not _continued(views[j].sentence) or _opens(views[j]):
            return None
    return None


def _opens(view: View) -> bool:
    """Whether a sentence begins a quotation of its own."""
    return not view.sentence.in_quote(view.sentence.begin)


def _continued(sentence: Sentence) -> bool:
    """Whether a sentence is nothing but a piece of a quotation."""
    words = sentence.end - sentence.begin
    return words >= 4 and sum(sentence.quoted) >= 0.7 * words
