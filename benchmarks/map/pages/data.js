// The map that the page carries, and the mark that says it is drawn.

const read = JSON.parse(document.getElementById("map-data").textContent);

export const concepts = read.concepts.map(([slug, title, parent, x, y]) => ({ slug, title, parent, x, y }));

/** Pairs of places: the lines of the tree, then those across it. */
export const lines = [
  ...concepts.flatMap(({ parent }, place) => (parent < 0 ? [] : [[parent, place]])),
  ...read.links,
];

export function markDrawn() {
  performance.mark("map-drawn");
}
