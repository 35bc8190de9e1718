/** An agent's desk as its parts see it: what is, and what can be done. */

import {
  computed,
  inject,
  onScopeDispose,
  reactive,
  shallowRef,
  watch,
  type InjectionKey,
} from "vue";
import { type CallNow, makeCallSide, makeSharing, NO_CALL, openDevices } from "../../call/side";
import type {
  Answer,
  BreakReason,
  ConsultEnd,
  Decision,
  DeskMessage,
  DocumentKind,
  DocumentValues,
  ErrorCode,
  Quality,
  ServerMessage,
  StaffProfile,
  Target,
} from "../../wire/messages";
import { Newest } from "../../wire/newest";
import { RefusedError } from "../../wire/requests";
import { ServerClock } from "../../wire/server-clock";
import { Line, type Asked, type LineState } from "../../wire/socket";
import { browserWire } from "../../wire/web-socket";
import { findRefusal } from "../refusal";
import type { Ticks } from "./script";
import { isCameraWanted, ownLeg, pickScreen } from "./stage";
import { applyTo, type Whole } from "./whole";

export const DESK: InjectionKey<Desk> = Symbol("desk");
export type Desk = ReturnType<typeof makeDesk>;

export function useDesk(): Desk {
  const desk = inject(DESK);
  if (desk === undefined) throw new Error("no desk was provided");
  return desk;
}

/** `refusal` is why the last request was not carried out. */
interface Now extends CallNow {
  line: LineState;
  refusal: ErrorCode | null;
  roundTripMs: number | null;
  isMuted: boolean;
  isDark: boolean;
  isSharing: boolean;
  own: Quality | null;
  other: Quality | null;
  /** How far the recording is behind, in seconds. */
  behindS: number | null;
  /** Why no colleague is in the call; until the next is asked. */
  consultEnd: ConsultEnd | null;
}

