/** Opens or closes all levels of an outline in place. Without scripts its link leads to the page with all levels open. */

export class OpenAll extends HTMLElement {
  connectedCallback(): void {
    const link = this.querySelector("a");
    const outline = document.getElementById(this.dataset.outline ?? "");
    if (!link || !outline) return;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const levels = [...outline.querySelectorAll("details")];
      const open = levels.some((level) => !level.open);
      for (const level of levels) level.open = open;
      link.textContent = (open ? this.dataset.close : this.dataset.open) ?? "";
    });
  }
}

customElements.define("open-all", OpenAll);
