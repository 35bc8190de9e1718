"""Video of a peer that has the keys, put together for a face check."""

from tests.fuzz.oracle import as_rtp, cut
from video_bank.media.vp8 import FrameAssembler, is_key_frame


def check(data: bytes) -> None:
    assembler = FrameAssembler()
    is_first = True
    received = given = 0
    for datagram in cut(data):
        packet = as_rtp(datagram)
        received += len(packet)
        for frame in assembler.add(packet):
            given += len(frame)
            assert frame
            assert is_key_frame(frame) or not is_first
            is_first = False
        assert len(assembler._waiting) <= 128
        assert len(assembler._parts) <= 1_024
    assert given <= received
