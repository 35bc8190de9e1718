/** One replay as its parts see it: the clock, the videos, and the notes on the trail. */

import { computed, onScopeDispose, reactive, shallowRef, watch } from "vue";
import type { NotePlayback } from "../../wire/messages";
import { notePlayback } from "../rest";
import { beginLoop, closeLoop, returnOf, type Loop } from "./loop";
import { Player, type Playable } from "./player";
import { ReplayClock, type Rate } from "./replay-clock";
import { durationOf, openingOf } from "./timeline";
import type { Track } from "./tracks";

const TICK_MS = 80;
/** Seeks that follow each other so soon are one. */
const SETTLED_MS = 350;

export type Playback = ReturnType<typeof makePlayback>;

export function makePlayback(sessionId: string, tracks: readonly Track[]) {
  const clock = new ReplayClock(durationOf(tracks));
  clock.seek(openingOf(tracks));
  const videos = shallowRef<Readonly<Record<string, Playable>>>({});
  const loop = shallowRef<Loop | null>(null);
  const now = reactive({
    position: clock.position,
    isPlaying: false,
    isWaiting: false,
    rate: 1,
    isUnnoted: false,
  });
  let settling: ReturnType<typeof setTimeout> | undefined;

  const player = computed(() => {
    const placed = tracks.flatMap((track) => {
      const media = videos.value[track.name];
      if (media === undefined) return [];
      return [{ media, startsAtS: track.starts_at_s, durationS: track.duration_s }];
    });
    return new Player(clock, placed);
  });

  function show(): void {
    const back = returnOf(loop.value, clock.position);
    if (back !== null) clock.seek(back);
    player.value.tick();
    now.position = clock.position;
    now.isPlaying = clock.isPlaying;
    now.isWaiting = clock.isWaiting;
    now.rate = clock.rate;
  }

  async function note(action: "play" | "pause" | "seek", position: number): Promise<void> {
    const said: NotePlayback = { action, position_s: position };
    now.isUnnoted = await notePlayback(sessionId, said).then(
      () => false,
      () => true,
    );
  }

  function toggle(): void {
    if (clock.isPlaying) clock.pause();
    else clock.play();
    void note(clock.isPlaying ? "play" : "pause", clock.position);
    show();
  }

  function seek(position: number): void {
    clock.seek(position);
    const sought = clock.position;
    clearTimeout(settling);
    settling = setTimeout(() => void note("seek", sought), SETTLED_MS);
    show();
  }

  // The end of the recording stops it without anybody's click: that is no pause to note.
  const timer = setInterval(show, TICK_MS);
  watch(player, (_new, old) => {
    old.stop();
  });
  onScopeDispose(() => {
    clearInterval(timer);
    clearTimeout(settling);
    player.value.stop();
  });

  return {
    tracks,
    durationS: clock.durationS,
    now,
    loop,
    /** Listening again to the same is no seek: the first playing of it is on the trail. */
    beginLoop: () => {
      loop.value = beginLoop(clock.position);
    },
    closeLoop: () => {
      loop.value = closeLoop(loop.value, clock.position);
    },
    attach(name: string, media: Playable) {
      videos.value = { ...videos.value, [name]: media };
    },
    toggle,
    seek,
    step: (bySeconds: number) => {
      seek(clock.position + bySeconds);
    },
    setRate: (rate: Rate) => {
      clock.setRate(rate);
      show();
    },
  };
}
