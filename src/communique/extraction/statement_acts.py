"""What tells the act of a statement: its verb, the words that are said, whose doing they tell, who spoke before."""

from __future__ import annotations

from functools import lru_cache

from communique.extraction.attribution import Attribution
from communique.extraction.deciding.traits import Feature, Traits
from communique.extraction.exchanges import Exchange
from communique.extraction.model import Hit, Mention
from communique.extraction.targets import Setting
from communique.records import Act

READ = 45
"""Tokens of what is said that are looked at."""
_NAMES = 2_048
_SIDES, _NAMED = 4, 12


@lru_cache(_NAMES)
def _verb_names(negated: bool, kind: str, tones: int, words: str, verb: str, act: str, cls: str) -> Traits:
    verbs = (f"verb={words}", f"v={verb}", f"a={act}", f"cls={cls}")
    return Traits(f"negated={int(negated)}.{kind}", f"tones={tones}", *verbs)


@lru_cache(_NAMES)
def _speaker_names(rule: str, targets: int, quoted: bool, kind: str, speaker: str, office: str | None) -> Traits:
    return Traits(f"rule={rule}", f"nt={targets}", f"quoted={int(quoted)}.{kind}", f"sp={speaker}", f"office={office}")


@lru_cache(_NAMES)
def _cue_names(kind: str, cue: str, near: int) -> Traits:
    return Traits(f"{cue}.{near}", f"{kind}.{cue}.{near}")


def tone(
    setting: Setting,
    said: Attribution,
    verb: Act,
    targets: int,
    quoted: bool,
    tones: list[Hit],
    negated: bool,
    act: Act,
    exchange: Exchange,
) -> list[Feature]:
    """Features of the act: the verb, and what the words say."""
    sentence, tokens, hit, begin = setting.sentence, setting.view.tokens, said.hit, said.begin
    end = min(said.end, begin + READ)
    kind = "plain" if verb is Act.ASSERT else str(verb)
    m = said.speaker
    verb_words = " ".join([t.word for t in tokens[hit.i : hit.j]])
    different = min(len({h.cue.value for h in tones}), 3) if tones else 0
    found: list[Feature] = [
        f"sp={m.codes[0]}",
        _verb_names(negated, kind, different, verb_words, verb, act, hit.cue.cls),
        _speaker_names(said.rule, min(targets, 2), quoted, kind, m.kind, m.office),
    ]
    if tones:
        found += [f"tone={h.cue.value}" for h in tones]
        found += [f"{kind}.tone={h.cue.value}" for h in tones]
        found += [f"tone.word={' '.join([t.word for t in tokens[h.i : h.j]])}" for h in tones]
        found.append(f"tone0={tones[0].cue.value}.{kind}")
    found += [f"inner={h.cue.value}" for h in sentence.cues("say") if begin <= h.i < said.end and h is not hit]
    for cls in ("neg", "if", "future", "modal"):
        for h in sentence.cues(cls):
            if begin <= h.i < end:
                found.append(_cue_names(kind, cls + h.cue.value, 0 if h.i - begin <= 4 else 1))
    words, pairs = setting.run(begin, end)
    found += pairs
    found += [f"{k}:{w}" for k, w in enumerate(words[:3])]
    for k in (1, 2):
        if hit.i - k >= sentence.begin and not tokens[hit.i - k].cap:
            found.append(f"<{k}{tokens[hit.i - k].word}")
    if words:
        found.append(f"{verb_words}+{words[0]}")
    found += _sides(setting, said, end, tones)
    found += [
        f"beside={h.cue.value}.{int(h.i < hit.i)}"
        for h in sentence.cues("say")
        if h is not hit and not begin <= h.i < said.end
    ]
    found.append(_heard(*exchange.last(sentence.index, m.codes[0]), kind))
    return found


def _sides(setting: Setting, said: Attribution, end: int, tones: list[Hit]) -> list[Feature]:
    """Whose doing the words speak of: what stands right before and after the speaker's own side and the others, and
    after whom there are words of tone, denied or not, of saying, and of what is to come.
    """
    tokens, own, sentence, begin = setting.view.tokens, said.speaker.codes, setting.sentence, said.begin
    actors = [a.mention for a in setting.actors if begin <= a.mention.i < end and a.mention is not said.speaker]
    named = [(m, "o" if m.codes[0] in own else "x") for m in actors[:_NAMED]]
    found: list[Feature] = []
    for m, side in named[:_SIDES]:
        after = [t.word for t in tokens[m.j : min(m.j + 3, sentence.end)]]
        found += [f"{side}>{' '.join(after[:k])}" for k in range(1, len(after) + 1)]
        if m.i > begin:
            found += (f"{side}<{tokens[m.i - 1].word}", f"{side}<{tokens[m.i - 2].word} {tokens[m.i - 1].word}")
    denied = {k for h in sentence.cues("neg") for k in range(h.j, h.j + 3)}
    found += [_whose(_side(named, h.i), h.i in denied, "tone", h.cue.value) for h in tones]
    for cls in ("say", "neg", "future", "modal", "if"):
        for h in sentence.cues(cls):
            if begin <= h.i < end and h is not said.hit:
                found.append(_whose(_side(named, h.i), cls == "say" and h.i in denied, cls, h.cue.value))
    return found


def _side(named: list[tuple[Mention, str]], i: int) -> str:
    """Whether the last actor named before a word is of the speaker's side ("o") or another ("x"), if any is."""
    return next((side for m, side in reversed(named) if m.j <= i), "-")


@lru_cache(_NAMES)
def _whose(side: str, denied: bool, cls: str, value: str) -> Traits:
    return Traits(f"{side}.{'no.' if denied else ''}{cls}={value}")


@lru_cache(_NAMES)
def _heard(own: str, other: str, aimed: bool, kind: str) -> Traits:
    reply = f"{other}.{int(aimed)}"
    return Traits(f"own.last={own}", f"own.last={own}.{kind}", f"reply={reply}", f"reply={reply}.{kind}")
