/** Where the card's frame lies on the camera's picture, and that part as grey values. */

import type { CardSide } from "../wire/messages";
import { MARGIN, type Grey } from "./card-watch";

/** Of the finder's width. */
export const FRAME_WIDTH = 0.86;
const LOOK_WIDTH = 480;

/** Width by height: ID-1 (ISO/IEC 7810), and a passport's page (ICAO 9303, TD3). */
export function aspectOf(side: CardSide): number {
  return side === "passport_page" ? 125 / 88 : 85.6 / 54;
}

/** Reads what `video` shows inside the frame; null before the first picture. */
export function lookAtCard(
  video: HTMLVideoElement,
  aspect: number,
  canvas: HTMLCanvasElement,
): Grey | null {
  const { videoWidth, videoHeight, clientWidth, clientHeight } = video;
  if (videoWidth === 0 || clientWidth === 0) return null;
  // The finder shows the middle of the picture (object-fit: cover).
  const scale = Math.max(clientWidth / videoWidth, clientHeight / videoHeight);
  const frame = (clientWidth * FRAME_WIDTH) / scale;
  const width = frame * (1 + 2 * MARGIN);
  const height = (frame / aspect) * (1 + 2 * MARGIN);
  canvas.width = LOOK_WIDTH;
  canvas.height = Math.round((LOOK_WIDTH * height) / width);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (pen === null) return null;
  const [left, top] = [(videoWidth - width) / 2, (videoHeight - height) / 2];
  pen.drawImage(video, left, top, width, height, 0, 0, canvas.width, canvas.height);
  const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
  const light = new Uint8ClampedArray(canvas.width * canvas.height);
  for (let at = 0; at < light.length; at += 1) {
    light[at] =
      0.299 * (data[4 * at] ?? 0) +
      0.587 * (data[4 * at + 1] ?? 0) +
      0.114 * (data[4 * at + 2] ?? 0);
  }
  return { width: canvas.width, height: canvas.height, light };
}
