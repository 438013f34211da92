/** A field for a concept of a large map that shows titles as one types. Without scripts its form asks what is meant. */

import { AskingBox } from "./asking-box";
import type { Suggestion } from "./suggestions";

interface Hit {
  slug: string;
  title: string;
  summary: string;
}

const MOST_FOUND = 8;

export class ConceptField extends AskingBox {
  /** Sends the address of what was chosen in place of its title, which may be another's too, or even another's address. */
  readonly #chosen = document.createElement("input");

  constructor() {
    super();
    this.#chosen.type = "hidden";
    this.addEventListener("input", () => this.#drop());
  }

  /** What the page has filled in is known by its address as well. */
  override connectedCallback(): void {
    super.connectedCallback();
    const { chosen } = this.dataset;
    if (chosen && this.field?.value) this.#send(chosen);
  }

  /** Whether it sends the address of a concept, which need not be looked up. */
  get isChosen(): boolean {
    return this.#chosen.parentNode !== null;
  }

  protected address(words: string): string {
    return `${this.dataset.api ?? ""}?limit=${MOST_FOUND}&q=${words}`;
  }

  protected found(answer: unknown): Suggestion[] {
    const { concepts } = answer as { concepts: Hit[] };
    return concepts.map((hit) => ({ title: hit.title, where: hit.summary, choose: () => this.#take(hit, name(hit, concepts)) }));
  }

  #take({ slug }: Hit, text: string): void {
    if (!this.field) return;
    this.field.value = text;
    this.#send(slug);
    this.close();
  }

  #send(slug: string): void {
    const { field } = this;
    this.#chosen.value = slug;
    if (!field || this.isChosen) return;
    this.#chosen.name = field.name;
    field.removeAttribute("name");
    this.append(this.#chosen);
  }

  /** The text is no longer that of what was chosen: it is sent itself again. */
  #drop(): void {
    if (!this.field || !this.isChosen) return;
    this.field.name = this.#chosen.name;
    this.#chosen.remove();
  }
}

/** What visitors read of what they chose: its title, with the address behind it where another one found has the same. */
function name(hit: Hit, among: readonly Hit[]): string {
  const folded = (one: Hit): string => one.title.toLocaleLowerCase();
  const alone = among.every((one) => one.slug === hit.slug || folded(one) !== folded(hit));
  return alone ? hit.title : `${hit.title} (${hit.slug})`;
}

customElements.define("concept-field", ConceptField);
