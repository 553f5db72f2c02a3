"""Statements: who said what sort of thing about or to whom, through which outlet."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from communique.extraction.attribution import Attribution, spoken
from communique.extraction.deciding.features import around, gap, who
from communique.extraction.drafts import StatementDraft
from communique.extraction.frames import View, date_near, evidence_span, settled, via_near
from communique.extraction.model import Mention
from communique.extraction.publication import Era
from communique.extraction.targets import guess, options, standing
from communique.extraction.tokens import WORD
from communique.knowledge import Knowledge
from communique.records import Act, Participant

_STRONG = (Act.THREATEN, Act.REJECT, Act.ACCUSE, Act.REQUEST, Act.CONCEDE, Act.AGREE, Act.SUPPORT)
_READ = 45
_SAME = 0.5
_SHORT, _LONG = 40, 300


def find_statements(views: Sequence[View], era: Era, known: Knowledge) -> list[StatementDraft]:
    """All statements of an article's sentences, unmerged."""
    if not views:
        return []
    ranks = {code: k for k, code in enumerate(standing(views[0].analysis))}
    drafts: list[StatementDraft] = []
    addressed: dict[tuple[str, ...], list[str]] = {}
    for view, found in zip(views, spoken(views), strict=True):
        for said in found:
            if not said.speaker.codes:
                continue
            draft = _draft(view, said, era, ranks, addressed.setdefault(said.speaker.codes, []), found)
            addressed[said.speaker.codes] += draft.targets[:1]
            drafts.append(draft)
    return drafts


def _draft(
    view: View, said: Attribution, era: Era, ranks: dict[str, int], earlier: list[str], beside: list[Attribution]
) -> StatementDraft:
    sentence, m, hit = view.sentence, said.speaker, said.hit
    verb = Act(hit.cue.value) if hit.cue.cls in ("say", "saynoun") else Act.ASSERT
    act = _act(view, verb, said)
    targets = guess(view, said)
    when = date_near(view, hit.i, reach=14)
    date, candidates = settled(view, when, era, -1)
    via = list(via_near(view))
    quoted = any(sentence.in_quote(k) for k in range(said.begin, said.end)) or (said.rule == "quote")
    speaker = _participant(m)
    body = m.body.replace("{state}", m.codes[0]) if m.body else ""
    here = sentence.begin <= m.i < sentence.end
    start, stop = _words(
        view, min(m.i if here else hit.i, hit.i, said.begin), max(m.j if here else hit.j, hit.j, said.end)
    )
    return StatementDraft(
        start,
        stop,
        f"statement.{said.rule}",
        sentence.index,
        candidates=candidates,
        speaker=speaker,
        targets=targets,
        act=act,
        quoted=quoted,
        via=via,
        date=date,
        chain=[*via, *([body] if body else []), *([speaker.person] if speaker.person else [])],
        features=_keep(view, said, act, targets, quoted, bool(via), beside, ranks),
        asks={"act": _tone(view, said, verb, act, targets, quoted)},
        options=options(view, said, act, ranks, earlier),
    )


def _words(view: View, i: int, j: int) -> tuple[int, int]:
    """Offsets of the speaker, the verb and what is said, made longer or shorter within the sentence to fit."""
    tokens = view.tokens
    start, stop = tokens[i].start, tokens[max(j, i + 1) - 1].end
    return (start, stop) if _SHORT <= stop - start <= _LONG else evidence_span(view, i, j)


def _participant(m: Mention) -> Participant:
    office = m.office if m.kind in ("person", "pronoun") else None
    if office and m.office_mod in ("former", "acting", "deputy") and not office.startswith(m.office_mod):
        office = f"{m.office_mod} {office}"
    return Participant(m.codes[0], m.person if len(m.codes) == 1 else None, office)


