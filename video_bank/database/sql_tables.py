"""Every table, in one place, so that the migrations and the rooms speak of the same columns.

A room writes only its own tables. Bodies are msgspec JSON; columns beside them are what is
searched or constrained. Times are seconds since 1970 UTC.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata: Final = MetaData()

staff: Final = Table(
    "staff",
    metadata,
    Column("staff_id", String(40), primary_key=True),
    Column("username", String(64), nullable=False, unique=True),
    Column("display_name", String(64), nullable=False),
    Column("staff_number", String(32), nullable=False),
    Column("role", String(16), nullable=False),
    Column("password_hash", Text, nullable=False),
)

api_keys: Final = Table(
    "api_keys",
    metadata,
    Column("key_hash", String(64), primary_key=True),  # SHA-256, hex
    Column("name", String(64), nullable=False),
    Column("created_at", Float, nullable=False),
)

# What a browser's cookie holds, by SHA-256: a customer's seat in a session, a sign-in of staff.
credentials: Final = Table(
    "credentials",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("subject", String(40), nullable=False),  # session_id of a customer, staff_id of staff
    Column("expires_at", Float, nullable=False),
    Column("revoked_at", Float),
)

join_tokens: Final = Table(
    "join_tokens",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("session_id", String(40), nullable=False, index=True),
    Column("expires_at", Float, nullable=False),
    Column("used_at", Float),
    Column("code_hash", String(64), index=True),  # of a hand-over's: its few digits, to type
)

# Third parties: whose meeting each may come to, and the one-time link, by SHA-256.
guests: Final = Table(
    "guests",
    metadata,
    Column("guest_id", String(40), primary_key=True),
    Column("session_id", String(40), nullable=False, index=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("expires_at", Float, nullable=False),
    Column("used_at", Float),
)

queues: Final = Table(
    "queues",
    metadata,
    Column("queue", String(40), primary_key=True),
    Column("name", String(64), nullable=False),
)

# The routing policy, one row for each change: the newest counts.
routing_policies: Final = Table(
    "routing_policies",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("version", String(12), nullable=False),
    Column("body", LargeBinary, nullable=False),  # queues.policy.RoutingPolicy
    Column("created_at", Float, nullable=False),
)

# What an agent can do.
agent_profiles: Final = Table(
    "agent_profiles",
    metadata,
    Column("staff_id", String(40), primary_key=True),
    Column("body", LargeBinary, nullable=False),  # queues.policy.Profile
)

# Everything that the queues' decisions were made of, in batches.
queue_log: Final = Table(
    "queue_log",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("last", String(40), nullable=False),  # entry of the scripts' log
    Column("first_at", Float, nullable=False),
    Column("last_at", Float, nullable=False, index=True),
    Column("entries", LargeBinary, nullable=False),  # queues.decisions, compressed
)

# What each agent did from when on, as the queues' log told it. Staff "*" is everybody: Redis was
# empty, and whoever is still there says so anew.
agent_times: Final = Table(
    "agent_times",
    metadata,
    Column("batch", Integer, primary_key=True, autoincrement=False),  # queue_log.number
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("at", Float, nullable=False),
    Column("staff_id", String(40), nullable=False),
    Column("presence", String(16), nullable=False),
    Index("ix_agent_times", "at", "staff_id", "presence"),
)

# The emergency plan's state, one row for each change: the newest counts.
emergencies: Final = Table(
    "emergencies",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Float, nullable=False),
    Column("body", LargeBinary, nullable=False),  # queues.emergency.EmergencyState
)

sessions: Final = Table(
    "sessions",
    metadata,
    Column("session_id", String(40), primary_key=True),
    Column("stage", String(16), nullable=False, index=True),
    Column("queue", String(40), nullable=False),
    Column("staff_id", String(40), index=True),
    Column("customer_name", String(128), nullable=False),
    Column("reference", String(64), nullable=False, index=True),
    Column("created_at", Float, nullable=False, index=True),
    Column("ended_at", Float),
    Column("body", LargeBinary, nullable=False),  # sessions.session.Session
    Column("pending", LargeBinary, nullable=False),  # effects not yet known to be carried out
    Column("inbox_position", String(40), nullable=False),  # last entry of the inbox that counted
    Column("effect_number", BigInteger, nullable=False),
    Column("host_epoch", BigInteger, nullable=False),  # the fencing token: only its holder writes
    Column("idempotency_key", String(80), unique=True),  # of the request that created it
    # What auditors look for, beside what is above; all of it follows from the body.
    Column("product", String(40)),
    Column("verdict", String(16)),
    Column("decision", String(16)),
    Column("rating", Integer),
    # What the customer left instead of waiting, while it is open, and until when it counts.
    Column("left", String(16), index=True),
    Column("due_at", Float),
    # A search reads these alone, the newest first, and the bodies of what it found.
    Index(
        "ix_sessions_search",
        "created_at",
        "session_id",
        "stage",
        "reference",
        "customer_name",
        "staff_id",
        "product",
        "verdict",
        "decision",
        "rating",
    ),
    Index("ix_sessions_ended", "ended_at", "session_id"),
    # What the floor's figures count; all of it follows from the body.
    Column("arrived_at", Float),
    Column("answered_at", Float),  # the first agent's
    Column("waits_since", Float),  # only while the customer stands in a queue
    Column("wrapped_up_at", Float),
    Column("close_reason", String(32)),
    Index(
        "ix_sessions_calls",
        "arrived_at",
        "queue",
        "answered_at",
        "ended_at",
        "wrapped_up_at",
        "close_reason",
        "rating",
    ),
    Index("ix_sessions_waits_since", "waits_since", "queue"),
)

# Booked places in appointment slots; one that its session does not hold is given on.
slot_places: Final = Table(
    "slot_places",
    metadata,
    Column("queue", String(40), primary_key=True),
    Column("begins_at", Float, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("session_id", String(40), nullable=False, unique=True),
    Column("taken_at", Float, nullable=False),
)

trail: Final = Table(
    "trail",
    metadata,
    Column("session_id", String(40), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", Float, nullable=False, index=True),
    Column("actor", String(48), nullable=False),
    Column("kind", String(48), nullable=False),
    Column("facts", LargeBinary, nullable=False),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    UniqueConstraint("session_id", "previous_hash", name="uq_trail_no_fork"),
    Index("ix_trail_kind", "kind", "session_id"),
)

recordings: Final = Table(
    "recordings",
    metadata,
    Column("session_id", String(40), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("wrapped_key", LargeBinary, nullable=False),
    Column("clock_zero", Float),
    Column("ended_at", Float, nullable=False),
    Column("claimed_by", String(40)),
    Column("claimed_until", Float),
    Column("attempts", Integer, nullable=False),
    Column("progress", Float),  # of the seal, 0 to 1
    Column("next_try_at", Float),
    Column("error", Text),
    Column("manifest", LargeBinary),
    Index("ix_recordings_state", "state", "claimed_until"),
)

# Each session whose content was deleted: the order, and when it is done, the signed receipt.
deletions: Final = Table(
    "deletions",
    metadata,
    Column("session_id", String(40), primary_key=True),
    Column("began_at", Float, nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),  # recording.deletion.DeletionOrder
    Column("receipt", LargeBinary),  # recording.deletion.Receipt
)

# Signed checkpoints of the trail, each minute one; append-only like the trail.
checkpoints: Final = Table(
    "checkpoints",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Float, nullable=False),
    Column("body", LargeBinary, nullable=False),  # audit.checkpoint.Checkpoint
)

# What is wrong with the trail just now, by the last look at it.
trail_alarms: Final = Table(
    "trail_alarms",
    metadata,
    Column("finding", String(24), primary_key=True),
    Column("place", String(40), primary_key=True),
    Column("at", Float, nullable=False),
)

# What retention knows of a session beside its row; each row is its session's lock as well.
retention: Final = Table(
    "retention",
    metadata,
    Column("session_id", String(40), primary_key=True),
    Column("touched", BigInteger, nullable=False),
    Column("product_ended_at", Float),
    Column("condemned_at", Float),  # from then on no hold can be placed
)

legal_holds: Final = Table(
    "legal_holds",
    metadata,
    Column("session_id", String(40), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("placed_at", Float, nullable=False),
    Column("placed_by", String(48), nullable=False),
    Column("reason", Text, nullable=False),
    Column("released_at", Float),
    Column("released_by", String(48)),
    Column("release_reason", Text),
)

# Recordings that are to leave the house: asked for by one person, approved by another.
exports: Final = Table(
    "exports",
    metadata,
    Column("export_id", String(40), primary_key=True),
    Column("session_id", String(40), nullable=False, index=True),
    Column("state", String(16), nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),  # recording.evidence.export.Export
    Column("asked_at", Float, nullable=False),
)

# What auditors write on a recording's time line; a bookmark has no text.
comments: Final = Table(
    "comments",
    metadata,
    Column("comment_id", String(40), primary_key=True),
    Column("session_id", String(40), nullable=False, index=True),
    Column("written_by", String(40), nullable=False),
    Column("written_at", Float, nullable=False),
    Column("position_s", Float, nullable=False),
    Column("text", Text, nullable=False),
)

# By what a video that was shown in an earlier meeting is known again: hashes of small pictures.
video_fingerprints: Final = Table(
    "video_fingerprints",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("session_id", String(40), nullable=False, index=True),
    Column("created_at", Float, nullable=False, index=True),
    Column("position_s", Float, nullable=False),  # in the check
    Column("bits", BigInteger, nullable=False),
    Column("band_0", Integer, nullable=False, index=True),
    Column("band_1", Integer, nullable=False, index=True),
    Column("band_2", Integer, nullable=False, index=True),
    Column("band_3", Integer, nullable=False, index=True),
)
