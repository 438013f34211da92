import Graph from "graphology";
import Sigma from "sigma-3";
import { concepts, lines, markDrawn } from "./data.js";

const graph = new Graph({ type: "directed" });
for (const { slug, title, x, y } of concepts) {
  graph.addNode(slug, { label: title, x, y: -y, size: 6, color: "#2f6f8f", forceLabel: true });
}
for (const [source, target] of lines) {
  graph.addEdge(concepts[source].slug, concepts[target].slug, { color: "#bbb" });
}

const sigma = new Sigma(graph, document.getElementById("picture"), {
  // Room for the labels of the last column.
  stagePadding: 160,
});
// The constructor has drawn by now, so the next frame shows it.
requestAnimationFrame(markDrawn);
globalThis.picturePlace = () => sigma.graphToViewport({ x: concepts[0].x, y: -concepts[0].y });
