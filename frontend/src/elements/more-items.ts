/** Puts the next part of a list below it, in place. Without scripts the link leads to a page with that part. */

export class MoreItems extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", (event) => {
      const link = (event.target as Element).closest<HTMLAnchorElement>("a[rel=next]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      void this.follow(link);
    });
  }

  private async follow(link: HTMLAnchorElement): Promise<void> {
    if (link.getAttribute("aria-busy") === "true") return;
    link.setAttribute("aria-busy", "true");
    const next = await part(link.href);
    const list = this.querySelector("[data-items]");
    const items = next?.querySelectorAll("[data-items] > *");
    if (!list || !items?.length) {
      location.assign(link.href);
      return;
    }
    const first = items[0];
    list.append(...items);
    this.turn(next?.querySelector("a[rel=next]"));
    first?.querySelector("a")?.focus();
  }

  /** What the part that came last says of where it goes on. */
  private turn(next: Element | null | undefined): void {
    const place = this.querySelector("[data-more]");
    const there = next?.closest("[data-more]");
    if (there) place?.replaceChildren(...[...there.children].filter((child) => !child.matches("[data-first]")));
    else place?.remove();
  }
}

async function part(address: string): Promise<Element | null> {
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector("more-items");
  } catch {
    return null;
  }
}

customElements.define("more-items", MoreItems);
