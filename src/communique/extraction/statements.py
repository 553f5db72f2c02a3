"""Statements: who said what sort of thing about or to whom, through which outlet."""

from __future__ import annotations

from communique.extraction.deciding.features import around, gap, who
from communique.extraction.drafts import Option, StatementDraft
from communique.extraction.frames import View, date_near, settled, via_near
from communique.extraction.model import Hit, Mention, Sentence
from communique.extraction.publication import Era
from communique.extraction.tokens import MARK
from communique.knowledge import Knowledge
from communique.records import Act, Participant

_SPEAKERS = frozenset({"person", "body", "actor", "pronoun", "dem", "both"})
_NOT_SUBJECT = frozenset({"with", "between", "at", "to", "for", "from", "about", "of"})
_STRONG = {Act.ACCUSE, Act.REJECT, Act.THREATEN, Act.REQUEST, Act.SUPPORT, Act.AGREE, Act.CONCEDE}


def find_statements(view: View, era: Era, known: Knowledge) -> list[StatementDraft]:
    """All statements of one sentence, unmerged."""
    sentence = view.sentence
    drafts: list[StatementDraft] = []
    taken: set[int] = set()
    says = [h for h in sentence.cues("say") if not sentence.in_quote(h.i)]
    for hit in sentence.cues("cite", "according"):
        if sentence.in_quote(hit.i):
            continue
        speaker = next((m for m in sentence.mentions if 0 <= m.i - hit.j <= 3 and m.codes and m.kind in _SPEAKERS), None)
        if speaker is None:
            continue
        verb = next((h for h in says if 0 <= h.i - speaker.j <= 8), None)
        if verb is not None:
            taken.add(verb.i)
        rule = "cite" if hit.cue.cls == "cite" else "according"
        drafts.append(_draft(view, era, speaker, verb or hit, rule, known))
    for hit in says:
        if hit.i in taken:
            continue
        found = _speaker(view, hit, taken)
        if found is None:
            continue
        taken.add(hit.i)
        for speaker in found:
            drafts.append(_draft(view, era, speaker, hit, "say", known))
    return [d for d in drafts if d.speaker.code]


def _speaker(view: View, hit: Hit, taken: set[int]) -> list[Mention] | None:
    """The subject of a verb of saying: to its left in the clause, with nothing but helpers between."""
    sentence = view.sentence
    for m in reversed(sentence.mentions):
        if m.j > hit.i or m.kind not in _SPEAKERS:
            continue
        if hit.i - m.j > 12 or view._breaks(m.j, hit.i):
            return None
        if m.prep in _NOT_SUBJECT or m.role in ("people", "institution") or (m.role == "place"):
            continue
        if any(m.j <= t < hit.i for t in taken) and view.mark_between(m.j, hit.i, ",") is False and hit.i - m.j > 6:
            return None
        if not m.codes:
            return None
        if sentence.in_quote(m.i) != sentence.in_quote(hit.i):
            return None
        return view.group(m) or [m]
    return None


def _draft(view: View, era: Era, m: Mention, hit: Hit, rule: str, known: Knowledge) -> StatementDraft:
    sentence, tokens = view.sentence, view.tokens
    verb_act = Act(hit.cue.value) if hit.cue.cls == "say" else Act.ASSERT
    begin, end = _content(view, m, hit)
    act = _act(view, verb_act, begin, end)
    speaker = _participant(m)
    targets = _targets(view, m, hit, begin, end, act)
    when = date_near(view, hit.i, reach=14)
    date, candidates = settled(view, when, era, -1)
    via = list(via_near(view))
    quoted = any(sentence.quoted) and (hit.cue.cls != "say" or _quote_in(sentence, begin, end))
    start, stop = _span(view, m, hit, begin, end)
    body = m.body.replace("{state}", m.codes[0]) if m.body else ""
    chain = [*via, *([body] if body else []), *([speaker.person] if speaker.person else [])]
    words = sorted({tokens[k].word for k in range(begin, min(end, begin + 60)) if not tokens[k].cap})
    tones = [f"tone={h.cue.value}" for h in sentence.cues("tone") if begin <= h.i < end]
    near = around(view, hit.i, hit.j, wide=5)
    asks = {"act": [*near, f"v={hit.cue.value if hit.cue.cls == 'say' else hit.cue.cls}", f"a={act}", *tones, *(f"b={w}" for w in words), f"nt={len(targets)}",
                    *(f"bb={tokens[k].word} {tokens[k + 1].word}" for k in range(begin, min(end, begin + 40) - 1) if tokens[k].kind == 0 and tokens[k + 1].kind == 0)]}
    features = [*near, f"rule={rule}", f"v={verb_act}", f"a={act}", f"quoted={int(quoted)}", f"nt={len(targets)}", *who("sp", m), gap("sp", m.j - hit.i if m.j <= hit.i else m.i - hit.j), f"via={int(bool(via))}",
                f"size={min((end - begin) // 8, 5)}", *(f"b={w}" for w in words[:40]), f"lead={sentence.index}" if sentence.index < 3 else "lead=n"]
    return StatementDraft(
        start, stop, f"statement.{rule}", sentence.index, candidates=candidates, speaker=speaker, targets=targets, act=act, quoted=quoted,
        via=via, date=date, chain=chain, features=features, asks=asks, options=_options(view, m, hit, begin, end, act),
    )


