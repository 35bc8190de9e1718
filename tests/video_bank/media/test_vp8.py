import random
from fractions import Fraction

import av
import numpy as np
from aiortc.codecs.vpx import Vp8Encoder
from hypothesis import given
from hypothesis import strategies as st

from tests.video_bank.media.packets import make_rtp
from video_bank.media.aiortc_frames import Vp8Decoder
from video_bank.media.vp8 import FrameAssembler, read_payload


def make_stream(frames: int, first_sequence: int = 65_530, ssrc: int = 1) -> list[bytes]:
    """Return the RTP packets of noise, several to a frame."""
    encoder, noise, packets = Vp8Encoder(), np.random.default_rng(1), list[bytes]()
    for number in range(frames):
        picture = noise.integers(0, 255, (120, 160, 3), np.uint8)
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        frame.pts, frame.time_base = number, Fraction(1, 20)
        payloads, _ = encoder.encode(frame)
        packets += [
            make_rtp(
                first_sequence + len(packets) + place,
                ssrc=ssrc,
                payload=payload,
                marker=place == len(payloads) - 1,
            )
            for place, payload in enumerate(payloads)
        ]
    return packets


def test_frames_come_out_whole_and_decode() -> None:
    packets = make_stream(4)
    assert len(packets) > 8
    assembler, decoder = FrameAssembler(), Vp8Decoder()
    frames = [frame for packet in packets for frame in assembler.add(packet)]
    picture = decoder.decode_newest(frames)
    assert picture is not None
    assert len(frames) == 4
    assert picture.shape == (120, 160, 3)


def test_packets_out_of_order_are_put_in_order() -> None:
    packets = make_stream(3)
    shuffled = packets[:1] + random.Random(1).sample(packets[1:], len(packets) - 1)
    assembler = FrameAssembler()
    assert len([frame for packet in shuffled for frame in assembler.add(packet)]) == 3
    assert not assembler.needs_key_frame


def test_after_a_loss_it_waits_for_a_key_frame() -> None:
    packets = make_stream(40)
    assembler = FrameAssembler()
    frames = [frame for packet in packets[:3] + packets[4:] for frame in assembler.add(packet)]
    assert len(frames) <= 1
    assert assembler.needs_key_frame


def test_a_frame_that_never_ends_is_given_up() -> None:
    assembler = FrameAssembler()
    for number in range(2_000):
        assembler.add(make_rtp(number, payload=b"\x10\x00" if number == 0 else b"\x00more"))
    assert assembler.add(make_rtp(2_000, payload=b"\x00end", marker=True)) == []
    assert assembler.needs_key_frame


def test_another_take_begins_with_its_own_key_frame() -> None:
    assembler = FrameAssembler()
    for packet in make_stream(2):
        assembler.add(packet)
    frames = [frame for packet in make_stream(2, 9, ssrc=2) for frame in assembler.add(packet)]
    assert len(frames) == 2


def test_what_cannot_be_decoded_gives_no_picture() -> None:
    assert Vp8Decoder().decode_newest([b"\x00" + b"junk" * 9]) is None


@given(st.binary(min_size=12, max_size=60))
def test_no_bytes_break_the_assembler(packet: bytes) -> None:
    FrameAssembler().add(packet)
    try:
        read_payload(packet)
    except (ValueError, IndexError):
        return
