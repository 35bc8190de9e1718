/** A third party's meeting as the screens see it: what is, and what can be done. */

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
import { type CallNow, makeCallSide, makeSharing, NO_CALL } from "../call/side";
import { isPassing, StoppedError, type StopReason } from "../customer/entry";
import { keep, recall } from "../customer/kept";
import { makeSwitches } from "../customer/switches";
import type { ErrorCode, GuestMessage, GuestView, ServerMessage } from "../wire/messages";
import { Newest } from "../wire/newest";
import { RefusedError } from "../wire/requests";
import { Line, type Asked, type LineState } from "../wire/socket";
import { browserWire } from "../wire/web-socket";
import { enter, findRefusal } from "./entry";
import { ENDINGS, pickScreen, type Ending } from "./stage";

const TRY_AGAIN_MS = 3_000;

export const GUEST_MEETING: InjectionKey<GuestMeeting> = Symbol("guest's meeting");
export type GuestMeeting = ReturnType<typeof makeGuestMeeting>;

export function useGuestMeeting(): GuestMeeting {
  const meeting = inject(GUEST_MEETING);
  if (meeting === undefined) throw new Error("no meeting was provided");
  return meeting;
}

/** What changes by the second; `refusal` is why the last request was not carried out. */
interface Now extends CallNow {
  line: LineState;
  refusal: ErrorCode | null;
  isMuted: boolean;
  isDark: boolean;
  isSharing: boolean;
}

/** Makes the page's one meeting; `open` starts it. Closed with the scope that made it. */
export function makeGuestMeeting() {
  const view = shallowRef<GuestView | null>();
  const stopped = shallowRef<StopReason | null>(null);
  const guestId = ref("");
  const hasAgreedHere = ref(false);
  const ending = ref<Ending>("over");
  const now = reactive<Now>({
    ...NO_CALL,
    line: "connecting",
    refusal: null,
    isMuted: false,
    isDark: false,
    isSharing: false,
  });
  const newest = new Newest<GuestView | null>((found) => {
    view.value = found;
  });

  const line = new Line<GuestMessage>(
    "/ws/guest",
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
  const switches = makeSwitches(now, studio);
  const screen = computed(() => pickScreen(view.value, hasAgreedHere.value));
  /** Somebody else's is shown: it is the one to look at, and the only one. */
  const isScreenTaken = computed(() => (view.value?.screen ?? "guest") !== "guest");
  const hasPicture = computed(() => (local.value?.getVideoTracks().length ?? 0) > 0);

  function hear(message: ServerMessage): void {
    switch (message.type) {
      case "welcome_guest":
        newest.welcome(message.view);
        break;
      case "guest_view_changed":
        newest.change(message.view);
        break;
      case "media_answered":
      case "media_refused":
        call.hear(message);
        break;
      default:
    }
  }

  function stop(reason: StopReason): void {
    stopped.value = reason;
    if (!isPassing(reason)) close();
  }

  function close(): void {
    line.close();
    call.close();
    studio.close();
  }

  async function open(): Promise<void> {
    try {
      guestId.value = await enter();
      stopped.value = null;
      hasAgreedHere.value = recall("guest-agreed") === guestId.value;
      ending.value = ENDINGS.find((kind) => recall(`guest-${kind}`) === guestId.value) ?? "over";
      switches.restore(guestId.value);
      line.open();
    } catch (error) {
      if (!(error instanceof StoppedError)) throw error;
      stop(error.reason);
      if (error.isPassing) setTimeout(() => void open(), TRY_AGAIN_MS);
    }
  }

  async function ask(request: Asked<GuestMessage>): Promise<boolean> {
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

  /** Goes by one's own choice, and remembers over a reload that it was. */
  function goAs(own: Ending, request: Asked<GuestMessage>): Promise<boolean> {
    ending.value = own;
    keep(`guest-${own}`, guestId.value);
    return ask(request);
  }

  function agree(): void {
    hasAgreedHere.value = true;
    keep("guest-agreed", guestId.value);
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
      sharing.follow(shown === "guest");
    },
  );
  watch(screen, (shown) => {
    void relays.refresh();
    if (shown === "call") void studio.open();
    if (shown === "end") {
      studio.close();
      void sharing.end();
    }
  });
  onScopeDispose(close);

  return {
    view,
    stopped,
    local,
    remote,
    now,
    ending,
    hasPicture,
    screen,
    isScreenTaken,
    studio,
    open,
    agree,
    comeIn: () => ask({ type: "send_guest_consent", recording: true }),
    decline: () => goAs("declined", { type: "send_guest_consent", recording: false }),
    hangUp: () => goAs("left", { type: "hang_up_call" }),
    shareScreen: () => sharing.begin(),
    hideScreen: () => sharing.end(),
    mute: switches.mute,
    darken: switches.darken,
  };
}
