"""A customer's camera that draws a head: it does what the page's own prompt says, or does not."""

import base64
import io
import json
from typing import Final

from PIL import Image

from tests.drawn_head import STILL, Pose, draw_head

_POSES: Final = {
    "still": STILL,
    "turn_left": Pose(turn=1.35),
    "turn_right": Pose(turn=-1.35),
    "nod": Pose(nod=0.9),
    "blink": Pose(closed=1.0),
    "open_mouth": Pose(mouth=1.0),
    "read_digits": Pose(mouth=0.6),
}

# The head sways, as people do. A prompt is followed 0.3 s after the page shows it.
_CAMERA: Final = """
const pictures = Object.fromEntries(Object.entries(POSES).map(([name, url]) => {
  const picture = new Image();
  picture.src = url;
  return [name, picture];
}));
const canvas = document.createElement('canvas');
canvas.width = 640;
canvas.height = 480;
const pen = canvas.getContext('2d');
let prompt = '0';
let since = 0;
function pose(now) {
  const shown = document.querySelector('[data-test="challenge"]');
  if (!IS_WILLING || shown === null) return 'still';
  if (shown.dataset.prompt !== prompt) [prompt, since] = [shown.dataset.prompt, now];
  const { action } = shown.dataset;
  const after = (now - since) / 1000 - 0.3;
  if (action === '' || after < 0) return 'still';
  if (action === 'blink') return after % 0.7 < 0.3 ? action : 'still';
  if (action === 'read_digits') return after % 0.5 < 0.25 ? action : 'still';
  return after < 1.2 ? action : 'still';
}
function draw() {
  const now = performance.now();
  const at = now / 1000;
  const x = 6 * Math.sin(1.7 * at) + 4 * Math.sin(2.9 * at + 1);
  const y = 4 * Math.sin(1.1 * at) + 3 * Math.sin(3.7 * at);
  pen.drawImage(pictures.still, 0, 0);
  pen.drawImage(pictures[pose(now)], x, y);
}
setInterval(draw, 1000 / 15);
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wanted) => {
  const stream = await ask(wanted);
  for (const track of stream.getVideoTracks()) {
    stream.removeTrack(track);
    track.stop();
    stream.addTrack(canvas.captureStream(15).getVideoTracks()[0]);
  }
  return stream;
};
"""


def drawn_camera(*, is_willing: bool) -> str:
    """Return the script that takes the place of a page's camera."""
    poses = {name: _to_url(pose) for name, pose in _POSES.items()}
    script = _CAMERA.replace("POSES", json.dumps(poses))
    return f"(() => {{{script.replace('IS_WILLING', str(is_willing).lower())}}})();"


def _to_url(pose: Pose) -> str:
    written = io.BytesIO()
    Image.fromarray(draw_head(pose)).save(written, "JPEG", quality=92)
    return f"data:image/jpeg;base64,{base64.b64encode(written.getvalue()).decode()}"
