/** What the page tells of its camera before anybody is asked to move, and how it can be asked. */

interface Described {
  readonly label: string;
  readonly abilities: number;
  readonly is_slow: boolean;
  readonly has_flash: boolean;
}

/** The server looks at the label and does not keep it. */
export function describeCamera(stream: MediaStream): Described {
  const [track] = stream.getVideoTracks();
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return {
    label: (track?.label ?? "").slice(0, 256),
    abilities: track === undefined ? 0 : countAbilities(track),
    is_slow: isElder(),
    has_flash: !isCalm && !isElder(),
  };
}

export function isElder(): boolean {
  return document.documentElement.classList.contains("elder");
}

/** Not every browser can be asked: what it does not tell is not missing. */
function countAbilities(track: MediaStreamTrack): number {
  return "getCapabilities" in track ? Object.keys(track.getCapabilities()).length : 99;
}
