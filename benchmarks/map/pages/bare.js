// The least in HTML and SVG that can be opened, moved and chosen from: what the measurement is tried on.

import { concepts, lines, markDrawn } from "./data.js";

const OPENING = 240;
const COLUMN = 280;
const ROW = 46;
const childrenOf = Map.groupBy(concepts.keys(), (place) => concepts[place].parent);
const picture = document.getElementById("picture");
const moving = document.createElement("div");
const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
const open = new Set(picture.dataset.open === "all" ? concepts.keys() : []);
const boxes = new Map();
const paths = new Map();
let offset = { x: 40, y: 40 };

/** Where each shown concept goes: leaves one below the other, a parent in the middle of its children. */
function places() {
  const found = new Map();
  let free = 0;
  const place = (number, depth) => {
    const below = open.has(number) ? (childrenOf.get(number) ?? []).map((child) => place(child, depth + 1)) : [];
    const y = below.length ? (below.at(0) + below.at(-1)) / 2 : free++ * ROW;
    found.set(number, { x: depth * COLUMN, y });
    return y;
  };
  childrenOf.get(-1).forEach((top) => place(top, 0));
  return found;
}

function box(number) {
  const made = document.createElement("div");
  made.className = "bare-pill";
  const name = document.createElement("button");
  name.textContent = concepts[number].title;
  name.dataset.name = number;
  made.append(name);
  if (childrenOf.has(number)) {
    const toggle = document.createElement("button");
    toggle.textContent = childrenOf.get(number).length;
    toggle.dataset.toggle = concepts[number].slug;
    made.append(toggle);
  }
  moving.append(made);
  return { element: made, at: undefined };
}

function show(animated) {
  const wanted = places();
  for (const [number, { element }] of boxes) {
    if (wanted.has(number)) continue;
    element.remove();
    boxes.delete(number);
  }
  const moves = [...wanted].map(([number, to]) => {
    if (!boxes.has(number)) boxes.set(number, box(number));
    const from = boxes.get(number).at ?? boxes.get(concepts[number].parent)?.at ?? to;
    return { number, from, to };
  });
  joinUp(wanted);
  const began = performance.now();
  const step = (now) => {
    const share = animated ? Math.min(Math.max(now - began, 0) / OPENING, 1) : 1;
    for (const { number, from, to } of moves) {
      const at = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
      const shown = boxes.get(number);
      shown.at = at;
      shown.element.style.transform = `translate(${at.x}px, ${at.y}px)`;
    }
    for (const [[source, target], path] of paths) {
      const [a, b] = [boxes.get(source).at, boxes.get(target).at];
      path.setAttribute("d", `M${a.x} ${a.y}C${a.x + 240} ${a.y} ${b.x - 80} ${b.y} ${b.x} ${b.y}`);
    }
    if (share < 1) requestAnimationFrame(step);
  };
  step(began);
}

function joinUp(wanted) {
  for (const line of lines) {
    const shown = line.every((end) => wanted.has(end));
    if (shown === paths.has(line)) continue;
    if (shown) {
      paths.set(line, drawing.appendChild(document.createElementNS(drawing.namespaceURI, "path")));
    } else {
      paths.get(line).remove();
      paths.delete(line);
    }
  }
}

function moveTo(to) {
  offset = to;
  moving.style.transform = `translate(${to.x}px, ${to.y}px)`;
}

picture.addEventListener("click", ({ target }) => {
  const place = concepts.findIndex(({ slug }) => slug === target.dataset.toggle);
  if (target.dataset.name) {
    moving.querySelector("[aria-current]")?.removeAttribute("aria-current");
    target.setAttribute("aria-current", "true");
  } else if (target.dataset.action === "open-all") {
    concepts.forEach((_, number) => open.add(number));
    show(true);
  } else if (place >= 0) {
    if (!open.delete(place)) open.add(place);
    show(true);
  }
});

picture.addEventListener("pointerdown", (down) => {
  if (down.target.closest("button")) return;
  const before = offset;
  picture.setPointerCapture(down.pointerId);
  const follow = (move) =>
    moveTo({ x: before.x + move.clientX - down.clientX, y: before.y + move.clientY - down.clientY });
  picture.addEventListener("pointermove", follow);
  picture.addEventListener("pointerup", () => picture.removeEventListener("pointermove", follow), { once: true });
});

moving.className = "bare-moving";
moving.append(drawing);
picture.append(moving);
moveTo(offset);
show(false);
requestAnimationFrame(markDrawn);
