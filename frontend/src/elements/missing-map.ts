/** Where the script of the explorable map has not come, the page shows its outline instead of an empty picture. */

window.addEventListener("load", () => {
  for (const map of document.querySelectorAll("knowledge-map:not(:defined)")) map.classList.add("explorer--unscripted");
});
