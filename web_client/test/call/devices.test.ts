import { describe, expect, it } from "vitest";
import { DeviceError, findMissingAbility, openSoundAndPicture } from "../../src/call/devices";

const WANTED = { facing: "user", size: "call" } as const;

function devicesThatFail(name: string, kinds: string[] = []): MediaDevices {
  return {
    getUserMedia: () => Promise.reject(new DOMException("", name)),
    enumerateDevices: () => Promise.resolve(kinds.map((kind) => ({ kind }))),
  } as unknown as MediaDevices;
}

describe("camera and microphone", () => {
  it.each([
    ["NotAllowedError", [], "refused"],
    ["NotReadableError", [], "in_use"],
    ["AbortError", [], "in_use"],
    ["NotFoundError", ["audioinput"], "no_camera"],
    ["NotFoundError", ["videoinput"], "no_microphone"],
    ["OverconstrainedError", [], "no_camera"],
    ["TypeError", [], "unknown"],
  ] as const)("%s with %j is told as %s", async (name, kinds, problem) => {
    const opening = openSoundAndPicture(devicesThatFail(name, [...kinds]), WANTED);
    await expect(opening).rejects.toEqual(new DeviceError(problem));
    await expect(opening).rejects.toMatchObject({ problem });
  });
});

describe("what a browser can do", () => {
  const able = {
    isSecureContext: true,
    mediaDevices: navigator.mediaDevices,
    hasPeerConnection: true,
  };

  it("is enough with HTTPS, a camera interface and WebRTC", () => {
    const mediaDevices = { getUserMedia: () => Promise.reject(new Error()) };
    expect(findMissingAbility({ ...able, mediaDevices })).toBeNull();
  });

  it("is told before anything is asked", () => {
    expect(findMissingAbility({ ...able, isSecureContext: false })).toBe("insecure");
    expect(findMissingAbility({ ...able, mediaDevices: undefined })).toBe("too_old");
    expect(findMissingAbility({ ...able, hasPeerConnection: false })).toBe("too_old");
  });
});
