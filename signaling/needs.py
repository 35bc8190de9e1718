"""What the front desk works with: `video_bank.bank.desk.Bank` fits."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from video_bank.audit.journal import Journal
    from video_bank.audit.sql_checkpoints import SqlCheckpoints
    from video_bank.clock import Clock
    from video_bank.database.redis_link import RedisLink
    from video_bank.media.redis_qualities import RedisQualities
    from video_bank.media.turn import TurnServers
    from video_bank.queues.redis_roster import RedisRoster
    from video_bank.queues.redis_store import RedisQueues
    from video_bank.recording.evidence.bundle import Bundles
    from video_bank.recording.evidence.sql_exports import SqlExports
    from video_bank.recording.film.filming import Filming
    from video_bank.recording.replay import Replay
    from video_bank.recording.sql_comments import SqlComments
    from video_bank.recording.sql_deletions import SqlDeletions
    from video_bank.retention.keeper import Keeper
    from video_bank.retention.sql_retention import SqlRetention
    from video_bank.scripts.disk_library import ScriptLibrary
    from video_bank.sessions.host import SessionHosts
    from video_bank.sessions.redis_outbox import RedisOutbox
    from video_bank.sessions.sql_access import SqlAccess
    from video_bank.sessions.sql_guests import SqlGuests
    from video_bank.sessions.sql_search import SqlSearch
    from video_bank.sessions.sql_store import SqlStore
    from video_bank.vault.keys import MasterKey
    from video_bank.verification.picture_gate import PictureGate
    from video_bank.verification.picture_store import PictureStore


class Desk(Protocol):
    """Doors of the bank's rooms, nothing of its own."""

    @property
    def clock(self) -> "Clock": ...
    @property
    def link(self) -> "RedisLink": ...
    @property
    def access(self) -> "SqlAccess": ...
    @property
    def guests(self) -> "SqlGuests": ...
    @property
    def store(self) -> "SqlStore": ...
    @property
    def search(self) -> "SqlSearch": ...
    @property
    def hosts(self) -> "SessionHosts": ...
    @property
    def queues(self) -> "RedisQueues": ...
    @property
    def roster(self) -> "RedisRoster": ...
    @property
    def outbox(self) -> "RedisOutbox": ...
    @property
    def trail(self) -> "Journal": ...
    @property
    def checkpoints(self) -> "SqlCheckpoints": ...
    @property
    def replay(self) -> "Replay": ...
    @property
    def scripts(self) -> "ScriptLibrary": ...
    @property
    def retention(self) -> "SqlRetention": ...
    @property
    def keeper(self) -> "Keeper": ...
    @property
    def deletions(self) -> "SqlDeletions": ...
    @property
    def comments(self) -> "SqlComments": ...
    @property
    def exports(self) -> "SqlExports": ...
    @property
    def bundles(self) -> "Bundles": ...
    @property
    def films(self) -> "Filming": ...
    @property
    def pictures(self) -> "PictureStore": ...
    @property
    def picture_gate(self) -> "PictureGate": ...
    @property
    def master_key(self) -> "MasterKey": ...
    @property
    def qualities(self) -> "RedisQualities": ...
    @property
    def turn(self) -> "TurnServers": ...
