import { afterEach, describe, expect, it, vi } from "vitest";
import "../src/elements/open-all";
import "../src/elements/share-link";

describe("open all", () => {
  it("opens all levels in place, then closes them", () => {
    document.body.innerHTML = `<ul id="tree"><details></details><details open></details></ul>
      <open-all data-outline="tree" data-open="Open" data-close="Close"><a href="?open=all">Open</a></open-all>`;
    const link = document.querySelector("a") as HTMLAnchorElement;
    const open = (): number => document.querySelectorAll("details[open]").length;
    link.click();
    expect([open(), link.textContent]).toEqual([2, "Close"]);
    link.click();
    expect([open(), link.textContent]).toEqual([0, "Open"]);
  });

  it("leaves the link alone when there is no outline", () => {
    document.body.innerHTML = `<open-all data-outline="none"><a href="#x">Open</a></open-all>`;
    const event = new MouseEvent("click", { cancelable: true });
    document.querySelector("a")?.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(false);
  });
});

describe("share link", () => {
  const build = (): HTMLButtonElement => {
    document.body.innerHTML = `<share-link><input value="https://kinapse.example/"><button hidden>Copy</button>
      <span role="status"></span></share-link>`;
    return document.querySelector("button") as HTMLButtonElement;
  };
  const said = (): string | null | undefined => document.querySelector("[role=status]")?.textContent;

  afterEach(() => vi.unstubAllGlobals());

  it("copies the address and says so", async () => {
    const writeText = vi.fn(async () => undefined);
    vi.stubGlobal("navigator", { clipboard: { writeText } });
    const button = build();
    expect(button.hidden).toBe(false);
    button.click();
    await vi.waitFor(() => expect(said()).toBe("Copied."));
    expect(writeText).toHaveBeenCalledWith("https://kinapse.example/");
  });

  it("selects the address when it may not copy", async () => {
    vi.stubGlobal("navigator", { clipboard: { writeText: async () => Promise.reject(new Error("denied")) } });
    build().click();
    await vi.waitFor(() => expect(said()).toContain("Ctrl+C"));
    const field = document.querySelector("input") as HTMLInputElement;
    expect(field.selectionEnd).toBe(field.value.length);
  });

  it("shows no button where nothing can be copied", () => {
    vi.stubGlobal("navigator", {});
    expect(build().hidden).toBe(true);
  });
});
