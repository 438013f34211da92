import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

const root = import.meta.dirname;

/** d3-flextree reads its version, which nobody asks for, from its package.json, and would bring all of that into the script. */
const withoutPackageInfo = {
  name: "without-package-info",
  load: (id: string): string | null => (id.endsWith("/d3-flextree/package.json") ? '{ "version": "" }' : null),
};

export default defineConfig({
  // Relative addresses in the built CSS, so that the files work under whatever address serves them.
  base: "./",
  publicDir: false,
  plugins: [withoutPackageInfo],
  css: { transformer: "lightningcss" },
  build: {
    outDir: resolve(root, "static/build"),
    emptyOutDir: true,
    manifest: true,
    modulePreload: false,
    assetsInlineLimit: 0,
    // The first browsers with light-dark(), which the style rests on.
    target: ["chrome123", "firefox120", "safari17.5"],
    rolldownOptions: { input: ["main", "map", "atlas"].map((name) => resolve(root, `frontend/src/${name}.ts`)) },
  },
  test: {
    environment: "jsdom",
    include: ["frontend/tests/**/*.test.ts"],
  },
});
