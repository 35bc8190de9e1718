/** A customer's meeting as the screens see it: what is, and what can be done. */

import {
  computed,
  inject,
  onScopeDispose,
  reactive,
  ref,
  shallowRef,
  watch,
  type InjectionKey,
} from "vue";
import { customerScreen } from "../call/stage";
import { type CallNow, makeCallSide, makeSharing, NO_CALL } from "../call/side";
import type {
  Answer,
  ChallengeGuided,
  CustomerMessage,
  CustomerView,
  DocumentValues,
  ErrorCode,
  Place,
  Quality,
  ServerMessage,
} from "../wire/messages";
import { Newest } from "../wire/newest";
import { RefusedError } from "../wire/requests";
import { getSeat, RestError } from "../wire/rest";
import { ServerClock } from "../wire/server-clock";
import { Line, type Asked, type LineState } from "../wire/socket";
import { browserWire } from "../wire/web-socket";
import { callAttention } from "./attention";
import { followAudioFirst } from "./audio-first";
import {
  checkBrowser,
  enter,
  isPassing,
  isTakingOver,
  StoppedError,
  type StopReason,
} from "./entry";
import { describeCamera } from "./camera";
import { makeLocating } from "./locate";
import { makeSwitches } from "./switches";

const TRY_AGAIN_MS = 3_000;

export const MEETING: InjectionKey<Meeting> = Symbol("meeting");
export type Meeting = ReturnType<typeof makeMeeting>;

export function useMeeting(): Meeting {
  const meeting = inject(MEETING);
  if (meeting === undefined) throw new Error("no meeting was provided");
  return meeting;
}

/** What changes by the second; `refusal` is why the last request was not carried out. */
interface Now extends CallNow {
  line: LineState;
  refusal: ErrorCode | null;
  roundTripMs: number | null;
  isMuted: boolean;
  isDark: boolean;
  isSharing: boolean;
  guidance: ChallengeGuided | null;
  own: Quality | null;
  other: Quality | null;
}

