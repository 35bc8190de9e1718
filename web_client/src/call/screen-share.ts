/**
 * One's own screen: chosen by the person, asked for, and sent once the meeting says that it is shown.
 *
 * Ends from either side: the browser's own "stop sharing", this page, or the meeting.
 */

const PICTURE: DisplayMediaStreamOptions = {
  video: { frameRate: { ideal: 8, max: 15 }, width: { max: 1920 }, height: { max: 1080 } },
  audio: false,
};

export interface ScreenSurroundings {
  /** Whether the meeting takes the screen, or lets it go. */
  ask(isShown: boolean): Promise<boolean>;
  send(track: MediaStreamTrack | null): void;
  onShown(isShown: boolean): void;
}

export function canShareScreen(): boolean {
  return "getDisplayMedia" in ((navigator.mediaDevices as MediaDevices | undefined) ?? {});
}

export class ScreenShare {
  private track: MediaStreamTrack | null = null;
  private isSent = false;

  constructor(private readonly surroundings: ScreenSurroundings) {}

  /** Has the person choose; nothing happens when they do not. Needs a click or a key. */
  async begin(): Promise<void> {
    if (this.track !== null) return;
    const stream = await navigator.mediaDevices.getDisplayMedia(PICTURE).catch(() => null);
    const track = stream?.getVideoTracks()[0];
    if (track === undefined) return;
    track.contentHint = "detail"; // letters stay sharp, movement may stutter
    track.onended = () => void this.end();
    this.track = track;
    this.surroundings.onShown(true);
    if (!(await this.surroundings.ask(true))) this.drop();
  }

  async end(): Promise<void> {
    if (this.track === null) return;
    this.drop();
    await this.surroundings.ask(false);
  }

  /** Follows the meeting: whether it shows this screen now. */
  follow(isShown: boolean): void {
    if (isShown && this.track !== null) this.surroundings.send(this.track);
    else if (isShown)
      void this.surroundings.ask(false); // of a page that is no more
    else if (this.isSent) this.drop();
    this.isSent = isShown && this.track !== null;
  }

  private drop(): void {
    const track = this.track;
    this.track = null;
    this.isSent = false;
    if (track === null) return;
    track.onended = null;
    track.stop();
    this.surroundings.send(null);
    this.surroundings.onShown(false);
  }
}
