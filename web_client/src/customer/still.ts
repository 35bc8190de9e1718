/** A still picture of a document, as sharp as the phone can. */

const QUALITY = 0.92;
const MOST_BYTES = 10_000_000;
const LONGEST_SIDE = 4_000;

/** Photographs what `video` shows: the sensor's full resolution where the browser gives it. */
export async function takeStill(video: HTMLVideoElement): Promise<Blob> {
  const [track] = (video.srcObject as MediaStream).getVideoTracks();
  if (track !== undefined && "ImageCapture" in window) {
    try {
      return await new ImageCapture(track).takePhoto();
    } catch {
      // Some phones announce it and cannot: the video's own frame is the next best.
    }
  }
  return drawJpeg(video, video.videoWidth, video.videoHeight);
}

/** Makes a picture that is too large to send smaller; leaves any other as it is. */
export async function fitPicture(picture: Blob): Promise<Blob> {
  if (picture.size <= MOST_BYTES) return picture;
  const bitmap = await createImageBitmap(picture);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  return drawJpeg(bitmap, Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
}

async function drawJpeg(source: CanvasImageSource, width: number, height: number): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  canvas.getContext("2d")?.drawImage(source, 0, 0, width, height);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => {
        if (blob === null) reject(new Error("the picture could not be encoded"));
        else resolve(blob);
      },
      "image/jpeg",
      QUALITY,
    );
  });
}
