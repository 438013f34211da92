/** @type {import("stylelint").Config} */
export default {
  extends: ["stylelint-config-standard"],
  rules: {
    // Blocks, elements and modifiers: `card__title`, `pill--top`.
    "selector-class-pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*(__[a-z0-9]+(-[a-z0-9]+)*)?(--[a-z0-9]+(-[a-z0-9]+)*)?$",
    "color-no-hex": true,
    "color-named": "never",
    "declaration-no-important": true,
    "import-notation": "string",
    "custom-property-empty-line-before": null,
    "no-descending-specificity": null,
  },
};
