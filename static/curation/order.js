"use strict";
// Puts rows of the outline in another order, each together with the rows below it, among its siblings alone.
// The numbers stay the form's values, so what is saved is the same with and without this script.
{
  const list = document.querySelector("[data-order-rows]");
  const status = document.querySelector("[data-order-status]");

  const depth = (row) => Number(row.dataset.depth);
  const siblings = (row) => [...list.children].filter((other) => other.dataset.parent === row.dataset.parent);
  const title = (row) => row.querySelector("a").textContent;

  function block(row) {
    const rows = [row];
    let next = row.nextElementSibling;
    while (next && depth(next) > depth(row)) {
      rows.push(next);
      next = next.nextElementSibling;
    }
    return rows;
  }

  function number(row) {
    const group = siblings(row);
    group.forEach((sibling, index) => {
      sibling.querySelector("input").value = index + 1;
      sibling.querySelector('[data-order-move="up"]').disabled = index === 0;
      sibling.querySelector('[data-order-move="down"]').disabled = index === group.length - 1;
    });
    return group.indexOf(row) + 1;
  }

  function place(row, target, where) {
    const moved = block(row);
    const anchor = where === "before" ? target : block(target).at(-1).nextElementSibling;
    for (const item of moved) {
      list.insertBefore(item, anchor);
    }
    status.textContent = `${title(row)} is now number ${number(row)}.`;
  }

  function move(row, direction) {
    const group = siblings(row);
    const target = group[group.indexOf(row) + (direction === "up" ? -1 : 1)];
    if (target) {
      place(row, target, direction === "up" ? "before" : "after");
    }
  }

  function movedByNumber(row) {
    const group = siblings(row);
    const wanted = Math.round(Number(row.querySelector("input").value));
    const index = Math.min(Math.max(wanted || 1, 1), group.length) - 1;
    const now = group.indexOf(row);
    if (index === now) {
      number(row);
    } else {
      place(row, group[index], index < now ? "before" : "after");
    }
  }

  let dragged = null;

  function dropTarget(event) {
    const over = event.target.closest(".order-row");
    if (!dragged || !over || over === dragged) {
      return null;
    }
    const group = siblings(dragged);
    // Over a row that is deeper, the sibling that it belongs to is meant.
    const target = group.find((sibling) => block(sibling).includes(over));
    if (!target || target === dragged) {
      return null;
    }
    return { target, where: group.indexOf(target) < group.indexOf(dragged) ? "before" : "after" };
  }

  function clearMarks() {
    for (const row of list.querySelectorAll("[data-drop]")) {
      delete row.dataset.drop;
    }
  }

  function init() {
    for (const hidden of list.querySelectorAll("[hidden]")) {
      hidden.hidden = false;
    }
    for (const row of list.children) {
      row.querySelector("[data-order-handle]").draggable = true;
      number(row);
    }
    list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-order-move]");
      if (button) {
        move(button.closest(".order-row"), button.dataset.orderMove);
        // At the end of its way the button is disabled; the keyboard goes on with the other one.
        (button.disabled ? button.parentElement.querySelector("[data-order-move]:not(:disabled)") : button)?.focus();
      }
    });
    list.addEventListener("change", (event) => movedByNumber(event.target.closest(".order-row")));
    list.addEventListener("dragstart", (event) => {
      dragged = event.target.closest(".order-row");
      dragged.dataset.dragged = "";
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", title(dragged));
    });
    list.addEventListener("dragover", (event) => {
      clearMarks();
      const drop = dropTarget(event);
      if (drop) {
        event.preventDefault();
        (drop.where === "before" ? drop.target : block(drop.target).at(-1)).dataset.drop = drop.where;
      }
    });
    list.addEventListener("drop", (event) => {
      const drop = dropTarget(event);
      if (drop) {
        event.preventDefault();
        place(dragged, drop.target, drop.where);
      }
    });
    list.addEventListener("dragend", () => {
      clearMarks();
      delete dragged.dataset.dragged;
      dragged = null;
    });
  }

  if (list) {
    init();
  }
}
