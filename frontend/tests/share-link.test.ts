import { afterEach, describe, expect, it, vi } from "vitest";
import "../src/elements/share-link";

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
