/** The page's colours for a canvas, read anew when light turns to dark. */

export interface Theme {
  readonly paper: string;
  readonly ink: string;
  readonly quiet: string;
  readonly accent: string;
  readonly branches: readonly string[];
  /** The letters of a step's number, and of one with three digits, which has the same disc. */
  readonly numbers: string;
  readonly longNumbers: string;
}

const BRANCHES = 8;
const TOKENS = ["--paper", "--ink", "--quiet", "--accent", ...Array.from({ length: BRANCHES }, (_, number) => `--branch-${number}`)];

/** A canvas understands no `light-dark()`: an element is given each token as its colour, and asked what came of it. */
export function readTheme(within: HTMLElement): Theme {
  const probe = within.appendChild(document.createElement("i"));
  probe.hidden = true;
  const [paper = "", ink = "", quiet = "", accent = "", ...branches] = TOKENS.map((token) => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  });
  probe.remove();
  const sans = getComputedStyle(within).getPropertyValue("--sans");
  return { paper, ink, quiet, accent, branches, numbers: `600 11px ${sans}`, longNumbers: `600 8px ${sans}` };
}

export function listenForTheme(changed: () => void): void {
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
    window.matchMedia(query).addEventListener("change", changed);
  }
}
