import { afterEach, describe, expect, it, vi } from "vitest";
import { addressOf } from "../src/elements/known-steps";

function build(ticks: string): HTMLFormElement {
  document.body.innerHTML = `<p id="path-status"></p><known-steps><form action="/path/">${ticks}
    <p data-total>3 steps</p></form></known-steps>`;
  return document.querySelector("form") as HTMLFormElement;
}

const tick = (slug: string, checked = false): string =>
  `<input type="checkbox" name="know" value="${slug}"${checked ? " checked" : ""}>`;

describe("known steps", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("writes what is known into one short address", () => {
    const hidden = '<input type="hidden" name="know" value="b">';
    expect(addressOf(build(tick("a", true) + tick("c") + hidden + tick("b", true)))).toBe("/path/?know=a,b");
  });

  it("has a bare address when nothing is known", () => {
    expect(addressOf(build(tick("a")))).toBe("/path/");
  });

  it("replaces the path, keeps the focus and says the new total", async () => {
    const fresh = `<known-steps><form action="/path/">${tick("b")}${tick("a", true)}<p data-total>1
      step</p></form></known-steps>`;
    const ask = vi.fn(async () => new Response(fresh));
    vi.stubGlobal("fetch", ask);
    const form = build(tick("a") + tick("b"));
    const box = form.querySelector<HTMLInputElement>('[value="a"]') as HTMLInputElement;
    box.focus();
    box.click();
    await vi.waitFor(() => expect(document.querySelector("#path-status")?.textContent).toBe("1 step"));
    expect(ask).toHaveBeenCalledWith("/path/?know=a", expect.anything());
    expect((document.activeElement as HTMLInputElement).value).toBe("a");
    expect(document.activeElement).not.toBe(box);
    expect(location.pathname + location.search).toBe("/path/?know=a");
    expect(document.querySelector("known-steps")?.hasAttribute("busy")).toBe(false);
  });
});
