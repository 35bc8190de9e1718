import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { locate } from "../../src/customer/locate";
import { CONSENTS, Phone } from "./phone";

type Ask = Geolocation["getCurrentPosition"];

/** A browser that answers at once: with a place, or with the number of its error. */
function answering(answer: { latitude: number; longitude: number } | number) {
  const asked = vi.fn<Ask>((found, failed) => {
    if (typeof answer === "number") failed?.({ code: answer } as GeolocationPositionError);
    else found({ coords: answer } as GeolocationPosition);
  });
  return { asked, geolocation: { getCurrentPosition: asked } as unknown as Geolocation };
}

describe("the device's position", () => {
  it("leaves the page no finer than a hundredth of a degree", async () => {
    const browser = answering({ latitude: 31.234567, longitude: -121.987654 });
    expect(await locate(browser.geolocation)).toEqual({
      answer: "sent",
      position: { latitude: 31.23, longitude: -121.99 },
    });
    expect(browser.asked.mock.calls[0]?.[2]).toEqual({
      enableHighAccuracy: false,
      timeout: 10_000,
    });
  });

  it.each([
    [1, "declined"],
    [2, "unavailable"],
    [3, "timed_out"],
  ] as const)("is not there, for the reason %i", async (code, answer) => {
    expect(await locate(answering(code).geolocation)).toEqual({ answer, position: null });
  });

  it("is not there where a browser knows of no such thing", async () => {
    expect(await locate(undefined)).toEqual({ answer: "unavailable", position: null });
  });
});

describe("Carla's page, at a bank that asks where she is", () => {
  const arriving = { consents: CONSENTS } as const;
  let phone: Phone;

  beforeEach(() => {
    phone = new Phone();
    phone.isLocationAsked = true;
  });

  afterEach(() => {
    phone.close();
    vi.unstubAllGlobals();
  });

  function locatedBy(geolocation: Geolocation): void {
    Object.assign(navigator, { geolocation });
  }

  it.each([
    ["consent-location", true],
    ["consent-location-no", false],
  ] as const)("asks after the other consents: %s", async (button, is_given) => {
    await phone.open("#secret", arriving);
    expect(phone.screen).toBe("consent-location");
    await phone.click(button);
    expect(phone.requests).toMatchObject([{ type: "send_location_consent", is_given }]);
    await phone.see({ ...arriving, has_agreed_to_location: is_given });
    expect(phone.screen).toBe("camera-check");
  });

  it("asks the browser once, after the consent, and goes on meanwhile", async () => {
    const browser = answering({ latitude: 31.2, longitude: 121.5 });
    locatedBy(browser.geolocation);
    await phone.open("#secret", arriving);
    expect(browser.asked).not.toHaveBeenCalled();
    const agreed = { ...arriving, has_agreed_to_location: true, is_position_wanted: true };
    await phone.see(agreed);
    expect(phone.screen).toBe("camera-check");
    await vi.waitFor(() => {
      expect(phone.requests).toMatchObject([
        { type: "send_position", answer: "sent", position: { latitude: 31.2, longitude: 121.5 } },
      ]);
    });
    await phone.see({ ...agreed, is_position_wanted: false });
    await phone.see(agreed);
    expect(browser.asked).toHaveBeenCalledOnce();
  });

  it("asks nothing of the browser where she declined", async () => {
    const browser = answering(1);
    locatedBy(browser.geolocation);
    await phone.open("#secret", { ...arriving, has_agreed_to_location: false });
    expect(phone.screen).toBe("camera-check");
    expect(browser.asked).not.toHaveBeenCalled();
  });

  it("leaves the question out where the bank does not ask", async () => {
    phone.isLocationAsked = false;
    await phone.open("#secret", arriving);
    expect(phone.screen).toBe("camera-check");
  });
});
