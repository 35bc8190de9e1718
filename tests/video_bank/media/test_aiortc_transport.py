"""What the transport relies on in aiortc, aioice and pylibsrtp, though it is private there."""

import inspect
from importlib import import_module
from typing import Any

import pytest
from aioice import Candidate, Connection
from aioice.ice import CandidatePair, StunProtocol
from aiortc import RTCCertificate
from aiortc.rtcdtlstransport import RTCDtlsTransport
from aiortc.rtcicetransport import RTCIceGatherer, RTCIceTransport
from pylibsrtp import Error, Policy, Session

from video_bank.media.aiortc_transport import (
    PRIVATE_NAMES,
    PRIVATE_SIGNATURES,
    SrtpSession,
    machine_addresses,
)


def make_instances() -> dict[str, Any]:
    gatherer = RTCIceGatherer(iceServers=[])
    connection = Connection(ice_controlling=False)
    protocol = StunProtocol(connection)
    protocol.local_candidate = Candidate("1", 1, "udp", 1, "127.0.0.1", 1, "host")
    protocol.transport = None  # type: ignore[assignment]
    pair = CandidatePair(protocol, protocol.local_candidate)
    dtls = RTCDtlsTransport(RTCIceTransport(gatherer), [RTCCertificate.generateCertificate()])
    session = Session(Policy(key=bytes(30), ssrc_type=Policy.SSRC_ANY_INBOUND))
    instances = (gatherer, connection, protocol, pair, dtls, session)
    return {type(each).__name__: each for each in instances}


async def test_every_private_name_is_still_there() -> None:
    instances = make_instances()
    missing = [
        f"{owner}.{name}"
        for owner, names in PRIVATE_NAMES.items()
        for name in names
        if not hasattr(instances[owner], name)
    ]
    assert not missing


@pytest.mark.parametrize(("path", "expected"), PRIVATE_SIGNATURES.items())
def test_every_private_method_still_takes_the_same_arguments(path: str, expected: str) -> None:
    module, owner, name = path.split(":")
    method = getattr(getattr(import_module(module), owner), name)
    assert " ".join(inspect.signature(method).parameters) == f"self {expected}".strip()


async def test_the_connection_is_made_by_the_gatherer_and_taken_by_the_transport() -> None:
    gatherer = RTCIceGatherer(iceServers=[])
    own = Connection(ice_controlling=False)
    gatherer._connection = own
    transport = RTCIceTransport(gatherer)
    assert transport._connection is own
    assert transport._recv == own.recv
    assert transport._send == own.send


def test_srtp_raises_its_own_error_for_a_forgery() -> None:
    session = SrtpSession(Session(Policy(key=bytes(30), ssrc_type=Policy.SSRC_ANY_INBOUND)))
    for unprotect in (session.unprotect, session.unprotect_rtcp):
        with pytest.raises(Error):
            unprotect(b"\x80\xc8" + bytes(40))
    with pytest.raises(ValueError, match="too long"):
        session.protect(bytes(1500))


def test_the_loopback_address_is_announced_last() -> None:
    assert machine_addresses()[-1] == "127.0.0.1"
