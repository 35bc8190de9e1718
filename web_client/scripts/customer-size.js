/** Fails when a phone has to load more than the limit: a page and all it refers to. */

import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMIT_BYTES = 150_000;
const PAGES = ["join.html", "guest.html"];
const BUILT = new URL("../../signaling/static/", import.meta.url);
const ASSET = /[\w-]+-[\w-]{8}\.(?:js|css|svg)/g;

/**
 * @param {string} path
 * @param {Map<string, number>} sizes
 */
function load(path, sizes) {
  if (sizes.has(path)) return;
  const content = readFileSync(new URL(path, BUILT));
  sizes.set(path, gzipSync(content).length);
  for (const name of new Set(content.toString().match(ASSET))) load(`assets/${name}`, sizes);
}

for (const page of PAGES) {
  /** @type {Map<string, number>} */
  const sizes = new Map();
  load(page, sizes);
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  for (const [path, size] of sizes) console.log(`${String(size).padStart(8)}  ${path}`);
  console.log(`${String(total).padStart(8)}  of ${LIMIT_BYTES} bytes, gzip: ${page}`);
  if (total > LIMIT_BYTES) {
    console.error(`${page} is too large: find what it should not load.`);
    process.exit(1);
  }
}