/** Makes the page's one desk; `open` starts it. Closed with the scope that made it. */
export function makeDesk(staff: StaffProfile, onSignedOut: () => void) {
  const whole = shallowRef<Whole | null>(null);
  const now = reactive<Now>({
    ...NO_CALL,
    line: "connecting",
    refusal: null,
    roundTripMs: null,
    isMuted: false,
    isDark: false,
    isSharing: false,
    own: null,
    other: null,
    behindS: null,
    consultEnd: null,
  });
  const clock = new ServerClock();
  let heard: Whole | null = null;
  const newest = new Newest<Whole>((found) => {
    whole.value = found;
  });

  const line = new Line<DeskMessage>(
    "/ws/desk",
    {
      onMessage: hear,
      onState(state, code) {
        now.line = state;
        if (state === "closed" && code === "not_signed_in") onSignedOut();
        if (state === "closed" || state === "taken_over") close();
      },
    },
    { ...browserWire, findRefusal },
  );
  const { local, remote, relays, call, studio } = makeCallSide(now, line);
  const sharing = makeSharing(now, call, ask);
  const state = computed(() => whole.value?.state ?? null);
  const offer = computed(() => whole.value?.offer ?? null);
  const view = computed(() => whole.value?.view ?? null);
  const legKey = computed(() =>
    view.value === null ? "" : `${view.value.session_id} ${ownLeg(view.value)}`,
  );
  const screen = computed(() =>
    whole.value === null
      ? null
      : pickScreen(whole.value.state, whole.value.offer, whole.value.view),
  );

  function hear(message: ServerMessage): void {
    now.roundTripMs = line.roundTripMs;
    switch (message.type) {
      case "welcome_desk":
        clock.set(message.server_time);
        heard = { state: message.state, offer: message.offer, view: message.view };
        newest.welcome(heard);
        if (message.offer !== null) acknowledge(message.offer.offer_id);
        break;
      case "consult_ended":
        now.consultEnd = message.end;
        break;
      case "media_answered":
      case "media_refused":
        call.hear(message);
        break;
      case "quality_changed":
        now.own = message.own;
        now.other = message.other;
        now.behindS = message.behind_s;
        call.noteOther(message.other);
        break;
      default:
        change(message);
    }
  }

  /** Until this is heard, the offer is sent again and again. */
  function acknowledge(offerId: string): void {
    void ask({ type: "acknowledge_offer", offer_id: offerId });
  }

  function change(message: ServerMessage): void {
    if (heard === null) return;
    if (message.type === "offer_made") acknowledge(message.offer.offer_id);
    const changed = applyTo(heard, message);
    if (changed === heard) return;
    heard = changed;
    newest.change(changed);
  }

  async function ask(request: Asked<DeskMessage>): Promise<boolean> {
    now.refusal = null;
    try {
      await line.ask(request);
      return true;
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      now.refusal = error.code;
      return false;
    }
  }

  function close(): void {
    line.close();
    call.close();
    studio.close();
  }

  watch([() => view.value?.media_epoch ?? null, legKey], ([epoch, key], [, keyBefore]) => {
    if (key !== keyBefore) call.follow(null); // another call, or another place in this one
    call.follow(epoch);
  });
  watch(
    () => view.value?.consult ?? null,
    (consult) => {
      if (consult !== null) now.consultEnd = null;
    },
  );
  watch(
    () => view.value?.screen,
    (shown) => {
      sharing.follow(view.value !== null && shown === ownLeg(view.value));
    },
  );
  // A desk that rings will soon connect.
  watch(screen, () => void relays.refresh());
  watch(screen, (shown) => {
    if (shown !== null && isCameraWanted(shown)) openDevices(now, studio);
    else studio.close();
    if (shown !== "call") {
      setSwitches(false, false);
      void sharing.end();
    }
  });
  onScopeDispose(close);

  function setSwitches(isMuted: boolean, isDark: boolean): void {
    now.isMuted = isMuted;
    now.isDark = isDark;
    studio.mute(isMuted);
    studio.darken(isDark);
  }

  return {
    staff,
    state,
    offer,
    view,
    screen,
    local,
    remote,
    now,
    clock,
    openDevices: () => {
      openDevices(now, studio);
    },
    open: () => {
      line.open();
    },
    getReady: () => ask({ type: "set_ready" }),
    takeBreak: (reason: BreakReason) => ask({ type: "take_break", reason }),
    hold: (isHeld: boolean) => ask({ type: "set_hold", is_held: isHeld }),
    askColleague: (target: Target, note: string) => ask({ type: "call_colleague", target, note }),
    takeBack: () => ask({ type: "take_customer_back" }),
    handOver: () => ask({ type: "hand_customer_over" }),
    transfer: (target: Target, note: string) => ask({ type: "transfer_customer", target, note }),
    askForHelp: (isWanted: boolean) => ask({ type: "call_for_help", is_wanted: isWanted }),
    accept: (offerId: string) => ask({ type: "accept_offer", offer_id: offerId }),
    decline: (offerId: string) => ask({ type: "decline_offer", offer_id: offerId }),
    askPicture: () => ask({ type: "request_picture" }),
    askDocument: (kind: DocumentKind) => ask({ type: "request_document", kind }),
    confirmValues: (values: DocumentValues) => ask({ type: "confirm_values", values }),
    startCheck: (pictureId: string, hasChallenge: boolean) =>
      ask({ type: "start_face_check", picture_id: pictureId, has_challenge: hasChallenge }),
    skipPrompt: (prompt: number) => ask({ type: "skip_customer_prompt", prompt }),
    confirmDigits: (prompt: number, isRight: boolean) =>
      ask({ type: "confirm_digits", prompt, is_right: isRight }),
    decide: (checkId: string, decision: Decision, reason: string) =>
      ask({ type: "decide_face_check", check_id: checkId, decision, reason }),
    beginStep: (step: string) => ask({ type: "begin_script_step", step }),
    noteSpoken: (step: string, answer: Answer) => ask({ type: "note_spoken_answer", step, answer }),
    finishStep: (step: string, { bothFaces, document }: Ticks) =>
      ask({ type: "finish_script_step", step, both_faces: bothFaces, document }),
    hangUp: () => ask({ type: "hang_up_call" }),
    letGuestGo: () => ask({ type: "let_guest_go" }),
    shareScreen: () => sharing.begin(),
    askSupervisor: (checkId: string, reason: string) =>
      ask({ type: "ask_supervisor", check_id: checkId, reason }),
    startOtherWay: (pictureId: string) => ask({ type: "start_other_way", picture_id: pictureId }),
    noteAnswer: (checkId: string, question: number, isRight: boolean) =>
      ask({ type: "note_control_answer", check_id: checkId, question, is_right: isRight }),
    hideScreen: () => sharing.end(),
    wrapUp: (result: string, note: string) => ask({ type: "complete_wrap_up", result, note }),
    mute: (isMuted: boolean) => {
      setSwitches(isMuted, now.isDark);
    },
    darken: (isDark: boolean) => {
      setSwitches(now.isMuted, isDark);
    },
  };
}
