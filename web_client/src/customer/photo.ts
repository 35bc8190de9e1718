/** A document's photograph on this page: from the camera or a file, looked at before it is sent. */

import { computed, ref } from "vue";
import type { Studio } from "../call/studio";
import { takeStill } from "./still";

/** `onShown`: something else is shown, or nothing; what was said of the one before is over. */
export function makePhoto(studio: Studio, onShown: () => void) {
  const file = ref<HTMLInputElement>();
  const isShooting = ref(false);
  const picture = ref<{ blob: Blob; url: string } | null>(null);
  const step = computed(() => {
    if (picture.value !== null) return "preview";
    return isShooting.value ? "camera" : "ask";
  });

  function show(blob: Blob | null): void {
    if (picture.value !== null) URL.revokeObjectURL(picture.value.url);
    onShown();
    picture.value = blob === null ? null : { blob, url: URL.createObjectURL(blob) };
    if (file.value !== undefined) file.value.value = "";
  }

  /** Turns the camera to the document; false when there is none to be had. */
  async function openCamera(): Promise<boolean> {
    show(null);
    try {
      await studio.take({ facing: "environment", size: "document" });
    } catch {
      return false;
    }
    isShooting.value = true;
    return true;
  }

  /** The call gets its own camera back; the sound went on all the time. */
  async function closeCamera(): Promise<void> {
    if (!isShooting.value) return;
    isShooting.value = false;
    await studio.take({ facing: "user", size: "call" }).catch(() => undefined);
  }

  async function shoot(video: HTMLVideoElement): Promise<void> {
    show(await takeStill(video));
    await closeCamera();
  }

  function choose(event: Event): void {
    const [chosen] = (event.target as HTMLInputElement).files ?? [];
    if (chosen !== undefined) show(chosen);
  }

  return { file, picture, step, show, openCamera, closeCamera, shoot, choose };
}
