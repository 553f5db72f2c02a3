"""How fast search answers on a large ledger. Not run by `make bench`: filling the ledger takes minutes.

    python bench/search.py [--records 100000] [--ledger PATH|URL]

The ledger is filled with made-up news (see `synthetic`) worded with sentences of the corpus beside the repository, else
of the packaged sample; the questions are a mix of names, offices, common words, phrases, beginnings and filters.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from statistics import median, quantiles

from run import CORPUS, corpus, sample
from synthetic import News, fill

from communique.article import read_article
from communique.ledger import Area, Asked, Ledger
from communique.sources.document import Document

ARTICLES = 2000
QUESTIONS = (
    "shoigu", "soi gu", "Lavrov", "la vrop", "bo truong quoc phong", "Bộ trưởng Quốc phòng", "bộ trưởng ngoại giao nga",
    "Mỹ", "nga", "trung quoc", "an ninh", "hội nghị thượng đỉnh", "điện đàm", "dien dam", "Hải Phòng", "bien dong",
    '"Biển Đông"', '"hai ben"', "tên lửa", "lệnh trừng phạt", "thoa thuan hat nhan", "tap tran chung", "đại sứ quán",
    "nato mo rong", "ukra", "belo", "kim jong", "Iran hạt nhân", "thủ tướng chính phủ", "quan he song phuong",
)  # fmt: skip


def sentences() -> list[str]:
    """The paragraphs of the story of articles."""
    pages = (
        read_article(Document(str(number), page["text"])) for number, page in enumerate(islice(source(), ARTICLES))
    )
    return [page.text[block.start : block.end] for page in pages for block in page.story()]


def source() -> Iterator[dict[str, str]]:
    """The pages of the corpus where there is one, else of the sample."""
    return corpus() if CORPUS.is_file() else iter(sample())


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
                fill(ledger, News(sentences()), given.records)
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
