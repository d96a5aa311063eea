// The search: what it finds of what is known to be there, beside MiniSearch over the same texts; and how it behaves in a real browser.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { folder, open, run, sites, start, stop } from "./harness.mjs";
import { load, made, mini, own, score } from "./quality.mjs";
import { QUERIES } from "./queries.mjs";

const { engine } = createRequire(import.meta.url)("../../themes/default/assets/search.js");
const silent = join(folder, "silent");

before(async () => {
  await start();
  mkdirSync(join(silent, "content/stories"), { recursive: true });
  writeFileSync(join(silent, "site.toml"), "[search]\nshortcuts = false\n");
  run(["build", "-q", "--root", silent, "--out", join(silent, "public")]);
});
after(stop);

describe("what it finds", () => {
  test("nearly always the known answer, and no less than MiniSearch does", async () => {
    assert.ok(QUERIES.length >= 60);
    const { main, documents } = load(sites.own), known = new Set(documents.map(({ url }) => url));
    for (const { query, wanted } of QUERIES) for (const url of wanted) assert.ok(known.has(url), `${query}: ${url} is there`);
    const ours = await score(own(engine(main)), QUERIES), theirs = await score(mini(documents), QUERIES);
    assert.ok(ours["success@1"] >= 0.97 && ours["success@5"] === 1 && ours.MRR >= 0.98, JSON.stringify(ours));
    for (const figure of ["success@1", "success@5", "MRR"]) assert.ok(ours[figure] >= theirs[figure], `${figure}: ${ours[figure]}, and MiniSearch ${theirs[figure]}`);
  });

  test("every title, turned round, cut short, mistyped", async () => {
    const { main, documents } = load(sites.own);
    const result = await score(own(engine(main)), made(documents, 60));
    assert.ok(result["success@1"] >= 0.95, JSON.stringify(result));
  });

  test("every kind of slip in words of five letters and more, and none in shorter ones", () => {
    const { main } = load(sites.own), find = own(engine(main));
    for (const word of ["roster", "roooster", "roaster", "roosetr"]) assert.equal(find(word)[0], "stories/after-mint.html", word);
    const { nearest, total } = engine(main).search("mitn");
    assert.deepEqual([total, nearest], [0, "mint"], "a short word is offered, not guessed");
  });

  test("accents are ignored both ways, order never matters", () => {
    const { main } = load(sites.own), find = own(engine(main));
    assert.deepEqual(find("resume"), find("résumé"));
    assert.equal(find("tool log search")[0], find("log search tool")[0]);
  });
});

const dialog = async (page, words) => {
  await page.keyboard.press("/");
  await page.waitForSelector("dialog[open] .find-kinds button");
  await page.$eval("dialog input", (input) => { input.value = ""; });
  await page.type("dialog[open] input", words);
};
const home = () => pathToFileURL(join(sites.own, "index.html")).href;
const shown = (page) => page.$$eval("dialog a[role=option] b", (found) => found.map((one) => one.textContent));

describe("in the browser", () => {
  test("the first letter finds, groups by kind, and the arrows choose", async () => {
    const { page, wrong } = await open(home());
    await dialog(page, "m");
    await page.waitForSelector("dialog a[role=option]");
    assert.ok((await page.$$eval("dialog [role=group] .find-kind", (heads) => heads.length)) > 1);
    const at = () => page.$eval("dialog input", (input) => input.getAttribute("aria-activedescendant"));
    const first = await at();
    await page.keyboard.press("ArrowDown");
    assert.notEqual(await at(), first);
    await page.keyboard.press("ArrowUp");
    assert.equal(await at(), first);
    assert.deepEqual(wrong, []);
    await page.close();
  });

  test("a kind and a company narrow it", async () => {
    const { page } = await open(home());
    await dialog(page, "bug");
    await page.waitForSelector("dialog a[role=option] mark");
    const all = await shown(page);
    await page.click('dialog [data-kind="asks"]');
    const asks = await shown(page);
    assert.ok(asks.length > 0 && asks.length < all.length && asks.every((title) => all.includes(title)));
    await page.click('dialog [data-kind=""]');
    await page.select('dialog select[data-name="tag"]', await page.$eval('dialog select[data-name="tag"]', (select) => [...select.options].find((option) => option.text === "testing").value));
    assert.deepEqual(await shown(page), ["Digging for the bug behind NAC's strange metrics"]);
    await page.close();
  });

  test("nothing found says so and offers the nearest word", async () => {
    const { page } = await open(home());
    await dialog(page, "mitn");
    await page.waitForSelector("dialog .find-message button");
    assert.match(await page.$eval("dialog .find-message", (element) => element.textContent), /Nothing found for “mitn”.*The nearest word here: mint/);
    await page.click("dialog .find-message button");
    assert.match((await shown(page))[0], /Mint/);
    await page.waitForFunction(() => /result/.test(document.querySelector("dialog [role=status]").textContent));
    await page.close();
  });

  test("what a link carries is marked on the page, and the focus comes back where it was", async () => {
    const { page } = await open(`${pathToFileURL(join(sites.own, "stories/after-mint.html")).href}?q=roosetr`);
    assert.deepEqual(await page.$$eval("main mark.found", (marks) => [...new Set(marks.map((mark) => mark.textContent))]), ["Rooster"]);
    await page.focus("button[data-search]");
    await page.keyboard.press("Enter");
    await page.waitForSelector("dialog[open]");
    assert.equal(await page.$eval("dialog input", (input) => input.value), "roosetr");
    await page.keyboard.press("Escape");
    assert.ok(await page.evaluate(() => document.activeElement.matches("button[data-search]")));
    await page.close();
  });

  test("without shortcuts only the button opens it", async () => {
    const { page } = await open(pathToFileURL(join(silent, "public/index.html")).href);
    await page.keyboard.press("/");
    await page.keyboard.down("Control"); await page.keyboard.press("k"); await page.keyboard.up("Control");
    assert.equal(await page.$("dialog[open]"), null);
    assert.equal(await page.$("button[data-search] kbd"), null);
    await page.click("button[data-search]");
    await page.waitForSelector("dialog[open]");
    await page.close();
  });
});
