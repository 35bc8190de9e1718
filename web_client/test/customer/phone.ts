import { createApp, nextTick, type App } from "vue";
import { expect, vi } from "vitest";
import CustomerPage from "../../src/customer/App.vue";
import { customerText } from "../../src/text/customer";
import { installText } from "../../src/text/install";
import type { CustomerView } from "../../src/wire/messages";
import { FakeSocket } from "../wire/fake-socket";

const VIEW: CustomerView = {
  session_id: "ses_1",
  reference: "VB-7",
  business: "贷款面谈",
  stage: "arriving",
  consents: null,
  agent: null,
  media_epoch: null,
  colleague: null,
  held_since: null,
  is_handed_on: false,
  is_agent_here: false,
  is_recording: false,
  is_recording_down: false,
  is_picture_requested: false,
  document: null,
  code: null,
  challenge: null,
  guest: null,
  supervisor: null,
  screen: null,
  script: null,
  kept_until: null,
  deferral: null,
  turned_away: null,
  close_reason: null,
  rating: null,
  is_audio_first: false,
  has_agreed_to_location: null,
  is_position_wanted: false,
};
const STOPPED = new Set(["stopped", "handed-over"]);
export const CONSENTS = { recording: true, face: true, at: 1, text: "" };

/** A customer's browser: what it asked for, what it is answered, what it shows. */
export class Phone {
  readonly asked: [string, unknown][] = [];
  readonly answers = new Map<string, [number, unknown]>([
    ["/api/v1/house", [200, { bank_name: "青山农商银行", server_time: 0 }]],
    ["/api/v1/join", [200, { session_id: "ses_1", reference: "VB-7" }]],
    ["/api/v1/seat", [401, { code: "not_signed_in", is_retryable: false }]],
  ]);
  readonly sockets: FakeSocket[] = [];
  isLocationAsked = false;
  private app: App | undefined;
  private seq = 0;

  constructor() {
    sessionStorage.clear();
    document.body.innerHTML = '<div id="app"></div>';
    const { sockets } = this;
    vi.stubGlobal("fetch", (path: string, init: RequestInit) => this.answer(path, init));
    vi.stubGlobal("RTCPeerConnection", vi.fn());
    vi.stubGlobal("isSecureContext", true);
    vi.stubGlobal(
      "WebSocket",
      class extends FakeSocket {
        constructor() {
          super();
          sockets.push(this);
        }
      },
    );
    const devices = Object.assign(new EventTarget(), {
      getUserMedia: () => Promise.reject(new DOMException("", "NotAllowedError")),
    });
    vi.stubGlobal("navigator", { languages: ["zh-CN"], mediaDevices: devices });
  }

  async open(link: string, view: Partial<CustomerView> = {}): Promise<void> {
    await this.prepare(link);
    await this.welcome(view);
  }

  async prepare(link: string): Promise<void> {
    history.replaceState(null, "", location.pathname + link); // a new page, not a new hash
    this.app = createApp(CustomerPage);
    installText(this.app, customerText);
    this.app.mount("#app");
    await nextTick();
  }

  /** Waits for the page's socket and answers its hello, unless the page stops before. */
  async welcome(view: Partial<CustomerView>): Promise<void> {
    await vi.waitFor(() => {
      expect(this.sockets.length > 0 || STOPPED.has(this.screen ?? "")).toBe(true);
    });
    const [socket] = this.sockets;
    socket?.open();
    socket?.hear(0, {
      type: "welcome_customer",
      epoch: "e",
      seq: 0,
      view: { ...VIEW, ...view },
      server_time: 0,
      is_location_asked: this.isLocationAsked,
    });
    await new Promise((done) => setTimeout(done, 100)); // what follows a welcome is held that long
  }

  async see(view: Partial<CustomerView>): Promise<void> {
    this.seq += 1;
    this.sockets[0]?.hear(this.seq, { type: "customer_view_changed", view: { ...VIEW, ...view } });
    await nextTick();
  }

  async click(name: string): Promise<void> {
    this.part(name).click();
    await nextTick();
  }

  async type(name: string, text: string): Promise<void> {
    const field = this.part(name) as HTMLInputElement;
    field.value = text;
    field.dispatchEvent(new Event("input"));
    await nextTick();
  }

  part(name: string): HTMLElement {
    const found = document.querySelector<HTMLElement>(`[data-test="${name}"]`);
    if (found === null) throw new Error(`no ${name} on ${this.screen ?? "no screen"}`);
    return found;
  }

  get screen(): string | undefined {
    return document.querySelector<HTMLElement>("[data-screen]")?.dataset["screen"];
  }

  get requests(): Record<string, unknown>[] {
    return this.sockets.flatMap(({ requests }) => requests);
  }

  /** The page goes; what the tab keeps stays. */
  reload(): void {
    this.close();
    this.sockets.length = 0;
    this.seq = 0;
    document.body.innerHTML = '<div id="app"></div>';
  }

  close(): void {
    this.app?.unmount();
  }

  private answer(path: string, init: RequestInit): Promise<Response> {
    this.asked.push([path, init.body]);
    const [status, body] = this.answers.get(path) ?? [404, { code: "not_found" }];
    return Promise.resolve(new Response(JSON.stringify(body), { status }));
  }
}
