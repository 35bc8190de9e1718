"""coturn as `deploy/turn` starts it, with a certificate of the test's own."""

import base64
import datetime
import hashlib
import ipaddress
import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.house import wait_until

PORT: Final = 3478
TLS_PORT: Final = 443
SECRET: Final = "known/to=two+"  # noqa: S105 and to this test
_START: Final = Path(__file__).parents[2] / "deploy" / "turn" / "start.sh"


@contextmanager
def open_turn_server(folder: Path, peers: str, address: str, *more: str) -> Iterator[str]:
    """Serve on the addresses until left; give the certificate's key as Chromium's flags name it."""
    key = ec.generate_private_key(ec.SECP256R1())
    (folder / "turn.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    (folder / "turn.pem").write_bytes(_make_certificate(key, address))
    log = folder / "turn.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [
                _START,
                *(f"--listening-ip={each}" for each in (address, *more)),
                f"--tls-listening-port={TLS_PORT}",
            ],
            env={
                **os.environ,
                "TMPDIR": str(folder),
                "TURN_SECRET": SECRET,
                "MEDIA_ADDRESS": peers,
                "TURN_CERTIFICATE": str(folder / "turn.pem"),
                "TURN_KEY": str(folder / "turn.key"),
            },
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until(lambda: _is_open(address), 20, log.read_text)
        yield _name_of(key)
    finally:
        process.terminate()
        process.wait(20)


def _is_open(address: str) -> bool:
    for port in (PORT, TLS_PORT):
        with socket.socket() as probe:
            if probe.connect_ex((address, port)) != 0:
                return False
    return True


def _make_certificate(key: ec.EllipticCurvePrivateKey, address: str) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "turn.bank.example")])
    now = datetime.datetime.now(datetime.UTC)
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM)


def _name_of(key: ec.EllipticCurvePrivateKey) -> str:
    encoded = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return base64.b64encode(hashlib.sha256(encoded).digest()).decode()
