"""Everything an operator may set, read from the environment; unset, one machine runs it all."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

import msgspec

Country = Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}$")]  # ISO 3166-1 alpha-2


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Environment names stand in `from_environment`."""

    data_dir: Path = Path("data")
    redis_url: str | None = None  # None: the embedded server on a Unix socket in the data folder
    database_url: str | None = None  # None: SQLite in the data folder
    storage_url: str | None = (
        None  # None: a folder in the data folder; s3://bucket/prefix otherwise
    )
    object_lock_days: int | None = None  # how long the store retains what is sealed, if it can
    kms_url: str | None = None  # None: the master key is a file in the key folder
    # Where checkpoints of the trail go: a folder, s3://bucket/prefix, or an http(s) address.
    witness: str | None = None  # None: a folder in the data folder
    http_host: str = "127.0.0.1"
    http_port: int = 8080
    public_url: str | None = None  # what customers open; None: http://{http_host}:{http_port}
    is_behind_proxy: bool = False  # the proxy's X-Forwarded-For says who asks
    media_port: int = 40000  # UDP; node n of this machine takes media_port + n
    media_nodes: int = msgspec.field(default_factory=lambda: os.cpu_count() or 1)
    desks: int = 2  # signaling processes of this machine; they share the port
    media_addresses: tuple[str, ...] = ()  # announced to browsers; empty: this machine's own
    turn_urls: tuple[str, ...] = ()  # empty: pages meet the media nodes directly, or not at all
    turn_secret: str | None = None  # shared with the TURN servers
    turn_secret_file: Path | None = None  # holds the secret where the environment should not
    spare_journals: tuple[Path, ...] = ()  # other volumes, which take over from the data folder's
    journal_reserve_mb: int = 1024  # free on a volume of journals; with less it counts as full
    retention_file: Path | None = None  # None: the usual schedule, `retention/retention.yaml`
    otp_url: str | None = None  # who sends one-time codes to customers' phones; None: nobody
    registry_url: str | None = None  # asked at a check whether the document is known
    risk_url: str | None = None  # asked at a check how great the risk is
    callbacks_url: str | None = None  # hears of callbacks and appointments; None: nobody
    hook_secret_file: Path | None = None  # holds the secret that what is sent there is signed with
    landmarks: Literal["5", "68"] = "5"  # that faces are aligned by; see the README for 68
    # ONNX files of the bank's own, PATH#sha256=HEX each; without them face_recognition compares.
    face_detector: str | None = None
    face_recogniser: str | None = None
    face_thresholds: str | None = (
        None  # ENGINE MATCH_AT_MOST MISMATCH_ABOVE; None: what we measured
    )
    is_location_asked: bool = True  # customers are asked whether their whereabouts may be looked at
    geoip_database: Path | None = None  # MaxMind's format; None: addresses say nothing
    home_countries: tuple[Country, ...] = ("CN",)  # addresses elsewhere are a hint
    bank_name: str = "Video Bank"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Raise msgspec.ValidationError, naming the field, when a value cannot be read."""
        names = {
            "data_dir": "VIDEO_BANK_DATA",
            "redis_url": "REDIS_URL",
            "database_url": "DATABASE_URL",
            "storage_url": "STORAGE_URL",
            "object_lock_days": "VIDEO_BANK_OBJECT_LOCK_DAYS",
            "kms_url": "VIDEO_BANK_KMS_URL",
            "witness": "VIDEO_BANK_WITNESS",
            "http_host": "VIDEO_BANK_HOST",
            "http_port": "VIDEO_BANK_PORT",
            "public_url": "VIDEO_BANK_PUBLIC_URL",
            "is_behind_proxy": "VIDEO_BANK_BEHIND_PROXY",
            "media_port": "VIDEO_BANK_MEDIA_PORT",
            "media_nodes": "VIDEO_BANK_MEDIA_NODES",
            "desks": "VIDEO_BANK_DESKS",
            "turn_secret": "VIDEO_BANK_TURN_SECRET",
            "turn_secret_file": "VIDEO_BANK_TURN_SECRET_FILE",
            "journal_reserve_mb": "VIDEO_BANK_JOURNAL_RESERVE_MB",
            "retention_file": "VIDEO_BANK_RETENTION",
            "otp_url": "VIDEO_BANK_OTP_URL",
            "registry_url": "VIDEO_BANK_REGISTRY_URL",
            "risk_url": "VIDEO_BANK_RISK_URL",
            "callbacks_url": "VIDEO_BANK_CALLBACKS_URL",
            "hook_secret_file": "VIDEO_BANK_HOOK_SECRET_FILE",
            "landmarks": "VIDEO_BANK_LANDMARKS",
            "face_detector": "VIDEO_BANK_FACE_DETECTOR",
            "face_recogniser": "VIDEO_BANK_FACE_RECOGNISER",
            "face_thresholds": "VIDEO_BANK_FACE_THRESHOLDS",
            "is_location_asked": "VIDEO_BANK_ASK_LOCATION",
            "geoip_database": "VIDEO_BANK_GEOIP_DATABASE",
            "bank_name": "VIDEO_BANK_NAME",
        }
        found: dict[str, object] = {
            field: environment[name] for field, name in names.items() if environment.get(name)
        }
        lists = {
            "media_addresses": "VIDEO_BANK_MEDIA_ADDRESSES",
            "turn_urls": "VIDEO_BANK_TURN_URLS",
            "spare_journals": "VIDEO_BANK_SPARE_JOURNALS",
            "home_countries": "VIDEO_BANK_HOME_COUNTRIES",
        }
        for field, name in lists.items():
            if parts := environment.get(name):
                found[field] = [part.strip() for part in parts.split(",")]
        return msgspec.convert(found, cls, strict=False, dec_hook=_to_path)

    @property
    def effective_public_url(self) -> str:
        return self.public_url or f"http://{self.http_host}:{self.http_port}"

    @property
    def effective_database_url(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir.absolute() / 'bank.sqlite'}"

    @property
    def journal_dirs(self) -> tuple[Path, ...]:
        """Return where journals are written, the usual place first."""
        return (self.data_dir / "journals", *self.spare_journals)

    @property
    def object_dir(self) -> Path:
        return self.data_dir / "objects"

    @property
    def effective_witness(self) -> str:
        return self.witness or str(self.data_dir / "witness")

    @property
    def script_dir(self) -> Path:
        return self.data_dir / "scripts"

    @property
    def key_dir(self) -> Path:
        return self.data_dir / "keys"


def _to_path(kind: type, value: object) -> object:
    if kind is Path:
        return Path(str(value))
    raise NotImplementedError(kind)
