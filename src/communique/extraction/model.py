"""What the steps of the reading hand to each other: mentions, cues, dates and sentences of one article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from communique.extraction.tokens import Token
from communique.knowledge import Person, Site, Source
from communique.language.pack import Cue
from communique.records import Place


@dataclass(slots=True, init=False)
class Mention:
    """Words that name someone or something that can act.

    `i`, `j`: token range (exclusive end), global in the article. `kind`: ``person``, ``actor`` (state or organisation),
    ``body``, ``both`` (two sides, three states), ``pronoun``, ``dem`` (this state, this bloc), ``west``. `codes`:
    the actors it
    stands for, after resolution. `count`: how many are meant where it is a plural (0: any, 1: one). `role`: what
    the noun before it
    makes of an actor's name (place, people, asset, institution). `of`: it hangs on the noun before it by "of".
    `title`: the office as the words give it, before anything is worked out. `prep`: class of the preposition or
    conjunction right before it. `office_mod`: former, acting, new, deputy. `field`: words for a field or body of
    no table stand between the office and whose it is.
    """

    i: int
    j: int
    kind: str
    codes: tuple[str, ...]
    person: str | None
    raw_name: str | None
    candidates: tuple[Person, ...]
    office: str | None
    office_mod: str | None
    field: bool
    title: str | None
    body: str | None
    body_kind: str | None
    count: int
    role: str | None
    of: bool
    prep: str | None
    standin: bool
    counterpart: bool
    affiliation: str | None
    sentence: int
    how: str
    parts: tuple[Mention, ...]

    def __init__(
        self,
        i: int,
        j: int,
        kind: str,
        codes: tuple[str, ...] = (),
        person: str | None = None,
        raw_name: str | None = None,
        candidates: tuple[Person, ...] = (),
        office: str | None = None,
        office_mod: str | None = None,
        field: bool = False,
        title: str | None = None,
        body: str | None = None,
        body_kind: str | None = None,
        count: int = 1,
        role: str | None = None,
        of: bool = False,
        prep: str | None = None,
        standin: bool = False,
        counterpart: bool = False,
        affiliation: str | None = None,
        sentence: int = -1,
        how: str = "",
        parts: tuple[Mention, ...] = (),
    ) -> None:
        self.i = i
        self.j = j
        self.kind = kind
        self.codes = codes
        self.person = person
        self.raw_name = raw_name
        self.candidates = candidates
        self.office = office
        self.office_mod = office_mod
        self.field = field
        self.title = title
        self.body = body
        self.body_kind = body_kind
        self.count = count
        self.role = role
        self.of = of
        self.prep = prep
        self.standin = standin
        self.counterpart = counterpart
        self.affiliation = affiliation
        self.sentence = sentence
        self.how = how
        self.parts = parts

    def __copy__(self) -> Mention:
        return Mention(
            self.i,
            self.j,
            self.kind,
            self.codes,
            self.person,
            self.raw_name,
            self.candidates,
            self.office,
            self.office_mod,
            self.field,
            self.title,
            self.body,
            self.body_kind,
            self.count,
            self.role,
            self.of,
            self.prep,
            self.standin,
            self.counterpart,
            self.affiliation,
            self.sentence,
            self.how,
            self.parts,
        )

    @property
    def code(self) -> str | None:
        """The first actor, or None where none could be found."""
        return self.codes[0] if self.codes else None


class Hit:
    """A cue in the text: token range and the cue."""

    __slots__ = ("cue", "i", "j")

    def __init__(self, i: int, j: int, cue: Cue) -> None:
        self.i, self.j, self.cue = i, j, cue


_NO_HITS: list[Hit] = []


@dataclass(slots=True, init=False)
class When:
    """A date in the text: token range, EDTF value as far as known, and how it was said.

    `relative`: days, months or years from the day of writing where that is how it was said (``("day", -1)``), else
    None.
    `side`: -1 where the words put it in the past, 1 in the future, 0 where they do not say. `weekday`: 1 Monday to
    7 Sunday, if given. `known`: the year that a known meeting on
    that day gives it, and why.
    """

    i: int
    j: int
    value: str | None
    relative: tuple[str, int] | None
    side: int
    sentence: int
    weekday: int | None
    known: tuple[int, str] | None

    def __init__(
        self,
        i: int,
        j: int,
        value: str | None,
        relative: tuple[str, int] | None = None,
        side: int = 0,
        sentence: int = -1,
        weekday: int | None = None,
        known: tuple[int, str] | None = None,
    ) -> None:
        self.i = i
        self.j = j
        self.value = value
        self.relative = relative
        self.side = side
        self.sentence = sentence
        self.weekday = weekday
        self.known = known


@dataclass(slots=True, init=False)
class Spot:
    """A place in the text."""

    i: int
    j: int
    site: Site

    def __init__(self, i: int, j: int, site: Site) -> None:
        self.i = i
        self.j = j
        self.site = site


@dataclass(slots=True, init=False)
class Named:
    """A place as its sentence names it: token range, country and city, class of the preposition before it, and how
    much that tells against something having been there.
    """

    i: int
    j: int
    country: str
    city: str | None
    prep: str
    cost: int

    def __init__(self, i: int, j: int, country: str, city: str | None, prep: str, cost: int) -> None:
        self.i = i
        self.j = j
        self.country = country
        self.city = city
        self.prep = prep
        self.cost = cost


@dataclass(slots=True)
class Cited:
    """A news source in the text."""

    i: int
    j: int
    source: Source


@dataclass(slots=True, init=False)
class Sentence:
    """One sentence: token range, its block's role, and all that was found in it, each list in order of position.

    `quoted[k]`: whether token ``begin + k`` lies inside quotation marks. `paragraph`: number of the block or line.
    """

    index: int
    begin: int
    end: int
    role: str
    paragraph: int
    mentions: list[Mention]
    hits: dict[str, list[Hit]]
    dates: list[When]
    spots: list[Spot]
    cited: list[Cited]
    quoted: list[bool]
    joined: dict[tuple[str, ...], list[Hit]]
    has_quote: bool
    deeds: list[str] | None
    places: list[Named] | None

    def __init__(self, index: int, begin: int, end: int, role: str, paragraph: int) -> None:
        self.index, self.begin, self.end, self.role, self.paragraph = index, begin, end, role, paragraph
        self.mentions = []
        self.hits = {}
        self.dates = []
        self.spots = []
        self.cited = []
        self.quoted = []
        self.joined = {}
        self.has_quote = False
        self.deeds = None
        self.places = None

    def cues(self, cls: str, *more: str) -> list[Hit]:
        """Hits of the classes, in order of position; a list to be looked at, not changed."""
        if not more:
            return self.hits.get(cls, _NO_HITS)
        classes = (cls, *more)
        found = self.joined.get(classes)
        if found is None:
            found = [hit for each in classes for hit in self.hits.get(each, _NO_HITS)]
            found.sort(key=_position)
            self.joined[classes] = found
        return found

    def sorts(self) -> list[str]:
        """The sort of each act named in it; a list to be looked at, not changed."""
        if self.deeds is None:
            self.deeds = [hit.cue.get("sort") for hit in self.hits.get("deed", _NO_HITS)]
        return self.deeds

    def in_quote(self, token: int) -> bool:
        """Whether a token of this sentence lies inside quotation marks."""
        k = token - self.begin
        return 0 <= k < len(self.quoted) and self.quoted[k]


def _position(hit: Hit) -> int:
    return hit.i << _TOKEN_BITS | hit.j


_TOKEN_BITS = 30


@dataclass(slots=True)
class Analysis:
    """One article after the first steps: composed text, tokens and sentences. `offsets` maps back to the text as
    it arrived.

    `people`: the persons the article names, by actor and level of their office, in order of first mention.
    `gatherings`: where bodies gather, by their codes.
    """

    text: str
    offsets: Sequence[int] | None
    tokens: list[Token]
    sentences: list[Sentence]
    title: str | None = None
    title_codes: tuple[str, ...] = ()
    people: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    gatherings: dict[str, Place] = field(default_factory=dict)
