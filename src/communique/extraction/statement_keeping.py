"""What tells whether a statement is worth a record: who speaks and how, what stands around it, who spoke before."""

from __future__ import annotations

from functools import lru_cache

from communique.extraction.attribution import Attribution
from communique.extraction.deciding.features import around, gap, who
from communique.extraction.deciding.traits import Feature, Traits
from communique.extraction.exchanges import Exchange
from communique.extraction.frames import View
from communique.extraction.model import Hit, Mention
from communique.extraction.statement_acts import READ
from communique.extraction.targets import Setting
from communique.knowledge import knowledge
from communique.records import Act

_NAMES = 2_048
_BETWEEN, _FEW = 12, 3
"""Words that are looked at between a speaker and the verb, and of those how many count as a whole."""


def keeping(
    setting: Setting,
    said: Attribution,
    act: Act,
    targets: int,
    quoted: bool,
    via: bool,
    beside: list[Attribution],
    ranks: dict[str, int],
    exchange: Exchange,
) -> list[Feature]:
    """Features for whether it is a statement worth a record at all, each name once."""
    view, sentence, hit, m, rule = setting.view, setting.sentence, said.hit, said.speaker, said.rule
    begin, end, code, analysis = said.begin, said.end, m.codes[0], setting.view.analysis
    others = min(len(setting.codes.difference(m.codes)), 3)
    inside = min(len(setting.inside(begin, end, m.codes)), 3)
    here = sentence.begin <= m.i < sentence.end
    distance = (m.j - hit.i if m.j <= hit.i else m.i - hit.j) if here else 40
    group = 0
    for a in beside:
        group += a.hit is hit
    length = min(len(analysis.sentences) // 8, 5)
    stop = min(end, begin + READ)
    return [
        *around(view, hit.i, hit.j, wide=5),
        _rule_names(rule, hit.cue.value, act, quoted, min(targets, 3)),
        who("sp", m),
        *_nested(said, beside),
        gap("sp", distance),
        *((_subject(view, m, hit),) if here and m.j <= hit.i else ()),
        *(_before(view, m, hit) if here else ()),
        "via=1" if via else "via=0",
        f"size={min((end - begin) // 8, 5)}",
        *setting.plain_words(begin, stop),
        *[f"c{k}:{word}" for k, word in enumerate(setting.run(begin, stop)[0][:2])],
        _verb(" ".join([t.word for t in view.tokens[hit.i : hit.j]]), m.kind, rule, begin < hit.i),
        _other_names(min(sentence.index, 4), others, inside, rule, min(len(beside), 4), sentence.in_quote(hit.i)),
        _article_names(min(ranks.get(code, 9), 5), code in analysis.title_codes, length, begin < hit.i, m.kind, rule),
        _sentence_names(
            len(code) == 3, min(group, 4), min(len(sentence.cues("past")), 2), min(len(sentence.dates), 2), quoted
        ),
        *_sentences(setting, m.codes, len(ranks)),
        _echo(*exchange.echo(code, _content(view, begin, stop))),
        _told(*exchange.last(sentence.index, code), m.kind, min(exchange.count(code), 6)),
        _sort_of(_kind(code), m.kind, "" if m.person is None else "known" if exchange.heard(m.person) else "new"),
    ]


def _subject(view: View, m: Mention, hit: Hit) -> Traits:
    """What stands between a speaker and the verb after it, and before the speaker."""
    between = sum(m.j <= x.i < hit.i for x in view.acting)
    comma = view.mark_between(m.j, hit.i, ",")
    clause = sum(m.j <= h.i < hit.i for h in view.sentence.cues("clause"))
    before = sum(x.i < m.i for x in view.acting)
    return _subject_names(min(between, 3), comma, min(clause, 2), min(before, 3), m.prep or "")


def _before(view: View, m: Mention, hit: Hit) -> list[Feature]:
    """The words right before a speaker: whether it begins a sentence, or a clause that hangs on another word; and those
    between it and the verb.
    """
    tokens = view.tokens
    words = ["^" if t.cap else t.word for t in tokens[max(m.i - 2, view.begin) : m.i]]
    i, j = (m.j, hit.i) if m.j <= hit.i else (hit.j, m.i)
    between = ["^" if t.cap else t.word for t in tokens[i : min(j, i + _BETWEEN)]]
    return [
        _before_names(words[-1] if words else "$", " ".join(words), m.kind, hit.cue.value, m.j <= hit.i),
        f"mid={' '.join(between)}" if j - i <= _FEW else "mid=long",
        *[f"mid:{word}" for word in dict.fromkeys(between)],
    ]


def _kind(code: str) -> str:
    actor = knowledge().actors.get(code)
    return actor.kind if actor is not None else ""


def _sentences(setting: Setting, own: tuple[str, ...], actors: int) -> list[Feature]:
    """How the sentence begins and where it stands, and what the sentences before and after it are."""
    view, sentence = setting.view, setting.sentence
    tokens, sentences = view.tokens, view.analysis.sentences
    first = [
        t.word if k == view.begin or not t.cap else "^"
        for k, t in enumerate(tokens[view.begin : view.begin + 2], view.begin)
    ]
    found: list[Feature] = [_opening(first[0], " ".join(first), 10 * sentence.index // len(sentences), min(actors, 12))]
    for name, k in (("nx", sentence.index + 1), ("pv", sentence.index - 1)):
        if 0 <= k < len(sentences):
            other = sentences[k]
            quoted = int(3 * sum(other.quoted) / (len(other.quoted) + 1))
            same = any(c in own for x in other.mentions[:_BETWEEN] for c in x.codes)
            says = min(len(other.cues("say")), 2)
            found.append(_neighbour(name, quoted, other.role, tokens[other.begin].word, same, says))
    return found


@lru_cache(_NAMES)
def _opening(first: str, both: str, place: int, actors: int) -> Traits:
    return Traits(f"s0={first}", f"s1={both}", f"rel={place}", f"actors={actors}")


@lru_cache(_NAMES)
def _neighbour(name: str, quoted: int, role: str, first: str, same: bool, says: int) -> Traits:
    return Traits(f"{name}.q={quoted}.{role}", f"{name}.w={first}", f"{name}.own={int(same)}", f"{name}.say={says}")


@lru_cache(_NAMES)
def _verb(words: str, kind: str, rule: str, after: bool) -> Traits:
    return Traits(f"vs={words}.{kind}", f"vo={words}.{rule}.{int(after)}")


@lru_cache(_NAMES)
def _sort_of(actor: str, kind: str, person: str) -> Traits:
    return Traits(f"sort={actor}", f"sort={actor}.{kind}", f"sp.person={person}.{kind}")


@lru_cache(_NAMES)
def _before_names(word: str, words: str, kind: str, value: str, first: bool) -> Traits:
    names = (f"pre={word}.{int(first)}", f"pre2={words}.{int(first)}", f"pre={word}.{kind}", f"pre={word}.{value}")
    return Traits(*names)


def _content(view: View, begin: int, end: int) -> frozenset[str]:
    """The words of what is said, but for those of one letter."""
    return frozenset([t.word for t in view.tokens[begin:end] if len(t.word) > 1])


@lru_cache(_NAMES)
def _echo(own: float, others: float) -> Traits:
    return Traits(f"echo={int(8 * own)}", f"echo.others={int(8 * others)}")


@lru_cache(_NAMES)
def _told(own: str, other: str, aimed: bool, kind: str, count: int) -> Traits:
    said = (f"own.last={own}", f"own.last={own}.{kind}", f"own.count={count}")
    return Traits(*said, f"other.last={other}.{int(aimed)}")


@lru_cache(_NAMES)
def _subject_names(between: int, comma: bool, clause: int, before: int, prep: str) -> Traits:
    place = f"{between}{int(comma)}{clause}"
    return Traits(
        f"sp.between={between}",
        f"sp.place={place}",
        f"sp.first={before}",
        f"sp.place={place}.{before}",
        f"sp.prep={prep}.{place}",
    )


@lru_cache(_NAMES)
def _rule_names(rule: str, value: str, act: str, quoted: bool, targets: int) -> Traits:
    return Traits(
        f"rule={rule}",
        f"v={value}",
        f"a={act}",
        f"rule={rule}.{value}",
        f"quoted={int(quoted)}",
        f"nt={targets}",
    )


@lru_cache(_NAMES)
def _other_names(lead: int, others: int, inside: int, rule: str, beside: int, in_quote: bool) -> Traits:
    return Traits(
        f"lead={lead}",
        f"others={others}",
        f"inside={inside}",
        f"others={int(others > 0)}.{rule}",
        f"together={beside}",
        f"inquote={int(in_quote)}",
    )


@lru_cache(_NAMES)
def _article_names(rank: int, title: bool, length: int, before: bool, kind: str, rule: str) -> Traits:
    return Traits(
        f"sp.rank={rank}",
        f"title={int(title)}",
        f"length={length}",
        f"before={int(before)}",
        f"sp.kind={kind}.{rule}",
    )


@lru_cache(_NAMES)
def _sentence_names(state: bool, group: int, past: int, dates: int, quoted: bool) -> Traits:
    return Traits(f"state={int(state)}", f"group={group}", f"past={past}", f"dates={dates}.{int(quoted)}")


def _nested(said: Attribution, beside: list[Attribution]) -> tuple[str, ...]:
    """Whether what this speaker says is that another says something, or what it says is told by another of its side."""
    m, hit = said.speaker, said.hit
    for other in beside:
        if other.hit is hit or other.speaker is m:
            continue
        if said.begin <= other.speaker.i < other.hit.i < said.end:
            side = "own" if other.speaker.codes[:1] == m.codes[:1] else "other"
            return f"holds={side}", f"holds={side}.{m.kind}.{other.speaker.kind}"
        if other.begin <= m.i < hit.i < other.end:
            side = "own" if other.speaker.codes[:1] == m.codes[:1] else "other"
            return f"held={side}", f"held={side}.{m.kind}.{other.speaker.kind}"
    return ()
