"""What people say of entries, what they wait for, and who brought what."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from communique.ledger.columns import AnyText, Key, UtcTime
from communique.ledger.tables.base import Base


class JudgementRow(Base):
    """What a person said of an entry. Keys count from 1; `digest` is of the row and of the digest before it.

    `list` is the record kind, `anchors` JSON (see `communique.ledger.judging.model`), `value` JSON, `seen` the record
    the reports came to at that time, in the interchange format. An undo has `undoes` and none of these.
    """

    __tablename__ = "judgements"
    __table_args__ = (Index("ix_judgements_by_key", "by", "key"),)

    key: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcTime)
    by: Mapped[str] = mapped_column(AnyText)
    verdict: Mapped[str] = mapped_column(String(16))
    list: Mapped[str | None] = mapped_column(String(16))
    anchors: Mapped[str] = mapped_column(AnyText)
    field: Mapped[str | None] = mapped_column(String(24))
    value: Mapped[str | None] = mapped_column(AnyText)
    seen: Mapped[str | None] = mapped_column(AnyText)
    note: Mapped[str] = mapped_column(AnyText)
    undoes: Mapped[int | None] = mapped_column(ForeignKey("judgements.key"), index=True)
    digest: Mapped[str] = mapped_column(String(64))


class AnchorRow(Base):
    """A record that a judgement in force was made on (`anchor`), and the record of today that stands for it.

    `record_id` is that of the anchor itself where no current record does; `found` says which.
    """

    __tablename__ = "anchors"

    judgement_key: Mapped[int] = mapped_column(ForeignKey("judgements.key"), primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    doc: Mapped[str] = mapped_column(AnyText, index=True)
    anchor: Mapped[str] = mapped_column(String(17))
    record_id: Mapped[str] = mapped_column(String(17), index=True)
    found: Mapped[bool] = mapped_column(Boolean)


class WatchRow(Base):
    """A saved filter; `filter` is JSON (see `communique.ledger.watches`). Of those not ended each has its own name."""

    __tablename__ = "watches"

    key: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(AnyText)
    filter: Mapped[str] = mapped_column(AnyText)
    by: Mapped[str] = mapped_column(AnyText)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_by: Mapped[str | None] = mapped_column(AnyText)


class WatchHitRow(Base):
    """An entry that a watch was waiting for, why, when, and the reading that brought it; `cause`: `watches.Cause`."""

    __tablename__ = "watch_hits"
    __table_args__ = (
        UniqueConstraint("watch_key", "entry_id", "reason"),
        Index("ix_watch_hits_watch_key_key", "watch_key", "key"),
    )

    key: Mapped[int] = mapped_column(Key, primary_key=True)
    watch_key: Mapped[int] = mapped_column(ForeignKey("watches.key"))
    entry_id: Mapped[str] = mapped_column(String(17))
    reason: Mapped[str] = mapped_column(AnyText)
    reading_key: Mapped[int] = mapped_column(ForeignKey("readings.key"))
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    cause: Mapped[str] = mapped_column(String(16), server_default="added")


class HookRow(Base):
    """An address to which what a watch tells after the hit `after_key` is sent, signed with `secret`.

    `private`: whether it may lie in a private network. `token` names it outside this ledger.
    """

    __tablename__ = "hooks"

    key: Mapped[int] = mapped_column(Key, primary_key=True)
    watch_key: Mapped[int] = mapped_column(ForeignKey("watches.key"))
    url: Mapped[str] = mapped_column(AnyText)
    token: Mapped[str] = mapped_column(String(32))
    secret: Mapped[str] = mapped_column(String(64))
    private: Mapped[bool] = mapped_column(Boolean)
    after_key: Mapped[int] = mapped_column(Key)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)


class DeliveryRow(Base):
    """How far the sending of one hit to one hook has come; there is no row before the first attempt.

    `ended_at`: delivered, or given up. `told`: what the last attempt came to; null: it was delivered.
    """

    __tablename__ = "deliveries"

    hook_key: Mapped[int] = mapped_column(ForeignKey("hooks.key"), primary_key=True, autoincrement=False)
    hit_key: Mapped[int] = mapped_column(ForeignKey("watch_hits.key"), primary_key=True, autoincrement=False)
    attempts: Mapped[int] = mapped_column(Integer)
    next_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    told: Mapped[str | None] = mapped_column(AnyText)


class AdditionRow(Base):
    """Somebody who signed in added a document, or added it again; `outcome` is what that did (see `Outcome`)."""

    __tablename__ = "additions"

    key: Mapped[int] = mapped_column(Key, primary_key=True)
    document_key: Mapped[int] = mapped_column(ForeignKey("documents.key"), index=True)
    by: Mapped[str] = mapped_column(AnyText)
    at: Mapped[datetime] = mapped_column(UtcTime)
    outcome: Mapped[str] = mapped_column(String(16))
