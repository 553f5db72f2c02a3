"""Whom a statement is addressed to or about: the actors it may be, each with what speaks for it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from communique.extraction.attribution import Attribution
from communique.extraction.deciding.features import gap
from communique.extraction.deciding.traits import Feature, Traits
from communique.extraction.drafts import Option
from communique.extraction.frames import View
from communique.extraction.model import Analysis, Mention
from communique.extraction.tokens import NUMBER, WORD
from communique.records import Act

_BACK = 2
_NAMES = 2_048


def standing(analysis: Analysis) -> list[str]:
    """Actors of an article, the most often named first."""
    counts = Counter(c for s in analysis.sentences for m in s.mentions for c in m.codes)
    return [code for code, _ in sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))]


@dataclass(slots=True, init=False)
class _Actor:
    """An actor of a sentence, with those of its features that are the same for every statement of the sentence."""

    mention: Mention
    clause: int
    prep: str
    features: tuple[Feature, ...]

    def __init__(self, mention: Mention, clause: int, prep: str, features: tuple[Feature, ...]) -> None:
        self.mention = mention
        self.clause = clause
        self.prep = prep
        self.features = features


class Setting:
    """What the statements of one sentence share: its words and actors as features, and who was named just before.

    `words`: token and form of each word, a name as "^"; `pairs[k]`: word `k` with the one after it; `plain`: the words
    that are no names. Each but `pairs` has the tokens it stands for beside it.
    """

    def __init__(self, view: View) -> None:
        self.view, self.sentence = view, view.sentence
        sentence, tokens = view.sentence, view.tokens
        if len(_plain) > _NAMES:  # here alone, so that a word of a sentence has one feature all through
            _plain.clear()
        self.at: list[int] = []
        self.words: list[str] = []
        self.plain_at: list[int] = []
        self.plain: list[Traits] = []
        self.pairs: list[str] = []
        before = ""
        for k in range(sentence.begin, sentence.end):
            t = tokens[k]
            if t.kind != WORD:
                continue
            if t.cap:
                word = "^"
            else:
                word = t.word
                self.plain_at.append(k)
                self.plain.append(_plain[word])
            if self.at:
                self.pairs.append(f"bb={before} {word}")
            self.at.append(k)
            self.words.append(word)
            before = word
        self.codes = {c for m in sentence.mentions for c in m.codes}
        self.coded = [m for m in sentence.mentions if m.codes]
        self.actors = [_actor(view, m) for m in self.coded if m.kind != "pronoun"]
        self.heard = _heard(view)

    def inside(self, begin: int, end: int, own: tuple[str, ...]) -> set[str]:
        """The actors named in a token range, but for `own`."""
        return {c for m in self.coded if begin <= m.i < end for c in m.codes}.difference(own)

    def plain_words(self, begin: int, end: int) -> list[Traits]:
        """Features of the words of a token range that are no names, each once."""
        i, j = bisect_left(self.plain_at, begin), bisect_left(self.plain_at, end)
        return list(dict.fromkeys(self.plain[i:j]))

    def run(self, begin: int, end: int) -> tuple[list[str], list[str]]:
        """The words of a token range (the first as it is, though it be a name) and features of their pairs."""
        i, j = bisect_left(self.at, begin), bisect_left(self.at, end)
        words, pairs = self.words[i:j], self.pairs[i : max(j - 1, i)]
        if words and self.at[i] == begin and words[0] == "^":
            words[0] = self.view.tokens[begin].word
            if pairs:
                pairs[0] = f"bb={words[0]} {words[1]}"
        return words, list(dict.fromkeys(pairs))


class _Plain(dict[str, Traits]):
    """Feature of a word of what is said, made once a word."""

    def __missing__(self, word: str) -> Traits:
        made = self[word] = Traits(f"b={word}")
        return made


_plain = _Plain()


def _actor(view: View, m: Mention) -> _Actor:
    sentence, tokens = view.sentence, view.tokens
    before = tokens[m.i - 1].word if m.i > sentence.begin and not tokens[m.i - 1].cap else "^"
    two = f"{tokens[m.i - 2].word} {before}" if m.i - 1 > sentence.begin else "^"
    after = tokens[m.j].word if m.j < sentence.end and tokens[m.j].kind != NUMBER else "$"
    prep = f"prep={m.prep}"
    first = m is sentence.mentions[0]
    shape = _shape(m.kind, m.prep, m.role, m.of, sentence.in_quote(m.i), min(m.count, 2), first)
    return _Actor(m, view.at(m.i), prep, (shape, f"px={before}", f"p2={two}", f"nx={after}"))


@lru_cache(_NAMES)
def _shape(kind: str, prep: str | None, role: str | None, of: bool, quoted: bool, count: int, first: bool) -> Traits:
    return Traits(
        f"x={kind}",
        f"prep={prep}",
        f"role={role}",
        f"of={int(of)}",
        f"q={int(quoted)}",
        f"count={count}",
        f"sentence.first={int(first)}",
    )


def options(setting: Setting, said: Attribution, act: Act, ranks: dict[str, int], earlier: list[str]) -> list[Option]:
    """Every actor that may be the target: those of the sentence, then of the sentences before and the title.

    `ranks`: place of each actor among those most often named; `earlier`: targets of what the same speaker said before.
    """
    speaker, begin, end, hit = said.speaker, said.begin, said.end, said.hit
    own = set(speaker.codes)
    found: dict[str, list[Feature]] = {}
    content = [a for a in setting.actors if begin <= a.mention.i < end and a.mention is not speaker]
    outside = [a for a in setting.actors if not begin <= a.mention.i < end and a.mention is not speaker]
    clause, value, rule = setting.view.at(hit.i), hit.cue.value, said.rule
    order = 0
    for group, within in ((content, 1), (outside, 0)):
        for actor in group:
            m = actor.mention
            place = (
                *actor.features,
                _place(actor.prep, within, value, m.i == hit.j, actor.clause == clause, rule),
                _distance(m.i - begin if within else m.i - hit.i, within),
            )
            for code in m.codes:
                features = found.get(code)
                if features is None:
                    features = found[code] = [_order(min(order, 4), act, within, m.i < hit.i)]
                    order += 1
                else:
                    features.append(_AGAIN)
                features += place
    if speaker.kind not in ("person", "pronoun"):
        for code in own:
            found.pop(code, None)
    _add_heard(setting, found, own)
    title = setting.view.analysis.title_codes
    inner = len({c for a in content for c in a.mention.codes} - own)
    first = next((c for c in ranks if c not in own), None)
    expert, last = speaker.office == "expert", earlier[-1] if earlier else None
    count, inside = min(len(found), 4), min(inner, 3)
    inner = min(inner, 2)
    for code, features in found.items():
        features += (
            _article(act, count, inside, len(code) == 3 and code.isalpha()),
            _rank(code in title, inner, min(ranks.get(code, 9), 5), code == first),
            _own(code in own, expert, code in earlier, code == last),
        )
    return [Option(code, features) for code, features in found.items()]


_AGAIN = Traits("again")


@lru_cache(_NAMES)
def _place(prep: str, within: int, value: str, at_object: bool, same: bool, rule: str) -> Traits:
    return Traits(
        f"{prep}.{within}",
        f"object={value}.{int(at_object)}",
        f"object={int(at_object)}",
        f"same={int(same)}",
        f"v={value}.{prep}",
        f"rule={rule}.{within}",
    )


@lru_cache(_NAMES)
def _article(act: str, count: int, inside: int, state: bool) -> Traits:
    return Traits(f"act={act}", f"n={count}", f"inner={inside}", f"state={int(state)}")


@lru_cache(1024)
def _distance(distance: int, within: int) -> Traits:
    return Traits(f"{gap('d', distance)}{within}")


@lru_cache(_NAMES)
def _order(order: int, act: str, within: int, before: bool) -> Traits:
    outside = () if within else ("outside.before" if before else "outside.after",)
    names = f"order={order}", f"order={order}.{act}", f"within={within}", f"within={within}.order={min(order, 3)}"
    return Traits(*names, *outside)


@lru_cache(_NAMES)
def _rank(title: bool, inner: int, rank: int, first: bool) -> Traits:
    return Traits(
        f"title={int(title)}",
        f"title={int(title)}.inner={inner}",
        f"rank={rank}",
        f"foremost={int(first)}",
        f"foremost={int(first)}.inner={inner}",
    )


@lru_cache(_NAMES)
def _own(own: bool, expert: bool, before: bool, last: bool) -> Traits:
    return Traits(f"own={int(own)}.{int(expert)}", f"before={int(before)}", f"last={int(last)}")


def _heard(view: View) -> list[list[tuple[str, Mention]]]:
    """The actors of each of the sentences right before, nearest sentence first, up to a title."""
    sentences, index = view.analysis.sentences, view.sentence.index
    found: list[list[tuple[str, Mention]]] = []
    for back in range(1, _BACK + 1):
        if index - back < 0 or sentences[index - back].role == "title":
            break
        found.append([(code, m) for m in sentences[index - back].mentions for code in m.codes])
    return found


def _add_heard(setting: Setting, found: dict[str, list[Feature]], own: set[str]) -> None:
    """Add the actors of the sentences right before and of the title that this one does not name."""
    for back, named in enumerate(setting.heard, 1):
        order = 0
        for code, m in named:
            if code not in found and code not in own:
                found[code] = [_heard_names(back, min(order, 3), m.kind, m.prep)]
                order += 1
    for code in setting.view.analysis.title_codes:
        if code not in found and code not in own:
            found[code] = [_HEARD]


_HEARD = Traits("heard=title")


@lru_cache(_NAMES)
def _heard_names(back: int, order: int, kind: str, prep: str | None) -> Traits:
    return Traits(f"heard={back}", f"heard={back}.order={order}", f"heard.x={kind}", f"heard.prep={prep}")


def guess(view: View, said: Attribution) -> list[str]:
    """The rule's own choice, where no model is: the first other actor of what is said, with those joined to it."""
    own = set(said.speaker.codes)
    for m in view.sentence.mentions:
        if (
            said.begin <= m.i < said.end
            and m.codes
            and m is not said.speaker
            and m.kind != "pronoun"
            and m.prep != "according"
        ):
            codes = [c for x in (view.group(m) or [m]) for c in x.codes if c not in own]
            if codes:
                return list(dict.fromkeys(codes))[:4]
    return []
