"""A light worker, without face models: decodes what customers upload, lays cards flat."""

import sys
from typing import Final

from video_bank.verification import pillow_picture, worker_main
from video_bank.verification.document import opencv_card
from video_bank.verification.document.card_quality import check_card
from video_bank.verification.worker_jobs import (
    CardFlattened,
    FlattenCard,
    PictureReencoded,
    ReencodePicture,
)

# 25 Mpx take 100 MB in Pillow; turned upright and written there are three of them at once.
_MEMORY: Final = 1024**3
_CARD_SIDE: Final = 2600  # pixels of the picture; a card that fills most of it needs no more


def reencode_picture(job: ReencodePicture) -> PictureReencoded:
    return PictureReencoded(pillow_picture.encode_anew(job.content))


def flatten_card(job: FlattenCard) -> CardFlattened:
    """Raise PictureUnreadableError or what is wrong with the card."""
    card = opencv_card.lay_flat(pillow_picture.decode(job.content, _CARD_SIDE), job.side)
    check_card(card.quality)
    return CardFlattened(pillow_picture.write_card(card.rgb), card.strips)


if __name__ == "__main__":
    worker_main.begin()
    pillow_picture.load_codecs()
    opencv_card.warm_up()
    worker_main.serve(
        int(sys.argv[1]),
        {ReencodePicture: reencode_picture, FlattenCard: flatten_card},
        _MEMORY,
    )