def _act(view: View, verb: Act, said: Attribution) -> Act:
    """The act: what the verb performs; a bare verb of saying takes it from the words of what is said."""
    if verb is not Act.ASSERT:
        return Act.REJECT if _negated(view, said) and verb in (Act.AGREE, Act.SUPPORT, Act.CONCEDE) else verb
    counts: dict[Act, float] = {}
    for h in view.sentence.cues("tone"):
        if said.begin <= h.i < said.end:
            act = Act(h.cue.value)
            counts[act] = counts.get(act, 0.0) + (0.7 if act in (Act.REQUEST, Act.SUPPORT) else 1.0)
    best = max(_STRONG, key=lambda a: counts.get(a, 0.0))
    return best if counts.get(best, 0.0) >= 1.0 else Act.ASSERT


def _negated(view: View, said: Attribution) -> bool:
    """Whether the verb of saying is itself denied: "does not accept"."""
    return any(0 <= said.hit.i - h.j <= 1 for h in view.sentence.cues("neg"))


def _tone(view: View, said: Attribution, verb: Act, act: Act, targets: list[str], quoted: bool) -> list[str]:
    """Features of the act: the verb, and what the words say."""
    sentence, tokens, hit = view.sentence, view.tokens, said.hit
    end = min(said.end, said.begin + _READ)
    kind = "plain" if verb is Act.ASSERT else str(verb)
    words = [
        tokens[k].word if not tokens[k].cap or k == said.begin else "^"
        for k in range(said.begin, end)
        if tokens[k].kind == WORD
    ]
    tones = [h for h in sentence.cues("tone") if said.begin <= h.i < said.end]
    inner = [h for h in sentence.cues("say") if said.begin <= h.i < said.end and h is not hit]
    verb_words = " ".join(tokens[k].word for k in range(hit.i, hit.j))
    negated = int(_negated(view, said))
    found = [
        f"negated={negated}.{kind}",
        f"tones={min(len({h.cue.value for h in tones}), 3)}",
        f"verb={verb_words}",
        f"v={verb}",
        f"a={act}",
        f"cls={hit.cue.cls}",
        f"rule={said.rule}",
        f"nt={min(len(targets), 2)}",
        f"quoted={int(quoted)}.{kind}",
        f"sp={said.speaker.kind}",
        f"office={said.speaker.office}",
    ]
    found += [f"tone={h.cue.value}" for h in tones] + [f"{kind}.tone={h.cue.value}" for h in tones]
    found += [f"tone.word={' '.join(tokens[k].word for k in range(h.i, h.j))}" for h in tones]
    if tones:
        found.append(f"tone0={tones[0].cue.value}.{kind}")
    found += [f"inner={h.cue.value}" for h in inner]
    for h in (*sentence.cues("neg"), *sentence.cues("if"), *sentence.cues("future"), *sentence.cues("modal")):
        if said.begin <= h.i < end:
            near = "0" if h.i - said.begin <= 4 else "1"
            found.append(f"{h.cue.cls}{h.cue.value}.{near}")
            found.append(f"{kind}.{h.cue.cls}{h.cue.value}.{near}")
    found += [f"bb={a} {b}" for a, b in set(pairwise(words))]
    found += [f"{k}:{w}" for k, w in enumerate(words[:3])]
    found += [
        f"<{k}{tokens[hit.i - k].word}" for k in (1, 2) if hit.i - k >= sentence.begin and not tokens[hit.i - k].cap
    ]
    if words:
        found.append(f"{verb_words}+{words[0]}")
    return found


