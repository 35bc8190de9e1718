/** Camera and microphone: opened, changed, lost and found again, with every problem by name. */

export const DEVICE_PROBLEMS = [
  "insecure", // the page is not on HTTPS
  "too_old", // the browser has no camera interface at all
  "refused",
  "no_camera",
  "no_microphone",
  "in_use",
  "lost", // it worked and then vanished
  "unknown",
] as const;
export type DeviceProblem = (typeof DEVICE_PROBLEMS)[number];

export type Facing = "user" | "environment";

export class DeviceError extends Error {
  override readonly name = "DeviceError";

  constructor(readonly problem: DeviceProblem) {
    super(problem);
  }
}

/** `size` is asked for, not demanded: a call takes 640x480, a document as much as there is. */
export interface Wanted {
  readonly facing: Facing;
  readonly size: "call" | "document";
}

const SIZES = {
  call: { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 } },
  document: { width: { ideal: 1920 }, height: { ideal: 1080 }, frameRate: { ideal: 30 } },
} as const;
const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** What stands in the way before anything is asked, else null. */
export function findMissingAbility(page: {
  readonly isSecureContext: boolean;
  readonly mediaDevices: Partial<MediaDevices> | undefined;
  readonly hasPeerConnection: boolean;
}): DeviceProblem | null {
  if (!page.isSecureContext) return "insecure";
  if (page.mediaDevices?.getUserMedia === undefined || !page.hasPeerConnection) return "too_old";
  return null;
}

/** Raises DeviceError. */
export async function openSoundAndPicture(
  devices: MediaDevices,
  wanted: Wanted,
): Promise<MediaStream> {
  try {
    return await devices.getUserMedia({ audio: SOUND, video: pictureOf(wanted) });
  } catch (error) {
    throw new DeviceError(await nameProblem(devices, error));
  }
}

/** Another camera, or the same one in another size; the sound goes on. Raises DeviceError. */
export async function openPicture(
  devices: MediaDevices,
  wanted: Wanted,
): Promise<MediaStreamTrack> {
  try {
    const stream = await devices.getUserMedia({ video: pictureOf(wanted) });
    const [track] = stream.getVideoTracks();
    if (track === undefined) throw new DeviceError("no_camera");
    return track;
  } catch (error) {
    throw new DeviceError(await nameProblem(devices, error));
  }
}

function pictureOf(wanted: Wanted): MediaTrackConstraints {
  return { ...SIZES[wanted.size], facingMode: { ideal: wanted.facing } };
}

const PROBLEM_OF: Readonly<Record<string, DeviceProblem>> = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotReadableError: "in_use",
  AbortError: "in_use",
};

async function nameProblem(devices: MediaDevices, error: unknown): Promise<DeviceProblem> {
  if (error instanceof DeviceError) return error.problem;
  const name = error instanceof Error ? error.name : "";
  if (name === "NotFoundError" || name === "OverconstrainedError") return findMissing(devices);
  return PROBLEM_OF[name] ?? "unknown";
}

async function findMissing(devices: MediaDevices): Promise<DeviceProblem> {
  const found = await devices.enumerateDevices();
  return found.some(({ kind }) => kind === "videoinput") ? "no_microphone" : "no_camera";
}
