/** A supervisor's page as its parts see it: the meetings that go on, and the one that one is in. */

import {
  computed,
  inject,
  onScopeDispose,
  reactive,
  shallowRef,
  watch,
  type InjectionKey,
} from "vue";
import { type CallNow, makeCallSide, NO_CALL, openDevices } from "../../call/side";
import type {
  AgentLine,
  Board,
  ChangeReason,
  ErrorCode,
  FloorMeeting,
  FloorMessage,
  LookAsked,
  PausedAgent,
  Interval,
  LevelMode,
  Presence,
  ServerMessage,
  StaffProfile,
  SupervisorMode,
  SupervisorView,
} from "../../wire/messages";
import { Newest } from "../../wire/newest";
import { RefusedError } from "../../wire/requests";
import { ServerClock } from "../../wire/server-clock";
import { Line, type Asked, type LineState } from "../../wire/socket";
import { browserWire } from "../../wire/web-socket";
import { findRefusal } from "../refusal";
import { isChanging, isVoiceWanted } from "./modes";

export const FLOOR: InjectionKey<Floor> = Symbol("floor");
export type Floor = ReturnType<typeof makeFloor>;

export function useFloor(): Floor {
  const floor = inject(FLOOR);
  if (floor === undefined) throw new Error("no floor was provided");
  return floor;
}

interface Wish {
  readonly sessionId: string;
  readonly mode: SupervisorMode;
}

/** `isServing`: at an agent's desk of one's own, while the
 * emergency plan calls the reserve. `partedFrom` is the call that ended, or that somebody else took, without one's own doing. */
interface Now extends CallNow {
  line: LineState;
  refusal: ErrorCode | null;
  roundTripMs: number | null;
  isMuted: boolean;
  hasFace: boolean;
  isServing: boolean;
  wish: Wish | null;
  partedFrom: string | null;
}

