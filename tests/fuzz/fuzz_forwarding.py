"""RTP of a peer that has the keys, rewritten for the other side."""

from tests.fuzz.oracle import as_rtp, cut
from video_bank.media.forwarding import (
    HEADER,
    ResendRing,
    Rewriter,
    StreamForm,
    delay_send_time,
    fit_extensions,
)

SSRC, PAYLOAD_TYPE = 7, 96


def check(data: bytes) -> None:
    """The first byte gives the ids of abs-send-time on either side."""
    ids = data[0] if data else 0
    id_in, id_out = ids % 15, ids // 15 % 15
    rewriter, ring = Rewriter(StreamForm(SSRC, PAYLOAD_TYPE, id_out, 90_000)), ResendRing()
    for number, datagram in enumerate(cut(data[1:])):
        packet = as_rtp(datagram)
        try:
            rewritten = rewriter.rewrite(packet, id_in, number / 50)
        except ValueError:
            continue
        if rewritten is not None:
            sequence, outgoing = rewritten
            ring.keep(sequence, outgoing, number / 50)
            assert ring.find(sequence) == (outgoing, number / 50)
            assert rewriter.to_source_sequence(sequence) == int.from_bytes(packet[2:4], "big")
            _check_outgoing(outgoing, sequence, id_out)


def _check_outgoing(outgoing: bytes, sequence: int, id_out: int) -> None:
    first, second, written, _, ssrc = HEADER.unpack_from(outgoing)
    assert (written, ssrc, second & 0x7F) == (sequence, SSRC, PAYLOAD_TYPE)
    # Nothing more is to be taken from it, and nothing in it points past its end.
    assert fit_extensions(outgoing, first, id_out, id_out) == (first, outgoing[12:])
    later = delay_send_time(outgoing, id_out, 0.02)
    assert len(later) == len(outgoing)
    assert later[20:] == outgoing[20:]
