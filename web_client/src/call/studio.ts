/**
 * The camera and microphone of one page over its whole life: one stream at a time.
 *
 * A track that ends by itself (unplugged, taken by a phone call) is a problem, told at once; the
 * studio then tries again by itself when devices change, when the page is seen again and every two
 * seconds, until it has a stream or is closed.
 */

import {
  DeviceError,
  openPicture,
  openSoundAndPicture,
  type DeviceProblem,
  type Facing,
  type Wanted,
} from "./devices";

const TRY_AGAIN_MS = 2_000;

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

  constructor(
    private readonly devices: MediaDevices,
    private readonly listener: StudioListener,
  ) {}

  get facing(): Facing {
    return this.wanted.facing;
  }

  /** Returns when there is a stream or a problem was told; harmless while one is open. */
  async open(): Promise<void> {
    if (this.isClosed) {
      this.isClosed = false;
      this.devices.addEventListener("devicechange", this.tryAgain);
      document.addEventListener("visibilitychange", this.tryAgain);
    }
    if (this.stream !== null) return;
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

  /**
   * Takes the picture from another camera or in another size. Phones open one camera at a time, so
   * the old one is let go first; when the new one does not open, the old one comes back.
   */
  async take(wanted: Wanted): Promise<void> {
    const before = this.wanted;
    const sound = this.stream?.getAudioTracks() ?? [];
    this.stream?.getVideoTracks().forEach(stop);
    this.wanted = wanted;
    try {
      this.keep(new MediaStream([...sound, await openPicture(this.devices, wanted)]));
    } catch (error) {
      this.wanted = before;
      sound.forEach(stop);
      this.release();
      await this.open();
      throw error;
    }
  }

  private async openOnce(): Promise<void> {
    clearTimeout(this.timer);
    try {
      this.keep(await openSoundAndPicture(this.devices, this.wanted));
    } catch (error) {
      this.fail(error instanceof DeviceError ? error.problem : "unknown");
    }
  }

  private keep(stream: MediaStream): void {
    if (this.isClosed) {
      stream.getTracks().forEach(stop);
      return;
    }
    this.stream = stream;
    this.applySwitches();
    stream.getTracks().forEach((track) => {
      track.onended = () => {
        if (this.stream !== stream) return;
        this.release();
        this.listener.onStream(null);
        this.fail("lost");
      };
    });
    this.listener.onProblem(null);
    this.listener.onStream(stream);
  }

  private fail(problem: DeviceProblem): void {
    if (this.isClosed) return;
    this.listener.onProblem(problem);
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