/** Makes the page's one floor; `open` starts it. Closed with the scope that made it. */
export function makeFloor(staff: StaffProfile, onSignedOut: () => void) {
  const meetings = shallowRef<readonly FloorMeeting[] | null>(null);
  const paused = shallowRef<readonly PausedAgent[]>([]);
  const looks = shallowRef<readonly LookAsked[]>([]);
  const view = shallowRef<SupervisorView | null>(null);
  const board = shallowRef<Board | null>(null);
  const agents = shallowRef<readonly AgentLine[]>([]);
  const trend = shallowRef<readonly Interval[]>([]);
  const now = reactive<Now>({
    ...NO_CALL,
    line: "connecting",
    refusal: null,
    roundTripMs: null,
    isMuted: false,
    hasFace: false,
    isServing: false,
    wish: null,
    partedFrom: null,
  });
  const clock = new ServerClock();
  const newest = new Newest<SupervisorView | null>((found) => {
    follow(found);
  });
  let isLeaving = false;

  const line = new Line<FloorMessage>(
    "/ws/floor",
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
  void studio.showFace(false);

  const isLeading = computed(() => view.value?.mode === "lead");
  const place = computed(() => {
    const shown = view.value;
    if (shown === null) return null;
    const isOfThis = now.wish?.sessionId === shown.session_id;
    return { mode: shown.mode, asked: isOfThis ? (now.wish?.mode ?? null) : null };
  });
  const isSpeaking = computed(() => place.value !== null && isVoiceWanted(place.value));

  function hear(message: ServerMessage): void {
    now.roundTripMs = line.roundTripMs;
    switch (message.type) {
      case "welcome_floor":
        clock.set(message.server_time);
        meetings.value = message.meetings;
        paused.value = message.paused;
        looks.value = message.looks;
        newest.welcome(message.view);
        break;
      case "floor_changed":
        meetings.value = message.meetings;
        paused.value = message.paused;
        looks.value = message.looks;
        break;
      case "supervisor_view_changed":
        newest.change(message.view);
        break;
      case "media_answered":
      case "media_refused":
        call.hear(message);
        break;
      case "refused":
        // The session's own word comes after the line has confirmed the request.
        if (now.wish !== null) refuse(message.code);
        break;
      default:
        see(message);
    }
  }

  function see(message: ServerMessage): void {
    switch (message.type) {
      case "board_changed":
        board.value = message.board;
        break;
      case "agents_changed":
        agents.value = message.agents;
        break;
      case "trend_changed":
        trend.value = message.trend;
        break;
      default:
    }
  }

  function follow(found: SupervisorView | null): void {
    const before = view.value;
    view.value = found;
    const { wish } = now;
    if (wish !== null && found?.session_id === wish.sessionId && found.mode === wish.mode) {
      now.wish = null;
    }
    if (found !== null) now.partedFrom = null;
    else if (before !== null) notePart(before);
  }

  function notePart(before: SupervisorView): void {
    const isElsewhere = now.wish !== null && now.wish.sessionId !== before.session_id;
    if (now.wish?.sessionId === before.session_id) now.wish = null;
    const isExpected = isLeaving || isElsewhere || before.mode === "lead";
    now.partedFrom = isExpected ? null : before.session_id;
    isLeaving = false;
  }

  function refuse(code: ErrorCode): void {
    now.wish = null;
    now.refusal = code;
    isLeaving = false;
  }

  async function ask(request: Asked<FloorMessage>): Promise<void> {
    now.refusal = null;
    try {
      await line.ask(request);
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      refuse(error.code);
    }
  }

  async function supervise(sessionId: string, mode: SupervisorMode): Promise<void> {
    if (view.value?.session_id === sessionId && view.value.mode === mode) return;
    now.wish = { sessionId, mode };
    now.partedFrom = null;
    await ask({ type: "supervise_call", session_id: sessionId, mode });
  }

  function close(): void {
    line.close();
    call.close();
    studio.close();
  }

  // Whoever leads does so from the agent's desk, which has a connection of its own.
  watch(
    () => {
      const shown = view.value;
      return shown === null || isLeading.value
        ? (["", null] as const)
        : ([shown.session_id, shown.media_epoch] as const);
    },
    ([sessionId, epoch], [before]) => {
      if (sessionId !== before) call.follow(null);
      call.follow(epoch);
    },
  );
  watch(isSpeaking, (isOn) => {
    if (isOn) {
      openDevices(now, studio);
      return;
    }
    studio.close();
    now.device = null;
    now.isMuted = false;
    showFace(false);
  });
  watch(
    () => now.isMuted || (place.value !== null && isChanging(place.value)),
    (isMuted) => {
      studio.mute(isMuted);
    },
    { flush: "sync" },
  );
  onScopeDispose(close);

  function showFace(isShown: boolean): void {
    now.hasFace = isShown;
    void studio.showFace(isShown);
  }

  return {
    staff,
    meetings,
    paused,
    looks,
    board,
    agents,
    trend,
    view,
    place,
    isLeading,
    isSpeaking,
    local,
    remote,
    now,
    clock,
    openDevices: () => {
      openDevices(now, studio);
    },
    showFace,
    supervise,
    changeAgent: (staff_id: string, presence: Presence, reason: ChangeReason) =>
      ask({ type: "change_agent_state", staff_id, presence, reason }),
    chooseEmergency: (level: number, mode: LevelMode) =>
      ask({ type: "choose_emergency", level, mode }),
    open: () => {
      void relays.refresh();
      line.open();
    },
    leave: () => {
      isLeaving = true;
      return ask({ type: "leave_call" });
    },
    answerLook: (sessionId: string, checkId: string, agrees: boolean, reason: string) =>
      ask({ type: "answer_second_look", session_id: sessionId, check_id: checkId, agrees, reason }),
    mute: (isMuted: boolean) => {
      now.isMuted = isMuted;
    },
  };
}
