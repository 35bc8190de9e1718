"""Whether a recorded key frame is a picture, by FFmpeg through PyAV; called in a thread only."""

import struct
from typing import Final

import av

_MOST_PIXELS: Final = 1920 * 1200  # a call's; what claims to be larger is not looked at


def is_picture(key_frame: bytes) -> bool:
    """Decode a VP8 key frame, or say no to what is none."""
    if len(key_frame) < 10:
        return False
    width, height = (side & 0x3FFF for side in struct.unpack_from("<HH", key_frame, 6))
    if not 0 < width * height <= _MOST_PIXELS:
        return False
    codec = av.CodecContext.create("vp8", "r")
    codec.thread_count = 1
    try:
        return bool(codec.decode(av.Packet(key_frame)))
    except av.FFmpegError:
        return False
