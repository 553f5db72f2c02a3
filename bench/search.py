"""How fast search answers on a large ledger. Not run by `make bench`: filling the ledger takes minutes.

    python bench/search.py [--records 100000] [--ledger PATH|URL]

The ledger is filled with sentences of the corpus beside the repository (else of the packaged sample), one record each,
and ten records to an article; the questions are a mix of names, offices, common words, phrases, beginnings and filters.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median, quantiles

from run import corpus
from sqlalchemy import insert

from communique.article import Article, read_article
from communique.interchange import dump_value
from communique.knowledge import knowledge
from communique.ledger import Area, Asked, Ledger, searchindex
from communique.ledger.tables import DocumentRow, ReadingRow, RecordRow
from communique.ledger.writing import record_row
from communique.records import Contact, ContactKind, Participant, Status
from communique.sources.document import Document

ARTICLES = 2000
RECORDS_EACH = 10
QUESTIONS = (
    "shoigu", "soi gu", "Lavrov", "la vrop", "bo truong quoc phong", "Bộ trưởng Quốc phòng", "bộ trưởng ngoại giao nga",
    "Mỹ", "nga", "trung quoc", "an ninh", "hội nghị thượng đỉnh", "điện đàm", "dien dam", "Hải Phòng", "bien dong",
    '"Biển Đông"', '"hai ben"', "tên lửa", "lệnh trừng phạt", "thoa thuan hat nhan", "tap tran chung", "đại sứ quán",
    "nato mo rong", "ukra", "belo", "kim jong", "Iran hạt nhân", "thủ tướng chính phủ", "quan he song phuong",
)  # fmt: skip


def articles() -> list[Article]:
    return [read_article(Document(str(number), page["text"])) for number, page in enumerate(islice(corpus(), ARTICLES))]


def fill(ledger: Ledger, count: int) -> float:
    """Rows for `count` records and their articles; seconds that the index alone took."""
    chance = random.Random(3)
    pages = [page for page in articles() if page.story()]
    people = sorted(knowledge().persons.values(), key=lambda each: each.name)
    now, start = datetime.now(UTC), date(2020, 1, 1)
    took = 0.0
    with ledger._writing() as connection:
        for number in range(count // RECORDS_EACH):
            page = pages[number % len(pages)]
            key = number + 1
            day = start + timedelta(days=chance.randrange(1500))
            blocks = str([[block.role.value, block.start, block.end] for block in page.blocks]).replace("'", '"')
            documents = {"key": key, "doc": f"d{key}", "version": 1, "content_hash": "", "text": page.text}
            connection.execute(insert(DocumentRow).values(**documents, title=page.title, added_at=now))
            readings = {"key": key, "document_key": key, "extractor": "x", "format": "1.0", "published_reasons": "[]"}
            readings |= {"published_earliest": day, "published_latest": day, "blocks": blocks, "added_at": now}
            connection.execute(insert(ReadingRow).values(**readings))
            rows = []
            for place in range(RECORDS_EACH):
                block = chance.choice(page.story())
                who = tuple(Participant(each.code, each.name, "defence minister") for each in chance.sample(people, 2))
                words = page.text[block.start : block.end][:250]
                held = Contact(
                    ContactKind.CALL, who, day.isoformat(), None, Status.OCCURRED, None, (), None, (), words,
                    block.start, block.start + len(words), f"r{place}", "x", 0.5,
                )  # fmt: skip
                rows.append(record_row(key, place, f"d{key}", held) | {"body": dump_value(held, "x").decode()})
            connection.execute(insert(RecordRow), rows)
            if number % 200 == 199:
                before = time.perf_counter()
                searchindex.enter(connection, range(key - 199, key + 1))
                took += time.perf_counter() - before
    return took


def asked(chance: random.Random) -> Asked:
    words = chance.choice(QUESTIONS)
    area = chance.choice((None, None, Area.CONTACTS, Area.ARTICLES))
    actors = ("RUS",) if chance.random() < 0.2 else ()
    since = date(2020 + chance.randrange(4), 1, 1) if chance.random() < 0.3 else None
    return Asked(words, area, actors, since, since and since + timedelta(days=180))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--ledger")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = given.ledger or str(Path(folder) / "ledger.sqlite")
        with Ledger.open(place, create=True) as ledger:
            if not ledger.count().documents:
                print(f"indexed {given.records} records in {fill(ledger, given.records):.0f} s")
            chance = random.Random(11)
            times: list[tuple[float, Asked]] = []
            for _ in range(given.questions):
                question = asked(chance)
                before = time.perf_counter()
                ledger.search(question)
                times.append((1000 * (time.perf_counter() - before), question))
            taken = [each for each, _ in times]
            print(f"median {median(taken):.1f} ms, p95 {quantiles(taken, n=20)[-1]:.1f} ms, most {max(taken):.1f} ms")
            for each, question in sorted(times, key=lambda pair: -pair[0])[:8]:
                print(f"  {each:.1f} ms  {question}")


if __name__ == "__main__":
    main()
