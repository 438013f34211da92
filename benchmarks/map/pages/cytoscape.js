import cytoscape from "cytoscape";
import { concepts, lines, markDrawn } from "./data.js";

const cy = cytoscape({
  container: document.getElementById("picture"),
  elements: [
    ...concepts.map(({ slug, title, x, y }) => ({ data: { id: slug, title }, position: { x, y } })),
    ...lines.map(([source, target]) => ({ data: { source: concepts[source].slug, target: concepts[target].slug } })),
  ],
  style: [
    {
      selector: "node",
      style: {
        label: "data(title)",
        width: 12,
        height: 12,
        "background-color": "#2f6f8f",
        "text-halign": "right",
        "text-valign": "center",
        "text-margin-x": 4,
        "font-size": 14,
        // It would leave out labels that it finds too small; the others draw all of them.
        "min-zoomed-font-size": 0,
      },
    },
    { selector: "edge", style: { width: 1, "line-color": "#bbb", "curve-style": "haystack" } },
  ],
  layout: { name: "preset", fit: true, padding: 40 },
});
// It draws in a frame of its own and tells of it in that very frame.
cy.one("render", markDrawn);
globalThis.picturePlace = () => cy.getElementById(concepts[0].slug).renderedPosition();