def _keep(
    view: View,
    said: Attribution,
    act: Act,
    targets: list[str],
    quoted: bool,
    via: bool,
    beside: list[Attribution],
    ranks: dict[str, int],
) -> list[str]:
    """Features for whether it is a statement worth a record at all."""
    sentence, tokens, hit, m = view.sentence, view.tokens, said.hit, said.speaker
    begin, end = said.begin, said.end
    words = {
        tokens[k].word for k in range(begin, min(end, begin + _READ)) if not tokens[k].cap and tokens[k].kind == WORD
    }
    others = {c for x in sentence.mentions if x is not m for c in x.codes} - set(m.codes)
    inside = {c for x in sentence.mentions if begin <= x.i < end for c in x.codes} - set(m.codes)
    here = sentence.begin <= m.i < sentence.end
    distance = (m.j - hit.i if m.j <= hit.i else m.i - hit.j) if here else 40
    value = hit.cue.value
    return [
        *around(view, hit.i, hit.j, wide=5),
        f"rule={said.rule}",
        f"v={value}",
        f"a={act}",
        f"rule={said.rule}.{value}",
        f"quoted={int(quoted)}",
        f"nt={min(len(targets), 3)}",
        *who("sp", m),
        gap("sp", distance),
        f"via={int(via)}",
        f"size={min((end - begin) // 8, 5)}",
        *(f"b={w}" for w in words),
        f"lead={min(sentence.index, 4)}",
        f"others={min(len(others), 3)}",
        f"inside={min(len(inside), 3)}",
        f"others={int(bool(others))}.{said.rule}",
        f"together={min(len(beside), 4)}",
        f"inquote={int(sentence.in_quote(hit.i))}",
        f"sp.rank={min(ranks.get(m.codes[0], 9), 5)}",
        f"title={int(m.codes[0] in view.analysis.title_codes)}",
        f"length={min(len(view.analysis.sentences) // 8, 5)}",
        f"before={int(begin < hit.i)}",
        f"sp.kind={m.kind}.{said.rule}",
        f"state={int(len(m.codes[0]) == 3)}",
        f"group={min(sum(1 for a in beside if a.hit is hit), 4)}",
        f"past={min(len(sentence.cues('past')), 2)}",
        f"dates={min(len(sentence.dates), 2)}.{int(quoted)}",
    ]


def merge_statements(drafts: list[StatementDraft]) -> list[StatementDraft]:
    """One record for one speaker's one act toward one target; what may well be the same act counts as the same."""
    merged: dict[tuple[str, str | None], list[StatementDraft]] = {}
    found: list[StatementDraft] = []
    for d in drafts:
        same = merged.setdefault((d.speaker.code, d.speaker.person), [])
        have = max(same, key=lambda x: _alike(x, d), default=None)
        if have is None or _alike(have, d) < _SAME:
            same.append(d)
            found.append(d)
            continue
        have.members += 1
        have.features += d.features
        have.quoted = have.quoted or d.quoted
        have.via += [v for v in d.via if v not in have.via]
        have.date = have.date or d.date
    _among(found)
    return found


def _alike(a: StatementDraft, b: StatementDraft) -> float:
    """How probable it is that two statements of one speaker are one act toward one target, 0 to 1."""
    act = 1.0 if a.act is b.act else max(a.acts.get(b.act, 0.0), b.acts.get(a.act, 0.0))
    if set(a.targets) & set(b.targets) or (not a.targets and not b.targets):
        return act
    aim = max([0.0, *(a.aims.get(c, 0.0) for c in b.targets), *(b.aims.get(c, 0.0) for c in a.targets)])
    return act * aim


def _among(found: list[StatementDraft]) -> None:
    """Features of a statement among the others of its article, and of what its speaker has said before."""
    said: dict[tuple[str, str | None], list[StatementDraft]] = {}
    sentences: dict[int, int] = {}
    for d in found:
        sentences[d.sentence] = sentences.get(d.sentence, 0) + 1
    for d in found:
        same = said.setdefault((d.speaker.code, d.speaker.person), [])
        near = max((_alike(x, d) for x in same), default=0.0)
        sure = d.acts.get(d.act, 0.5)
        aim = max((d.aims.get(c, 0.0) for c in d.targets), default=0.0)
        d.features += [
            f"m.a={d.act}",
            f"m.nt={min(len(d.targets), 3)}",
            f"m.same={min(len(same), 4)}",
            f"m.act={int(any(x.act is d.act for x in same))}",
            f"m.target={int(any(set(x.targets) & set(d.targets) for x in same))}",
            f"m.all={min(len(found) // 4, 6)}",
            f"m.beside={min(sentences[d.sentence], 4)}",
            f"m.sentence={int(any(x.sentence == d.sentence for x in same))}",
            f"m.assert={int(d.act is Act.ASSERT and bool(same))}",
            f"m.near={int(near * 5)}",
            f"m.sure={int(sure * 5)}",
            f"m.aim={int(aim * 5)}",
            f"m.sure={int(sure * 5)}.{int(aim * 3)}",
        ]
        same.append(d)
