// The built handbook in a real browser: opened from disk and over http below a sub-path, searched, and looked at by checkers of HTML and accessibility.
// `tests/run` starts it, with the program in PREPGEN and the schema of SARIF in SARIF_SCHEMA.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, describe, test } from "node:test";
import Ajv from "ajv";
import formats from "ajv-formats";
import { FileSystemConfigLoader, HtmlValidate } from "html-validate";
import { axe, browser, folder, open, origin, pages, run, sites, start, stop, top } from "./harness.mjs";

before(start);
after(stop);

async function search(address, opening, words, result) {
  const { page, wrong } = await open(address);
  await opening(page);
  await page.waitForSelector("dialog[open] input");
  await page.type("dialog[open] input", words);
  await page.waitForSelector("dialog[open] a[role=option] mark");
  const titles = await page.$$eval("dialog[open] a[role=option] b", (found) => found.map((title) => title.textContent));
  assert.ok(titles[0].includes(result), `“${words}” finds ${JSON.stringify(titles)}`);
  await Promise.all([page.waitForNavigation({ waitUntil: "load" }), page.keyboard.press("Enter")]);
  await page.waitForSelector("main mark");
  assert.equal(await page.$eval("h1", (heading) => heading.textContent), titles[0]);
  const marked = await page.$$eval("main mark", (marks) => marks.map((mark) => mark.textContent.toLowerCase()));
  assert.deepEqual(wrong, []);
  const url = page.url();
  await page.close();
  return { marked, url };
}

const byKeys = async (page) => { await page.keyboard.down("Control"); await page.keyboard.press("k"); await page.keyboard.up("Control"); };
const bySlash = (page) => page.keyboard.press("/");
const byButton = (page) => page.click("button[data-search]");

describe("from disk", () => {
  const address = (path) => pathToFileURL(join(sites.rich, path)).href;

  test("a mistyped word finds its story, and is marked there", async () => {
    const { marked, url } = await search(address("index.html"), byKeys, "grenhouse", "The lamp");
    assert.ok(marked.includes("greenhouse"), JSON.stringify(marked));
    assert.ok(url.startsWith("file:") && url.includes("stories/the-lamp.html"), url);
  });

  test("a word's beginning is enough, from a page below a folder", async () => {
    const { marked } = await search(address("stories/ledger.html"), bySlash, "acco", "");
    assert.ok(marked.some((word) => word.startsWith("acco")), JSON.stringify(marked));
  });

  test("a question in another script is found", async () => {
    await search(address("404.html"), byButton, "資料庫", "資料庫");
  });

  test("data stays text", async () => {
    const { page, wrong } = await open(address("index.html"));
    await byButton(page);
    await page.waitForSelector("dialog[open] input");
    await page.type("dialog[open] input", "script alert");
    await page.waitForSelector("dialog[open] a[role=option]");
    assert.equal(await page.$$eval("dialog script", (found) => found.length), 0);
    assert.deepEqual(wrong, []);
    await page.close();
  });

  test("every page opens without a word of complaint", async () => {
    for (const site of Object.values(sites)) {
      for (const path of pages(site)) {
        const { page, wrong } = await open(pathToFileURL(join(site, path)).href);
        assert.deepEqual(wrong, [], path);
        await page.close();
      }
    }
  });

  test("which interview comes next is said by the day", async () => {
    const book = join(folder, "loops"), site = join(folder, "loops-site");
    mkdirSync(join(book, "content/interviews"), { recursive: true });
    for (const [id, front] of [["a", "date: 2026-03-02"], ["b", "date: 2026-03-09"], ["c", "date: 2026-04"], ["d", ""]]) {
      writeFileSync(join(book, `content/interviews/${id}.md`), `---\ntitle: Loop ${id}\n${front}\n---\nBring the portfolio.\n`);
    }
    run(["build", "-q", "--root", book, "--out", site]);
    const at = async (path, day, look) => {
      const page = await browser.newPage();
      await page.evaluateOnNewDocument(`{ const Real = Date; Date = class extends Real { constructor(...a) { a.length ? super(...a) : super(${JSON.stringify(day)}) } }; }`);
      await page.goto(pathToFileURL(join(site, path)).href, { waitUntil: "load" });
      const seen = await page.evaluate(look);
      await page.close();
      return seen;
    };
    const box = () => [document.querySelector("#Next"), ...document.querySelectorAll(".box:not([hidden]) .box-head > *")].map((part) => part.textContent);
    assert.deepEqual(await at("index.html", "2026-03-01T12:00", box), ["Next interview", "Loop a", "tomorrow"]);
    assert.deepEqual(await at("index.html", "2026-03-03T00:30", box), ["Next interview", "Loop b", "in 6 days"]);
    assert.deepEqual(await at("index.html", "2026-04-30T23:30", box), ["Next interview", "Loop c", "April 2026"], "a month is no day to count to");
    assert.deepEqual(await at("index.html", "2026-05-01T00:30", box), ["Next interview", "Loop d"]);
    const list = () => [...document.querySelectorAll(".stories > li")].map((row) => (row.querySelector("a") ?? row).textContent);
    assert.deepEqual(await at("interviews.html", "2026-03-09T12:00", list), ["To come", "Loop b", "Loop c", "Loop d", "Past", "Loop a"]);
    assert.deepEqual(await at("interviews.html", "2027-03-09T12:00", list), ["To come", "Loop d", "Past", "Loop c", "Loop b", "Loop a"]);
    assert.deepEqual(await at("interviews.html", "2026-01-09T12:00", list), ["Loop c", "Loop b", "Loop a", "Loop d"]);
  });

  test("it reads without JavaScript", async () => {
    const page = await browser.newPage();
    await page.setJavaScriptEnabled(false);
    await page.goto(address("stories/the-lamp.html"));
    const client = await page.createCDPSession();
    const { root } = await client.send("DOM.getDocument", { depth: -1 });
    const { outerHTML } = await client.send("DOM.getOuterHTML", { nodeId: root.nodeId });
    assert.match(outerHTML, /All 40 trays were sold/);
    assert.match(outerHTML, /data-search="" hidden|hidden="" data-search|data-search[^>]*hidden/, "the button that would do nothing is hidden");
    await page.close();
  });
});

