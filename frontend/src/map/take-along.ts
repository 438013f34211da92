/** Share, export and print: the section of the page, shown as a dialog, with what only a script can make. */

/** A picture that can be taken along as a file. */
export interface Takeable {
  asSvg(): string;
  /** Rejects when the browser cannot hold a picture of this size. */
  asPng(): Promise<Blob>;
}

export class TakeAlong {
  constructor(
    private readonly dialog: HTMLDialogElement,
    section: HTMLElement,
    private readonly name: string,
    private readonly picture: Takeable,
    private readonly complain: (words: string) => void,
  ) {
    dialog.querySelector("[data-dialog-body]")?.append(section);
    dialog.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-action]") : null;
      if (event.target === dialog) dialog.close();
      if (button?.dataset.action === "save-svg") this.#save("svg", async () => this.#svg());
      if (button?.dataset.action === "save-png") this.#save("png", () => this.picture.asPng());
      if (button?.dataset.action === "print") {
        dialog.close();
        window.print();
      }
    });
  }

  open(): void {
    const address = this.dialog.querySelector<HTMLInputElement>("#share-address");
    if (address) address.value = location.href;
    // The frame shows the state that is shared: the address in the markup ends with it.
    const embed = this.dialog.querySelector<HTMLInputElement>("#embed-code");
    if (embed) embed.value = embed.defaultValue.replace(/\/embed\/"/, `/embed/${location.search.replaceAll("&", "&amp;")}"`);
    this.dialog.showModal();
  }

  #svg(): Blob {
    return new Blob([this.picture.asSvg()], { type: "image/svg+xml" });
  }

  async #save(ending: string, make: () => Promise<Blob>): Promise<void> {
    try {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await make());
      link.download = `${this.name}.${ending}`;
      link.click();
      window.setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    } catch {
      this.complain("This picture is too large for your browser. Close some concepts, or take the SVG.");
    }
  }
}
