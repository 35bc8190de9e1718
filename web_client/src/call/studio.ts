/**
 * The camera and microphone of one page over its whole life: one stream at a time.
 *
 * A track that ends by itself (unplugged, taken by a phone call) is a problem, told at once, and the
 * other one goes on: a call without a picture is still a call. The studio then tries again by itself
 * when devices change, when the page is seen again and every two seconds, until it has what it is to
 * have or is closed.
 */

import {
  DeviceError,
  openPicture,
  openSound,
  openSoundAndPicture,
  type DeviceProblem,
  type Facing,
  type Wanted,
} from "./devices";

const TRY_AGAIN_MS = 2_000;
/** The camera is in the way, not the person: the sound alone is asked for without a question. */
const SOUND_MAY_OPEN: ReadonlySet<DeviceProblem> = new Set<DeviceProblem>(["no_camera", "in_use"]);

export interface StudioListener {
  onStream(stream: MediaStream | null): void;
  onProblem(problem: DeviceProblem | null): void;
}

export class Studio {
  private stream: MediaStream | null = null;
  private wanted: Wanted = { facing: "user", size: "call" };
  private opening: Promise<void> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isClosed = true;
  private isMuted = false;
  private isDark = false;
  private hasFace = true;

  constructor(
    private readonly devices: MediaDevices,
    private readonly listener: StudioListener,
  ) {}

  get facing(): Facing {
    return this.wanted.facing;
  }

  /** Returns when all that is wanted is there or a problem was told; harmless while it is. */
  async open(): Promise<void> {
    if (this.isClosed) {
      this.isClosed = false;
      this.devices.addEventListener("devicechange", this.tryAgain);
      document.addEventListener("visibilitychange", this.tryAgain);
    }
    if (this.isWhole) return;
    this.opening ??= this.openOnce().finally(() => {
      this.opening = null;
    });
    await this.opening;
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    clearTimeout(this.timer);
    this.devices.removeEventListener("devicechange", this.tryAgain);
    document.removeEventListener("visibilitychange", this.tryAgain);
    this.release();
    this.listener.onStream(null);
  }

  mute(isMuted: boolean): void {
    this.isMuted = isMuted;
    this.applySwitches();
  }

  darken(isDark: boolean): void {
    this.isDark = isDark;
    this.applySwitches();
  }

  /** With a picture, or with the sound alone, from now on; a closed studio only keeps it in mind. */
  async showFace(isShown: boolean): Promise<void> {
    this.hasFace = isShown;
    await this.opening;
    if (this.isClosed) return;
    if (this.hasFace) await this.open();
    else this.keep(new MediaStream(this.sound));
  }

  /**
   * Takes the picture from another camera or in another size. Phones open one camera at a time, so
   * the old one is let go first; when the new one does not open, the old one comes back.
   */
  async take(wanted: Wanted): Promise<void> {
    const before = this.wanted;
    const { sound } = this;
    this.stream?.getVideoTracks().forEach(stop);
    this.wanted = wanted;
    try {
      this.keep(new MediaStream([...sound, await openPicture(this.devices, wanted)]));
    } catch (error) {
      this.wanted = before;
      this.keep(new MediaStream(sound));
      await this.open();
      throw error;
    }
  }

  private async openOnce(): Promise<void> {
    clearTimeout(this.timer);
    try {
      this.keep(await this.openMissing());
    } catch (error) {
      const problem = error instanceof DeviceError ? error.problem : "unknown";
      if (this.stream === null && SOUND_MAY_OPEN.has(problem)) await this.openSoundAlone();
      this.fail(problem);
    }
  }

  private async openMissing(): Promise<MediaStream> {
    const { sound, picture } = this;
    if (!this.hasFace) return new MediaStream([await openSound(this.devices)]);
    if (sound.length > 0) {
      return new MediaStream([...sound, await openPicture(this.devices, this.wanted)]);
    }
    if (picture.length > 0) return new MediaStream([await openSound(this.devices), ...picture]);
    return openSoundAndPicture(this.devices, this.wanted);
  }

  private async openSoundAlone(): Promise<void> {
    const sound = await openSound(this.devices).catch(() => null);
    if (sound !== null) this.keep(new MediaStream([sound]));
  }

  private get sound(): MediaStreamTrack[] {
    return this.stream?.getAudioTracks() ?? [];
  }

  private get picture(): MediaStreamTrack[] {
    return this.stream?.getVideoTracks() ?? [];
  }

  private get isWhole(): boolean {
    return this.sound.length > 0 && (this.picture.length > 0 || !this.hasFace);
  }

  private keep(stream: MediaStream): void {
    if (this.isClosed) {
      stream.getTracks().forEach(stop);
      return;
    }
    const kept = stream.getTracks();
    this.stream?.getTracks().forEach((track) => {
      if (!kept.includes(track)) stop(track);
    });
    this.stream = kept.length > 0 ? stream : null;
    this.applySwitches();
    kept.forEach((track) => {
      track.onended = () => {
        this.lose(track);
      };
    });
    if (this.isWhole) this.listener.onProblem(null);
    this.listener.onStream(this.stream);
  }

  private lose(ended: MediaStreamTrack): void {
    const rest = this.stream?.getTracks().filter((track) => track !== ended) ?? [];
    this.keep(new MediaStream(rest));
    this.fail("lost");
  }

  private fail(problem: DeviceProblem): void {
    if (this.isClosed) return;
    this.listener.onProblem(problem);
    clearTimeout(this.timer);
    this.timer = setTimeout(this.tryAgain, TRY_AGAIN_MS);
  }

  private readonly tryAgain = (): void => {
    if (!this.isClosed && document.visibilityState === "visible") void this.open();
  };

  private applySwitches(): void {
    this.stream?.getAudioTracks().forEach((track) => {
      track.enabled = !this.isMuted;
    });
    this.stream?.getVideoTracks().forEach((track) => {
      track.enabled = !this.isDark;
    });
  }

  private release(): void {
    this.stream?.getTracks().forEach(stop);
    this.stream = null;
  }
}

function stop(track: MediaStreamTrack): void {
  track.onended = null;
  track.stop();
}