describe("over http below a sub-path, with a strict policy", () => {
  test("every page opens without a word of complaint", async () => {
    for (const path of pages(sites.rich)) {
      const { page, wrong } = await open(`${origin}/deep/er/${encodeURI(path)}`);
      assert.deepEqual(wrong, [], path);
      await page.close();
    }
  });

  test("a mistyped word finds its story, and is marked there", async () => {
    const { marked, url } = await search(`${origin}/deep/er/`, byKeys, "ledgre roundign", "night");
    assert.ok(marked.includes("rounding"), JSON.stringify(marked));
    assert.ok(url.startsWith(`${origin}/deep/er/stories/`), url);
  });
});

// One page of each kind is enough for what its template decides; what content decides, the fixture holds.
function kinds(site) {
  const seen = new Map();
  for (const path of pages(site)) {
    const kind = /<body class="on-([a-z-]+)"/.exec(readFileSync(join(site, path), "utf8"))?.[1];
    assert.ok(kind, `${path} names its kind`);
    if (!seen.has(kind) || path.includes("the-lamp") || path.includes("care")) seen.set(kind, path);
  }
  return [...seen].map(([kind, path]) => [kind, path, site]);
}

describe("for everybody", () => {
  for (const scheme of ["light", "dark"]) {
    for (const width of [1280, 360]) {
      test(`axe finds nothing, ${scheme}, ${width} pixels wide`, async () => {
        const found = [];
        for (const [kind, path, site] of [...kinds(sites.rich), ...kinds(sites.own)]) {
          const page = await browser.newPage();
          await page.setViewport({ width, height: 800 });
          await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
          await page.goto(pathToFileURL(join(site, path)).href);
          await page.evaluate(axe);
          const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
          for (const one of violations) found.push(`${kind} (${path}): ${one.id}: ${one.nodes.map((node) => node.target.join(" ") + " " + (node.any[0]?.message ?? "")).slice(0, 3).join("; ")}`);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          if (wide > 0) found.push(`${kind} (${path}): ${wide} pixels wider than the window`);
          await page.close();
        }
        assert.deepEqual(found, []);
      });
    }
  }

  test("axe sees what is wrong", async () => {
    const page = await browser.newPage();
    await page.setContent("<html><body><img src=x><p style='color:#999;background:#fff'>pale words</p></body></html>");
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run());
    const ids = violations.map((one) => one.id);
    assert.ok(["image-alt", "color-contrast", "html-has-lang"].every((id) => ids.includes(id)), JSON.stringify(ids));
    await page.close();
  });

  test("axe finds nothing in an open search", async () => {
    const { page } = await open(pathToFileURL(join(sites.rich, "index.html")).href);
    await byKeys(page);
    await page.waitForSelector("dialog[open] input");
    await page.type("dialog[open] input", "lamp");
    await page.waitForSelector("dialog[open] a[role=option] mark");
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
    assert.deepEqual(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`), []);
    await page.close();
  });
});

describe("valid", () => {
  test("every page is HTML by the book", async () => {
    const loader = new FileSystemConfigLoader({
      root: true,
      extends: ["html-validate:standard"],
      rules: { "no-inline-style": "error", "require-sri": "off", "no-trailing-whitespace": "off", "valid-id": ["error", { relaxed: true }] },
    });
    const checker = new HtmlValidate(loader);
    const bad = await checker.validateString("<!DOCTYPE html><html lang=en><p style='color:red' id=a><div id=a></div>", "bad.html");
    assert.ok(bad.errorCount > 2, "the checker sees what is wrong");
    const found = [];
    for (const site of Object.values(sites)) {
      for (const path of pages(site)) {
        const report = await checker.validateString(readFileSync(join(site, path), "utf8"), path);
        for (const result of report.results) for (const message of result.messages) found.push(`${path}:${message.line}:${message.column} ${message.ruleId}: ${message.message}`);
      }
    }
    assert.deepEqual(found, []);
  });

  test("SARIF by its official schema", { skip: !process.env.SARIF_SCHEMA && "SARIF_SCHEMA is not set" }, () => {
    const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
    formats(ajv);
    const check = ajv.compile(JSON.parse(readFileSync(process.env.SARIF_SCHEMA, "utf8")));
    assert.ok(!check({ version: "2.1.0", runs: [{}] }), "the schema sees what is wrong");
    for (const root of [top, join(top, "tests/sites/rich")]) {
      const valid = check(JSON.parse(run(["check", "--root", root, "--format", "sarif"])));
      assert.deepEqual(valid ? [] : check.errors, []);
    }
  });
});
