"""Whom a statement is addressed to or about: the actors it may be, each with what speaks for it."""

from __future__ import annotations

from collections import Counter

from communique.extraction.attribution import Attribution
from communique.extraction.deciding.features import gap
from communique.extraction.drafts import Option
from communique.extraction.frames import View
from communique.extraction.model import Analysis, Mention
from communique.extraction.tokens import NUMBER
from communique.records import Act

_BACK = 2


def standing(analysis: Analysis) -> list[str]:
    """Actors of an article, the most often named first."""
    counts = Counter(c for s in analysis.sentences for m in s.mentions for c in m.codes)
    return [code for code, _ in sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))]


def options(view: View, said: Attribution, act: Act, ranks: dict[str, int], earlier: list[str]) -> list[Option]:
    """Every actor that may be the target: those of the sentence, then of the sentences before and the title.

    `ranks`: place of each actor among those most often named; `earlier`: targets of what the same speaker said before.
    """
    sentence, speaker = view.sentence, said.speaker
    own = set(speaker.codes)
    found: dict[str, list[str]] = {}
    inside = [m for m in sentence.mentions if m.codes and m is not speaker and m.kind != "pronoun"]
    content = [m for m in inside if said.begin <= m.i < said.end]
    order = 0
    for m in [*content, *(x for x in inside if x not in content)]:
        within = said.begin <= m.i < said.end
        for code in m.codes:
            features = found.get(code)
            if features is None:
                features = found[code] = [
                    f"order={min(order, 4)}",
                    f"order={min(order, 4)}.{act}",
                    f"within={int(within)}",
                    f"within={int(within)}.order={min(order, 3)}",
                ]
                if not within:
                    features.append(f"outside.{'before' if m.i < said.hit.i else 'after'}")
                order += 1
            else:
                features.append("again")
            features += _place(view, m, said, within)
    if speaker.kind not in ("person", "pronoun"):
        for code in own:
            found.pop(code, None)
    found |= _heard(view, found.keys() | own)
    title = view.analysis.title_codes
    size, inner = len(found), len({c for m in content for c in m.codes} - own)
    for code, features in found.items():
        place = ranks.get(code, 9)
        first = next((c for c in ranks if c not in own), None)
        features += [
            f"act={act}",
            f"title={int(code in title)}",
            f"title={int(code in title)}.inner={min(inner, 2)}",
            f"rank={min(place, 5)}",
            f"foremost={int(code == first)}",
            f"foremost={int(code == first)}.inner={min(inner, 2)}",
            f"own={int(code in own)}.{int(speaker.office == 'expert')}",
            f"before={int(code in earlier)}",
            f"last={int(bool(earlier) and earlier[-1] == code)}",
            f"n={min(size, 4)}",
            f"inner={min(inner, 3)}",
            f"state={int(len(code) == 3 and code.isalpha())}",
        ]
    return [Option(code, features) for code, features in found.items()]


def _place(view: View, m: Mention, said: Attribution, within: bool) -> list[str]:
    sentence, tokens = view.sentence, view.tokens
    before = tokens[m.i - 1].word if m.i > sentence.begin and not tokens[m.i - 1].cap else "^"
    two = f"{tokens[m.i - 2].word} {before}" if m.i - 1 > sentence.begin else "^"
    after = tokens[m.j].word if m.j < sentence.end and tokens[m.j].kind != NUMBER else "$"
    return [
        f"x={m.kind}",
        f"prep={m.prep}",
        f"prep={m.prep}.{int(within)}",
        f"role={m.role}",
        f"of={int(m.of)}",
        f"px={before}",
        f"p2={two}",
        f"nx={after}",
        gap("d", m.i - said.begin if within else m.i - said.hit.i) + str(int(within)),
        f"object={said.hit.cue.value}.{int(m.i == said.hit.j)}",
        f"object={int(m.i == said.hit.j)}",
        f"q={int(sentence.in_quote(m.i))}",
        f"count={min(m.count, 2)}",
        f"same={int(view.same(m.i, said.hit.i))}",
        f"v={said.hit.cue.value}.prep={m.prep}",
        f"sentence.first={int(m is sentence.mentions[0])}",
        f"rule={said.rule}.{int(within)}",
    ]


def _heard(view: View, have: set[str]) -> dict[str, list[str]]:
    """Actors of the title and of the sentences right before that this one does not name."""
    found: dict[str, list[str]] = {}
    sentences = view.analysis.sentences
    index = view.sentence.index
    for back in range(1, _BACK + 1):
        if index - back < 0 or sentences[index - back].role == "title":
            break
        order = 0
        for m in sentences[index - back].mentions:
            for code in m.codes:
                if code not in have and code not in found:
                    found[code] = [
                        f"heard={back}",
                        f"heard={back}.order={min(order, 3)}",
                        f"heard.x={m.kind}",
                        f"heard.prep={m.prep}",
                    ]
                    order += 1
    for code in view.analysis.title_codes:
        if code not in have and code not in found:
            found[code] = ["heard=title"]
    return found


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
