import { createApp, defineComponent } from "vue";
import { describe, expect, it } from "vitest";
import { isForTechnicians, useProblem } from "../../src/desk/problem";
import { deskText } from "../../src/text/desk";
import { installText } from "../../src/text/install";
import { shared } from "../../src/text/shared";

/** Returns what a page of that place says. */
function teller(place?: "signIn" | "list" | "replay" | "floor"): ReturnType<typeof useProblem> {
  let tell: ReturnType<typeof useProblem> | undefined;
  const page = defineComponent({
    setup() {
      tell = useProblem(place);
      return () => null;
    },
  });
  const app = createApp(page);
  localStorage.setItem("video-bank.language", "zh-CN");
  installText(app, deskText);
  app.mount(document.createElement("div"));
  app.unmount();
  if (tell === undefined) throw new Error("the page was not set up");
  return tell;
}

describe("what went wrong", () => {
  const { error } = shared["zh-CN"];

  it("is a sentence alone where the reader can mend it", () => {
    expect(isForTechnicians("wrong_password")).toBe(false);
    expect(teller()("wrong_password")).toBe(error.wrong_password);
  });

  it("has its code where a technician will ask for it", () => {
    expect(teller()("disk_full")).toBe(`${error.disk_full} 代码 disk_full`);
  });

  it("promises only what the place does", () => {
    expect(teller()("offline")).toBe(error.offline);
    expect(teller("signIn")("offline")).toBe(deskText["zh-CN"].signIn.problem.offline);
    expect(teller("list")("offline")).toBe(deskText["zh-CN"].list.problem.offline);
    expect(teller("replay")("no_face")).toBe(error.no_face);
  });
});
