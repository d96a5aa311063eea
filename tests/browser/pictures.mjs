// Makes the pictures in docs/pictures again, from the project's own handbook: node tests/browser/pictures.mjs
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { browser, open, sites, start, stop, top } from "./harness.mjs";

const folder = join(top, "docs/pictures");
const LARGEST = 60_000;

// What to open, and what to do there before the picture is taken.
const pictures = {
  home: { path: "index.html" },
  story: { path: "stories/idle-log-tool.html" },
  matrix: { path: "matrix.html" },
  search: { path: "index.html", async act(page) {
    await page.keyboard.press("/");
    await page.waitForSelector("dialog[open] input");
    await page.keyboard.type("fraud");
    await page.waitForSelector("dialog[open] mark");
  } },
};

await start();
try {
  mkdirSync(folder, { recursive: true });
  for (const [name, { path, act }] of Object.entries(pictures)) {
    for (const scheme of ["light", "dark"]) {
      const { page, wrong } = await open(`file://${encodeURI(join(sites.own, path))}`);
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }, { name: "prefers-reduced-motion", value: "reduce" }]);
      await page.setViewport({ width: 1120, height: 720 });
      await act?.(page);
      const file = join(folder, `${name}-${scheme}.webp`);
      await page.screenshot({ path: file, type: "webp", quality: 82 });
      const { size } = statSync(file);
      console.log(`${name}-${scheme}.webp ${size} bytes`);
      if (wrong.length > 0 || size > LARGEST) throw new Error(`${name}: ${wrong.join("; ") || `more than ${LARGEST} bytes`}`);
      await page.close();
    }
  }
  console.log(await browser.version());
} finally {
  await stop();
}
