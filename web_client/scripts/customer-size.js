/** Fails when a customer's phone has to load more than the limit: the page and all it refers to. */

import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMIT_BYTES = 150_000;
const BUILT = new URL("../../signaling/static/", import.meta.url);
const ASSET = /[\w-]+-[\w-]{8}\.(?:js|css|svg)/g;

/** @type {Map<string, number>} */
const sizes = new Map();

/** @param {string} path */
function load(path) {
  if (sizes.has(path)) return;
  const content = readFileSync(new URL(path, BUILT));
  sizes.set(path, gzipSync(content).length);
  for (const name of new Set(content.toString().match(ASSET))) load(`assets/${name}`);
}

load("join.html");
const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
for (const [path, size] of sizes) console.log(`${String(size).padStart(8)}  ${path}`);
console.log(`${String(total).padStart(8)}  of ${LIMIT_BYTES} bytes, gzip`);
if (total > LIMIT_BYTES) {
  console.error("The customer's page is too large: find what it should not load.");
  process.exit(1);
}
