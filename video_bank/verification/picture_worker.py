"""A light worker, without face models: decodes what customers upload."""

import sys
from typing import Final

from video_bank.verification import pillow_picture, worker_main
from video_bank.verification.worker_jobs import PictureReencoded, ReencodePicture

# 25 Mpx take 100 MB in Pillow; turned upright and written there are three of them at once.
_MEMORY: Final = 1024**3


def reencode_picture(job: ReencodePicture) -> PictureReencoded:
    return PictureReencoded(pillow_picture.encode_anew(job.content))


if __name__ == "__main__":
    worker_main.begin()
    pillow_picture.load_codecs()
    worker_main.serve(int(sys.argv[1]), {ReencodePicture: reencode_picture}, _MEMORY)
