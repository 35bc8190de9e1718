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
    throw new DeviceError(nameProblem(error) ?? (await findMissing(devices)));
  }
}

/** The sound alone. Raises DeviceError. */
export async function openSound(devices: MediaDevices): Promise<MediaStreamTrack> {
  return openTrack(devices, { audio: SOUND }, "no_microphone");
}

/** Another camera, or the same one in another size; the sound goes on. Raises DeviceError. */
export async function openPicture(
  devices: MediaDevices,
  wanted: Wanted,
): Promise<MediaStreamTrack> {
  return openTrack(devices, { video: pictureOf(wanted) }, "no_camera");
}

async function openTrack(
  devices: MediaDevices,
  constraints: MediaStreamConstraints,
  missing: DeviceProblem,
): Promise<MediaStreamTrack> {
  try {
    const [track] = (await devices.getUserMedia(constraints)).getTracks();
    if (track === undefined) throw new DeviceError(missing);
    return track;
  } catch (error) {
    throw new DeviceError(nameProblem(error) ?? missing);
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

/** Null where a device is missing: which one, only the devices say. */
function nameProblem(error: unknown): DeviceProblem | null {
  if (error instanceof DeviceError) return error.problem;
  const name = error instanceof Error ? error.name : "";
  if (name === "NotFoundError" || name === "OverconstrainedError") return null;
  return PROBLEM_OF[name] ?? "unknown";
}

async function findMissing(devices: MediaDevices): Promise<DeviceProblem> {
  const found = await devices.enumerateDevices();
  return found.some(({ kind }) => kind === "videoinput") ? "no_microphone" : "no_camera";
}
