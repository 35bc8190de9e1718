/** Where the device is, asked of the browser once the customer has agreed to it. */

import { computed, ref, watch, type Ref } from "vue";
import type { CustomerMessage, CustomerView, Position, PositionAnswer } from "../wire/messages";
import type { Asked } from "../wire/socket";

const WITHIN_MS = 10_000; // of the receiver; not while the customer thinks
const PER_DEGREE = 100; // about a kilometre: nothing finer leaves the page

export interface Located {
  readonly answer: PositionAnswer;
  readonly position: Position | null;
}

/** Resolves whatever happens; with a position only where one was found. */
export function locate(geolocation: Geolocation | undefined): Promise<Located> {
  return new Promise((resolve) => {
    if (geolocation === undefined) {
      resolve({ answer: "unavailable", position: null });
      return;
    }
    geolocation.getCurrentPosition(
      ({ coords }) => {
        resolve({ answer: "sent", position: round(coords) });
      },
      ({ code }) => {
        resolve({ answer: nameFailure(code), position: null });
      },
      { enableHighAccuracy: false, timeout: WITHIN_MS },
    );
  });
}

/** Asks the customer, and when the view then wants it the browser: once in this page's life. */
export function makeLocating(
  view: Readonly<Ref<CustomerView | null>>,
  ask: (request: Asked<CustomerMessage>) => Promise<boolean>,
) {
  const isLocationAsked = ref(false); // by this bank, says the server
  const stop = watch(
    () => view.value?.is_position_wanted === true,
    (isWanted) => {
      if (!isWanted) return;
      stop();
      void locate(navigator.geolocation).then((located) =>
        ask({ type: "send_position", ...located }),
      );
    },
  );
  return {
    isLocationAsked,
    isLocationOpen: computed(
      () => isLocationAsked.value && view.value?.has_agreed_to_location === null,
    ),
    giveLocationConsent: (is_given: boolean, text: string) =>
      ask({ type: "send_location_consent", is_given, text }),
  };
}

function round({ latitude, longitude }: Position): Position {
  return { latitude: coarse(latitude), longitude: coarse(longitude) };
}

function coarse(degrees: number): number {
  return Math.round(degrees * PER_DEGREE) / PER_DEGREE;
}

/** `GeolocationPositionError`'s own numbers. */
function nameFailure(code: number): PositionAnswer {
  if (code === 1) return "declined";
  return code === 3 ? "timed_out" : "unavailable";
}
