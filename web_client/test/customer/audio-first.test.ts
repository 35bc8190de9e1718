import { beforeEach, expect, test } from "vitest";
import { effectScope, nextTick, shallowRef } from "vue";
import { followAudioFirst } from "../../src/customer/audio-first";

const QUIET = { session_id: "ses_1", is_audio_first: false, is_picture_requested: false };
const AUDIO_FIRST = { ...QUIET, is_audio_first: true };
const ASKED = { ...AUDIO_FIRST, is_picture_requested: true };

async function darkened(...told: (typeof QUIET | null)[]): Promise<boolean[]> {
  const view = shallowRef<typeof QUIET | null>(null);
  const heard: boolean[] = [];
  const scope = effectScope();
  scope.run(() => {
    followAudioFirst(
      () => view.value,
      (isDark) => heard.push(isDark),
    );
  });
  for (const each of told) {
    view.value = each;
    await nextTick();
  }
  scope.stop();
  return heard;
}

beforeEach(() => {
  sessionStorage.clear();
});

test("in quiet times the camera is left alone", async () => {
  expect(await darkened(QUIET, { ...QUIET, is_picture_requested: true })).toEqual([]);
});

test("in a wave the camera is off until the agent asks for the document, and then stays", async () => {
  expect(await darkened(QUIET, AUDIO_FIRST, ASKED, AUDIO_FIRST, ASKED)).toEqual([true, false]);
});

test("a reload repeats neither, and what comes after it still does", async () => {
  expect(await darkened(AUDIO_FIRST)).toEqual([true]);
  expect(await darkened(AUDIO_FIRST, ASKED)).toEqual([false]);
  expect(await darkened(ASKED)).toEqual([]);
});
