"""Statements: who said what sort of thing about or to whom, through which outlet."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

from communique.extraction.attribution import Attribution
from communique.extraction.drafts import StatementDraft
from communique.extraction.exchanges import Exchange
from communique.extraction.frames import View, evidence_span, via_near
from communique.extraction.model import Hit, Mention
from communique.extraction.nearest import date_near, settled
from communique.extraction.outlets import cited_by
from communique.extraction.publication import Era
from communique.extraction.quotations import spoken
from communique.extraction.statement_acts import tone
from communique.extraction.statement_keeping import keeping
from communique.extraction.targets import Setting, guess, options, standing
from communique.knowledge import Knowledge
from communique.records import Act, Participant

_ACTS = {str(act): act for act in Act}
_STRONG = (Act.THREATEN, Act.REJECT, Act.ACCUSE, Act.REQUEST, Act.CONCEDE, Act.AGREE, Act.SUPPORT)
_SHORT, _LONG = 40, 300
_TOGETHER = 4


def find_statements(views: Sequence[View], era: Era, known: Knowledge) -> list[StatementDraft]:
    """All statements of an article's sentences, unmerged."""
    if not views:
        return []
    ranks = {code: k for k, code in enumerate(standing(views[0].analysis))}
    drafts: list[StatementDraft] = []
    addressed: dict[tuple[str, ...], list[str]] = {}
    exchange = Exchange()
    for view, found in zip(views, spoken(views), strict=True):
        setting: Setting | None = None
        for said in found:
            if not said.speaker.codes or _passed_on(said, found):
                continue
            setting = setting or Setting(view)
            for one in _apart(view, said, known):
                earlier = addressed.setdefault(one.speaker.codes, [])
                draft = _draft(setting, one, era, ranks, earlier, found, exchange)
                earlier += draft.targets[:1]
                exchange.add(view.sentence.index, one.speaker, one.hit.cue.value, draft.targets)
                drafts.append(draft)
    cited_by(views, drafts)
    return drafts


def _apart(view: View, said: Attribution, known: Knowledge) -> list[Attribution]:
    """What several say together, as said by each; the person, where the article names one of that standing."""
    m = said.speaker
    if len(m.codes) == 1:
        return [said]
    level = known.level(m.office) if m.kind == "person" else None
    found: list[Attribution] = []
    for code in m.codes[:_TOGETHER]:
        persons = view.analysis.people.get((code, level.value), []) if level is not None else []
        one = copy(m)
        one.codes, one.person = (code,), persons[0] if persons else None
        found.append(Attribution(one, said.hit, said.rule, said.begin, said.end))
    return found


def _draft(
    setting: Setting,
    said: Attribution,
    era: Era,
    ranks: dict[str, int],
    earlier: list[str],
    beside: list[Attribution],
    exchange: Exchange,
) -> StatementDraft:
    view, sentence, m, hit = setting.view, setting.sentence, said.speaker, said.hit
    verb = _ACTS[hit.cue.value] if hit.cue.cls in ("say", "saynoun") else Act.ASSERT
    tones = [h for h in sentence.cues("tone") if said.begin <= h.i < said.end]
    negated = _negated(view, said)
    act = _act(verb, tones, negated)
    targets = guess(view, said)
    when = date_near(view, hit.i, reach=14)
    date, candidates = settled(view, when, era, -1)
    via = list(via_near(view)) if sentence.cited else []
    first = sentence.begin
    quoted = said.rule == "quote" or True in sentence.quoted[max(said.begin - first, 0) : max(said.end - first, 0)]
    speaker = _participant(m)
    body = m.body.replace("{state}", m.codes[0]) if m.body else ""
    here = first <= m.i < sentence.end and said.rule != "and"
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
        features=keeping(setting, said, act, len(targets), quoted, bool(via), beside, ranks, exchange),
        asks={"act": tone(setting, said, verb, len(targets), quoted, tones, negated, act, exchange)},
        options=options(setting, said, act, ranks, earlier),
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


def _act(verb: Act, tones: list[Hit], negated: bool) -> Act:
    """The act: what the verb performs; a bare verb of saying takes it from the words of what is said."""
    if verb is not Act.ASSERT:
        return Act.REJECT if negated and verb in (Act.AGREE, Act.SUPPORT, Act.CONCEDE) else verb
    if not tones:
        return Act.ASSERT
    counts: dict[Act, float] = {}
    for h in tones:
        act = _ACTS[h.cue.value]
        counts[act] = counts.get(act, 0.0) + (0.7 if act in (Act.REQUEST, Act.SUPPORT) else 1.0)
    best = max(_STRONG, key=lambda a: counts.get(a, 0.0))
    return best if counts.get(best, 0.0) >= 1.0 else Act.ASSERT


def _negated(view: View, said: Attribution) -> bool:
    """Whether the verb of saying is itself denied: "does not accept"."""
    return any(0 <= said.hit.i - h.j <= 1 for h in view.sentence.cues("neg"))


def _passed_on(said: Attribution, beside: list[Attribution]) -> bool:
    """Whether the speaker only carries what another says: an outlet, or a body telling what its own person said."""
    m = said.speaker
    if said.rule != "media" and m.kind != "body":
        return False
    for other in beside:
        if other.hit is said.hit or not said.begin <= other.speaker.i < other.hit.i < said.end:
            continue
        if said.rule == "media" or (other.speaker.person is not None and other.speaker.codes[:1] == m.codes[:1]):
            return True
    return False
