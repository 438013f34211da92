/** Elements of SVG, which HTML's own `createElement` does not make. */

const NAMESPACE = "http://www.w3.org/2000/svg";

export function createPath(): SVGPathElement {
  return document.createElementNS(NAMESPACE, "path");
}

export function createGroup(className: string): SVGGElement {
  const group = document.createElementNS(NAMESPACE, "g");
  group.setAttribute("class", className);
  return group;
}