def _participant(m: Mention) -> Participant:
    office = m.office if m.kind in ("person", "pronoun") else None
    if office and m.office_mod in ("former", "acting", "deputy") and not office.startswith(m.office_mod):
        office = f"{m.office_mod} {office}"
    person = m.person if len(m.codes) == 1 else None
    return Participant(m.codes[0] if m.codes else "", person, office)


def _content(view: View, m: Mention, hit: Hit) -> tuple[int, int]:
    """Tokens of what is said: after the verb, or the quotation before it."""
    sentence = view.sentence
    if hit.j < sentence.end - 2 and not (view.tokens[hit.j].kind == MARK and view.tokens[hit.j].word in "."):
        return hit.j, sentence.end
    return sentence.begin, m.i


def _quote_in(sentence: Sentence, begin: int, end: int) -> bool:
    return any(sentence.in_quote(k) for k in range(begin, end)) or any(sentence.in_quote(k) for k in range(sentence.begin, begin))


_ORDER = (Act.THREATEN, Act.REJECT, Act.ACCUSE, Act.REQUEST, Act.CONCEDE, Act.AGREE, Act.SUPPORT)


def _act(view: View, verb: Act, begin: int, end: int) -> Act:
    """The act: what the verb performs; a bare verb of saying takes it from the words of what is said."""
    if verb is not Act.ASSERT:
        return verb
    counts: dict[Act, float] = {}
    for h in view.sentence.cues("tone"):
        if begin <= h.i < end:
            act = Act(h.cue.value)
            counts[act] = counts.get(act, 0.0) + (1.0 if act not in (Act.REQUEST, Act.SUPPORT) else 0.7)
    if not counts:
        return Act.ASSERT
    best = max(_ORDER, key=lambda a: counts.get(a, 0.0))
    return best if counts.get(best, 0.0) >= 1.0 else Act.ASSERT


def _targets(view: View, speaker: Mention, hit: Hit, begin: int, end: int, act: Act) -> list[str]:
    """Actors that what is said is addressed to or about: the verb's object first."""
    own = set(speaker.codes)
    found: list[str] = []
    for x in view.sentence.mentions:
        if not (begin <= x.i < end) or not x.codes or x is speaker or x.role in ("people",) and x.kind == "actor":
            continue
        if x.kind == "pronoun" or x.prep == "according":
            continue
        for code in x.codes:
            if code not in own and code not in found:
                found.append(code)
    limit = 1
    if found and len([x for x in view.sentence.mentions if begin <= x.i < end and x.codes]) > 1 and act in (Act.ACCUSE, Act.REQUEST, Act.THREATEN, Act.REJECT):
        first = next(x for x in view.sentence.mentions if x.codes and found[0] in x.codes and begin <= x.i < end)
        joined = [c for y in view.group(first) for c in y.codes if c not in own] if first.kind in ("actor", "person", "body", "both") else []
        if len(joined) > 1:
            return list(dict.fromkeys(joined))[:4]
    return found[:limit]


def _options(view: View, speaker: Mention, hit: Hit, begin: int, end: int, act: Act) -> list[Option]:
    """Every other actor of the sentence as a possible target, with what speaks for it."""
    own = set(speaker.codes)
    found: dict[str, list[str]] = {}
    order = 0
    title = view.analysis.title_codes
    for x in view.sentence.mentions:
        if not x.codes or x is speaker or x.kind == "pronoun":
            continue
        inside = begin <= x.i < end
        for code in x.codes:
            if code in own:
                continue
            features = found.get(code)
            if features is None:
                features = found[code] = [f"order={min(order, 4)}", f"act={act}", f"first.{act}={int(order == 0)}", f"title={int(code in title)}"]
                order += 1
            features += [*who("x", x), f"in={int(inside)}", gap("d", x.i - hit.j), f"q={int(view.sentence.in_quote(x.i))}", f"px={view.tokens[x.i - 1].word if x.i > view.sentence.begin else '^'}", f"v={hit.cue.value}.{int(x.i - hit.j <= 1 and x.i >= hit.j)}"]
    n = len(found)
    for features in found.values():
        features.append(f"n={min(n, 4)}")
    if not found:
        for code in title:
            if code not in own:
                found[code] = ["title.only", f"act={act}", f"t.{act}"]
    return [Option(code, features) for code, features in found.items()]


def _span(view: View, m: Mention, hit: Hit, begin: int, end: int) -> tuple[int, int]:
    from communique.extraction.frames import evidence_span

    return evidence_span(view, min(m.i, hit.i, begin), max(m.j, hit.j, min(end, begin + 40)))


def merge_statements(drafts: list[StatementDraft]) -> list[StatementDraft]:
    """One record for one speaker's one act toward one target."""
    merged: dict[tuple[str, str | None, Act, tuple[str, ...]], StatementDraft] = {}
    for d in drafts:
        key = (d.speaker.code, d.speaker.person, d.act, tuple(sorted(d.targets)))
        have = merged.get(key)
        if have is None:
            merged[key] = d
            continue
        have.members += 1
        have.features += d.features
        have.quoted = have.quoted or d.quoted
        have.via += [v for v in d.via if v not in have.via]
        have.date = have.date or d.date
    return list(merged.values())
