"""A sentence filled with what the lexicon finds in it: mentions, cues, places and sources."""

from __future__ import annotations

from communique.extraction.lexicon import Lexicon, Match
from communique.extraction.mentions import Phrases
from communique.extraction.model import Cited, Hit, Sentence, Spot
from communique.extraction.tokens import MARK, Token
from communique.knowledge import Site, Source
from communique.language.pack import Cue

_INSIDE = frozenset({"group", "both", "dem_state", "host", "side"})


def find_phrases(text: str, tokens: list[Token], sentence: Sentence, lexicon: Lexicon, common: set[str]) -> list[Match]:
    """Fill a sentence with its mentions, cues, places and sources; returns the matches.

    `common`: the words that the article also writes in lower case; at the head of a sentence they are no names.
    """
    matches, apart = lexicon.scan(tokens, sentence.begin, sentence.end)
    phrases = Phrases(tokens, sentence, matches)
    phrases.source, phrases.common = text, common
    sentence.mentions = phrases.parse()
    begin, end, hits = sentence.begin, sentence.end, sentence.hits
    before: list[str | None] = [None] * (end - begin + 1)
    for match in matches:
        before[match.j - begin] = match.senses.prep
    inside = bytearray(end - begin + 1)
    for m in sentence.mentions:
        m.prep = before[m.i - begin]
        if m.kind != "pronoun":
            stop = min(m.j, end)
            inside[m.i - begin : stop - begin] = b"\1" * (stop - m.i)
    for match in matches:
        senses, taken = match.senses, inside[match.i - begin]
        if match.shorter is not None or "filler" in senses.cues:
            _chain_hits(match, bool(taken), hits)
        else:
            for cls, cue in senses.cues.items():
                if not taken or cls in _INSIDE:
                    _add(hits, cls, match, cue)
        if senses.placed:
            for entry in match.entries:
                if isinstance(entry.sense, Site):
                    sentence.spots.append(Spot(match.i, match.j, entry.sense))
                elif isinstance(entry.sense, Source):
                    sentence.cited.append(Cited(match.i, match.j, entry.sense))
    hits.pop("instrument", None)
    if apart:
        named = [m for m in sentence.mentions if m.kind in ("actor", "body", "person")]
        names = {k: (m.i, m.j) for m in named for k in range(m.i, m.j)}
        places = {k: (spot.i, spot.j) for spot in sentence.spots for k in range(spot.i, spot.j)}
        for cls, cues in apart.items():
            taken_by = (names, places) if cls == "instrument" else () if cls == "envoy" else (names,)
            free = [Hit(i, j, cue) for i, j, cue in cues if not any(_within(each.get(i), i, j) for each in taken_by)]
            if free:
                hits[cls] = free
        if "force" in hits:
            _moved(tokens, sentence)
        if "envoy" in hits and "order" in hits and "deed" in hits:
            _ordered(hits)
    return matches


def _moved(tokens: list[Token], sentence: Sentence) -> None:
    """Acts of forces that are moved or move: verbs of moving right before them, or in the passive after them; those of
    arriving after them. A verb that is an act of its own already stays that, save that what is given is no force.
    """
    hits = sentence.hits
    carry, arrive = hits.get("carry", []), hits.get("arrive", [])
    if not carry and not arrive:
        return
    deeds = hits.get("deed", [])
    known = {h.i: h for h in deeds}
    forces = hits["force"]
    starts = {h.i: h for h in forces}
    counted = {k for h in hits.get("measure", ()) for k in range(h.i, h.j)}
    found: list[Hit] = []
    for h in carry:
        k = h.j
        while k not in starts and k - h.j < _COUNTED and (k in counted or tokens[k].word[0].isdigit()):
            k += 1
        if k in starts and (h.i not in known or (known[h.i].cue.get("weak") and not starts[k].cue.value)):
            found.append(h)
    verbs = sorted([*known, *(h.i for h in carry)])
    passives = {h.j for h in hits.get("passive", ())}
    named = {m.i for m in sentence.mentions} | {spot.i for spot in sentence.spots}
    sent = [h for h in carry if h.i in passives]
    come = [h for h in arrive if h.cue.value and not named.isdisjoint(range(h.j, h.j + _THERE))]
    found += [h for h in (*sent, *come) if h.i not in known and _doing(tokens, forces, verbs, h)]
    if found:
        hits["deed"] = [h for _, h in sorted({**known, **{h.i: h for h in found}}.items())]


def _doing(tokens: list[Token], forces: list[Hit], verbs: list[int], h: Hit) -> bool:
    """Whether forces are the subject of a verb: right before it but for their owner, and no object of another verb."""
    force = next((f for f in reversed(forces) if f.j <= h.i), None)
    if force is None or force.cue.value or h.i - force.j > _OWNED or any(t.kind == MARK for t in tokens[force.j : h.i]):
        return False
    return not any(force.i - _OBJECT <= v < h.i for v in verbs)


def _ordered(hits: dict[str, list[Hit]]) -> None:
    """Envoys who are told to leave are expelled: the word of the order is the act, not that of leaving."""
    for n, left in enumerate(hits["deed"]):
        if left.cue.get("sort") not in _LEAVING:
            continue
        envoy = next((h for h in reversed(hits["envoy"]) if 0 <= left.i - h.j <= _TERM), None)
        order = next((h for h in reversed(hits["order"]) if envoy and 0 <= envoy.i - h.j <= _TOLD), None)
        if order is not None and not any(order.i < h.j and h.i < left.i for h in hits["deed"]):
            hits["deed"][n] = order


_LEAVING = frozenset({"leave", "withdraw"})
_TERM, _TOLD = 14, 3
_COUNTED, _OWNED, _OBJECT, _THERE = 5, 7, 12, 3
"""How many tokens may count what is moved, name its owner, stand between it and the verb that it is the object of."""


def _chain_hits(match: Match, taken: bool, hits: dict[str, list[Hit]]) -> None:
    """Note the cues of the forms that begin at one place, each class with its longest form."""
    seen = {"deed"} if "filler" in match.senses.cues else set[str]()
    step: Match | None = match
    while step is not None:
        if step is match or step.j - step.i >= 2:
            for cls, cue in step.senses.cues.items():
                if cls not in seen and (not taken or cls in _INSIDE):
                    _add(hits, cls, step, cue)
        seen |= step.senses.cues.keys()
        step = step.shorter


def _add(hits: dict[str, list[Hit]], cls: str, match: Match, cue: Cue) -> None:
    have = hits.get(cls)
    if have is None:
        hits[cls] = [Hit(match.i, match.j, cue)]
    else:
        have.append(Hit(match.i, match.j, cue))


def _within(name: tuple[int, int] | None, i: int, j: int) -> bool:
    """Whether tokens `i`..`j` are a part of a longer name."""
    return name is not None and j <= name[1] and name[1] - name[0] > j - i
