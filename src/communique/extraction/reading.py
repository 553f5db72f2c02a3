"""Article → Reading. A pure function: no clock, no network, no database; the same article gives the same bytes."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import blake2b

from communique.article.model import Article
from communique.extraction.action_details import relate
from communique.extraction.actions import Told, find_actions, titled_acts
from communique.extraction.agreement_parties import Deal
from communique.extraction.agreements import find_agreements, titled_deals
from communique.extraction.analysis import analyse
from communique.extraction.contact_places import gatherings
from communique.extraction.contacts import find_contacts
from communique.extraction.deciding.decide import Drafts, decide
from communique.extraction.deciding.model import Models, shipped
from communique.extraction.drafts import ActionDraft, AgreementDraft, ContactDraft, Draft, StateDraft, StatementDraft
from communique.extraction.frames import View
from communique.extraction.model import Analysis
from communique.extraction.publication import Era, era, spoken_of
from communique.extraction.resolution import Resolver
from communique.extraction.statements import find_statements
from communique.extraction.states import find_states
from communique.knowledge import knowledge
from communique.records import Action, Agreement, Contact, Reading, State, Statement

EXTRACTOR = "communique-8"


def read(article: Article, models: Models | None = None) -> Reading:
    """Code one article: all five record kinds with their evidence, in the order of the text."""
    analysis, when = understand(article)
    models = shipped() if models is None else models
    drafts = decide(outline(analysis, when), models)
    return seal(article, analysis, when, drafts, extractor(models))


def extractor(models: Models | None = None) -> str:
    """What readings by this program call it: with the mark of its models, where they are not those of the package."""
    mark = (shipped() if models is None else models).mark
    return f"{EXTRACTOR}+{mark}" if mark else EXTRACTOR


def understand(article: Article) -> tuple[Analysis, Era]:
    """The first steps: what is named in the article and who is meant, and when it was written."""
    known = knowledge()
    analysis = analyse(article)
    bounds = era_of_page(article) if article.published is not None else spoken_of(analysis)
    resolver = Resolver(analysis, known, *bounds)
    resolver.learn()
    resolver.resolve()
    found = era(analysis, known, article.published, article.published_reason)
    codes = dict.fromkeys(c for s in analysis.sentences if s.role == "title" for m in s.mentions for c in m.codes)
    analysis.title_codes = tuple(codes)
    analysis.people = resolver.people()
    analysis.gatherings = gatherings(analysis)
    return analysis, found


def era_of_page(article: Article) -> tuple[date | None, date | None]:
    """Bounds of the time spoken of where the page gives its date: the year around it."""
    if article.published is None:
        return None, None
    return article.published - timedelta(days=60), article.published + timedelta(days=1)


def propose(analysis: Analysis, when: Era) -> Drafts:
    """All candidates of all sentences, unmerged and complete."""
    drafts = outline(analysis, when)
    for draft in drafts.actions:
        draft.complete()
    return drafts


def outline(analysis: Analysis, when: Era) -> Drafts:
    """All candidates of all sentences, unmerged; of some no more is worked out than tells how likely they are."""
    known = knowledge()
    drafts = Drafts()
    views: list[View] = []
    told: Told = {}
    deals: list[Deal] = []
    for sentence in analysis.sentences:
        if sentence.role == "title":
            view = View(analysis, sentence)
            told |= titled_acts(view)
            deals += titled_deals(view)
        if sentence.role == "title" or (sentence.role == "caption" and not sentence.dates):
            continue
        view = View(analysis, sentence)
        drafts.contacts += find_contacts(view, when, known, drafts.contacts)
        if sentence.role != "caption":
            views.append(view)
            drafts.agreements += find_agreements(view, when, known, deals)
            drafts.states += find_states(view, when, known)
        drafts.actions += find_actions(view, when, known, told)
    relate(drafts.actions)
    drafts.statements = find_statements(views, when, known)
    return drafts


def seal(article: Article, analysis: Analysis, when: Era, drafts: Drafts, program: str = EXTRACTOR) -> Reading:
    """Drafts to a reading."""
    seal = _Seal(article, analysis)
    return Reading(
        doc=article.doc,
        published=when.published(),
        contacts=tuple(seal.contact(d) for d in drafts.contacts),
        statements=tuple(seal.statement(d) for d in drafts.statements),
        agreements=tuple(seal.agreement(d) for d in drafts.agreements),
        states=tuple(seal.state(d) for d in drafts.states),
        actions=tuple(seal.action(d) for d in drafts.actions),
        title=article.title,
        outlet=article.outlet,
        url=article.url,
        extractor=program,
    )


class _Seal:
    """Turns drafts into records: offsets back to the text as it arrived, evidence, ids."""

    def __init__(self, article: Article, analysis: Analysis) -> None:
        self.article, self.offsets = article, analysis.offsets
        self.seen: dict[str, int] = {}

    def where(self, d: Draft) -> tuple[str, int, int]:
        """Evidence and its offsets in the article's text."""
        start, end = (d.start, d.end) if self.offsets is None else (self.offsets[d.start], self.offsets[d.end])
        return self.article.text[start:end], start, end

    def id(self, *parts: object) -> str:
        """A stable id of the content, unique in the article."""
        digest = blake2b("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        count = self.seen[digest] = self.seen.get(digest, 0) + 1
        return digest if count == 1 else f"{digest}-{count}"

    def contact(self, d: ContactDraft) -> Contact:
        """Seal a contact."""
        evidence, start, end = self.where(d)
        people = tuple(d.participants)
        return Contact(
            d.kind,
            people,
            d.date,
            d.place,
            d.status,
            d.initiator,
            tuple(d.topics),
            d.first_since,
            tuple(d.via),
            evidence,
            start,
            end,
            self.id(
                "contact", self.article.doc, d.kind, sorted((p.code, p.person or "") for p in people), d.date, evidence
            ),
            d.rule,
            d.confidence,
            d.candidates,
        )

    def statement(self, d: StatementDraft) -> Statement:
        """Seal a statement."""
        evidence, start, end = self.where(d)
        return Statement(
            d.speaker,
            tuple(d.targets),
            d.act,
            d.quoted,
            tuple(d.via),
            d.date,
            evidence,
            start,
            end,
            self.id("statement", self.article.doc, d.speaker.code, d.speaker.person, d.act, d.targets, evidence),
            d.rule,
            d.confidence,
            tuple(d.chain),
            d.candidates,
        )

    def agreement(self, d: AgreementDraft) -> Agreement:
        """Seal an agreement."""
        evidence, start, end = self.where(d)
        return Agreement(
            d.name,
            tuple(d.parties),
            d.action,
            d.date,
            evidence,
            start,
            end,
            self.id("agreement", self.article.doc, d.name, d.parties, d.action, evidence),
            d.rule,
            d.confidence,
            d.candidates,
        )

    def state(self, d: StateDraft) -> State:
        """Seal a state."""
        evidence, start, end = self.where(d)
        return State(
            d.kind,
            tuple(d.parties),
            d.state,
            d.since,
            evidence,
            start,
            end,
            self.id("state", self.article.doc, d.kind, d.parties, d.state, evidence),
            d.rule,
            d.confidence,
            d.candidates,
        )

    def action(self, d: ActionDraft) -> Action:
        """Seal an action."""
        evidence, start, end = self.where(d)
        return Action(
            d.type,
            tuple(d.actors),
            tuple(d.recipients),
            d.date,
            d.place,
            d.status,
            evidence,
            start,
            end,
            self.id("action", self.article.doc, d.type, d.actors, d.recipients, evidence),
            d.rule,
            d.confidence,
            d.candidates,
        )
