import Graph from "graphology";
import Sigma from "sigma";
import { concepts, lines, markDrawn } from "./data.js";

const graph = new Graph({ type: "directed" });
for (const { slug, title, x, y } of concepts) graph.addNode(slug, { label: title, x, y: -y });
for (const [source, target] of lines) graph.addEdge(concepts[source].slug, concepts[target].slug);

const sigma = new Sigma(graph, document.getElementById("picture"), {
  // Room for the labels of the last column.
  settings: { stagePadding: 160 },
  styles: {
    nodes: [{ label: { attribute: "label" }, labelVisibility: "visible", color: "#2f6f8f", size: 6 }],
    edges: [{ color: "#bbb" }],
  },
});
// The constructor has drawn by now, so the next frame shows it.
requestAnimationFrame(markDrawn);
globalThis.picturePlace = () => sigma.graphToViewport({ x: concepts[0].x, y: -concepts[0].y });
