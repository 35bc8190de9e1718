"""RTCP of a peer that has the keys: what is read of it, written again, is the same."""

from contextlib import suppress

from video_bank.media import rtcp


def check(data: bytes) -> None:
    with suppress(ValueError):
        for _, _, body in rtcp.split_compound(data):
            _check_body(body)
    _check_body(data)


def _check_body(body: bytes) -> None:
    with suppress(ValueError):
        report = rtcp.read_sender_report(body)
        again = _body(rtcp.write_sender_report(report, 1 << 33, 1 << 33, b"bank"))
        assert rtcp.read_sender_report(again) == report
    with suppress(ValueError):
        blocks = rtcp.read_report_blocks(rtcp.RECEIVER_REPORT, len(body) // 24, body)
        honest = [each for each in blocks if each.lost >= 0]
        again = _body(rtcp.write_receiver_report(1, honest[:31]))
        assert rtcp.read_report_blocks(rtcp.RECEIVER_REPORT, len(honest[:31]), again) == honest[:31]
    with suppress(ValueError):
        limit = rtcp.read_remb(body)
        if limit is not None and limit < 1 << 40:
            again = _body(rtcp.write_remb(1, limit, [2]))
            assert rtcp.read_remb(again) == limit
    with suppress(ValueError):
        media = rtcp.read_media_ssrc(body)
        asked = rtcp.read_nack(body)
        assert len(asked) <= 256
        again = _body(rtcp.write_nack(1, media, asked))
        assert rtcp.read_media_ssrc(again) == media
        assert set(rtcp.read_nack(again)) == set(asked)
    assert len(rtcp.read_fir(body)) <= len(body) // 8


def _body(packet: bytes) -> bytes:
    """Return the first one's; every packet of a compound that is written can be read."""
    return next(body for _, _, body in list(rtcp.split_compound(packet)))