/** Makes the page's one meeting; `open` starts it. Closed with the scope that made it. */
export function makeMeeting() {
  const view = shallowRef<CustomerView | null>(null);
  const place = shallowRef<Place | null>(null);
  /** What the bank says to all who wait, by language. */
  const announcement = shallowRef<Readonly<Record<string, string>>>({});
  /** Many wait: a callback is offered before waiting. */
  const isCallbackFirst = ref(false);
  const stopped = shallowRef<StopReason | null>(null);
  const isComingOver = ref(isTakingOver());
  const now = reactive<Now>({
    ...NO_CALL,
    line: "connecting",
    refusal: null,
    roundTripMs: null,
    isMuted: false,
    isDark: false,
    isSharing: false,
    guidance: null,
    own: null,
    other: null,
  });
  const clock = new ServerClock();
  const newest = new Newest<CustomerView>((found) => {
    view.value = found;
  });

  const line = new Line<CustomerMessage>(
    "/ws/customer",
    {
      onMessage: hear,
      onState(state, code) {
        now.line = state;
        if (code !== null) stop(code);
      },
    },
    { ...browserWire, findRefusal },
  );
  const { local, remote, relays, call, studio } = makeCallSide(now, line);
  const sharing = makeSharing(now, call, ask);
  const hasPicture = computed(() => (local.value?.getVideoTracks().length ?? 0) > 0);
  const switches = makeSwitches(now, studio);
  const locating = makeLocating(view, ask);
  const screen = computed(
    () => view.value && customerScreen(view.value, locating.isLocationOpen.value),
  );
  /** Somebody else's is shown: it is the one to look at, and the only one. */
  const isScreenTaken = computed(() => (view.value?.screen ?? "customer") !== "customer");

  function hear(message: ServerMessage): void {
    now.roundTripMs = line.roundTripMs;
    switch (message.type) {
      case "welcome_customer":
        clock.set(message.server_time);
        locating.isLocationAsked.value = message.is_location_asked;
        newest.welcome(message.view);
        break;
      case "customer_view_changed":
        newest.change(message.view);
        break;
      case "place_changed":
        place.value = message.place;
        break;
      case "notice_changed":
        announcement.value = message.announcement;
        isCallbackFirst.value = message.callbacks_first;
        break;
      default:
        hearInCall(message);
    }
  }

  function hearInCall(message: ServerMessage): void {
    switch (message.type) {
      case "media_answered":
      case "media_refused":
        call.hear(message);
        break;
      case "challenge_guided":
        now.guidance = message;
        break;
      case "quality_changed":
        now.own = message.own;
        now.other = message.other;
        call.noteOther(message.other);
        break;
      default:
    }
  }

  function stop(reason: StopReason): void {
    stopped.value = reason;
    if (isPassing(reason)) return;
    line.close();
    call.close();
    studio.close();
  }

  /** On a device that takes over nothing is asked for before the person says so: see `takeOver`. */
  async function open(): Promise<void> {
    try {
      if (isComingOver.value) {
        checkBrowser();
        return;
      }
      await enter();
      stopped.value = null;
      line.open();
    } catch (error) {
      if (!(error instanceof StoppedError)) throw error;
      stop(error.reason);
      if (error.isPassing) setTimeout(() => void open(), TRY_AGAIN_MS);
    }
  }

  /** Takes the seat by the link or by typed digits; returns why it cannot, null when it did. */
  async function takeOver(digits: string): Promise<StopReason | null> {
    try {
      await enter(digits);
    } catch (error) {
      if (!(error instanceof StoppedError)) throw error;
      return error.reason;
    }
    isComingOver.value = false;
    line.open();
    return null;
  }

  async function ask(request: Asked<CustomerMessage>): Promise<boolean> {
    now.refusal = null;
    try {
      await line.ask(request);
      return true;
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      // "Not now": the meeting has gone on in the meantime, and the next view says where to.
      if (error.code !== "not_now") now.refusal = error.code;
      return false;
    }
  }

  watch(
    () => view.value?.media_epoch ?? null,
    (epoch) => {
      call.follow(epoch);
    },
  );
  watch(
    () => view.value?.screen,
    (shown) => {
      sharing.follow(shown === "customer");
    },
  );
  watch(
    () => view.value?.session_id,
    (sessionId) => {
      if (sessionId !== undefined) switches.restore(sessionId);
    },
  );
  followAudioFirst(() => view.value, switches.darken); // after what the customer had switched
  watch(
    () => view.value?.stage,
    // While an agent's desk rings there is time for it; once they talk there is not.
    () => void relays.refresh(),
  );
  watch(screen, (shown, before) => {
    if (shown === "waiting" || shown === "call") void studio.open();
    if (shown === "end" || shown === "deferred") {
      studio.close();
      void sharing.end();
    }
    if (shown === "call" && before === "waiting") callAttention();
    if (shown !== "waiting") place.value = null;
  });
  watch([local, screen], ([stream, shown]) => {
    if (stream === null || shown !== "call") return;
    void ask({ type: "describe_camera", ...describeCamera(stream) });
  });
  onScopeDispose(() => {
    line.close();
    call.close();
    studio.close();
  });

  return {
    view,
    place,
    announcement,
    isCallbackFirst,
    stopped,
    isComingOver,
    local,
    remote,
    now,
    clock,
    hasPicture,
    screen,
    isScreenTaken,
    studio,
    open,
    takeOver,
    ...locating,
    giveConsents: (recording: boolean, face: boolean, text: string) =>
      ask({ type: "send_consents", recording, face, text }),
    askForCallback: () => ask({ type: "ask_for_callback" }),
    cancelCallback: () => ask({ type: "cancel_callback" }),
    resumeVisit: () => ask({ type: "resume_visit" }),
    joinQueue: () => ask({ type: "join_queue" }),
    hangUp: () => ask({ type: "hang_up_call" }),
    answerStep: (step: string, answer: Answer) => ask({ type: "answer_script_step", step, answer }),
    confirmValues: (values: DocumentValues) => ask({ type: "confirm_values", values }),
    skipPrompt: (prompt: number) => ask({ type: "skip_prompt", prompt }),
    rate: (score: number) => ask({ type: "send_rating", score }),
    shareScreen: () => sharing.begin(),
    hideScreen: () => sharing.end(),
    mute: switches.mute,
    darken: switches.darken,
  };
}

/** The socket was not let in: does the seat still count? */
async function findRefusal() {
  try {
    await getSeat();
    return null;
  } catch (error) {
    const code = error instanceof RestError ? error.code : "offline";
    return code === "offline" || isPassing(code) ? null : code;
  }
}
