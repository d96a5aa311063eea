// Lists in a real browser: filters without a reload, kept in the address, and what stands there without a script; the matrix on a phone.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, describe, test } from "node:test";
import { browser, folder, open, origin, run, sites, start, stop } from "./harness.mjs";

const many = join(folder, "many");
before(async () => {
  await start();
  // A list that goes on over two pages.
  for (const name of ["stories", "principles"]) mkdirSync(join(many, "content", name), { recursive: true });
  writeFileSync(join(many, "site.toml"), "");
  for (const name of ["care", "pace"]) writeFileSync(join(many, "content/principles", `${name}.md`), `---\ntitle: The ${name}\n---\nWords.\n`);
  for (let n = 0; n < 1203; n++) {
    const front = `title: Story ${n}\nprinciples: [${n % 400 ? "care" : "pace"}]\ncompany: ${n % 2 ? "Odd & Sons" : "Even"}\n${n === 1201 ? "tags: [rare one]\n" : "tags: [common]\n"}`;
    writeFileSync(join(many, "content/stories", `story-${n}.md`), `---\n${front}---\n## Situation\nWords ${n}.\n## Task\nWords.\n## Action\nI did it.\n## Result\nIt saved ${n} days.\n`);
  }
  run(["build", "-q", "--root", many, "--out", join(many, "public")]);
});
after(stop);

const shown = (page) => page.$$eval("[data-keys]", (rows) => rows.filter((row) => row.checkVisibility()).map((row) => row.querySelector("a").textContent));
const status = (page) => page.$eval("[data-filters] [role=status]", (element) => element.textContent);

describe("filters", () => {
  test("narrow the list, stand in the address, and come back from it", async () => {
    const { page, wrong } = await open(`${origin}/deep/er/stories.html`);
    const all = await shown(page);
    assert.ok(all.length >= 3);
    const [value, label] = await page.$eval("select[name=company] option:nth-child(2)", (option) => [option.value, option.textContent]);
    await page.select("select[name=company]", value);
    const some = await shown(page);
    assert.ok(some.length > 0 && some.length < all.length, label);
    assert.equal(await status(page), `${some.length} of ${all.length} stories`);
    assert.equal(new URL(page.url()).searchParams.get("company"), value);
    await page.reload();
    assert.deepEqual(await shown(page), some);
    await page.click("[data-filters] button");
    assert.deepEqual(await shown(page), all);
    assert.equal(new URL(page.url()).search, "");
    assert.equal(await status(page), "");
    assert.deepEqual(wrong, []);
    await page.close();
  });

  test("two at once; a tag leads there from its story; nothing is said where nothing fits", async () => {
    const { page } = await open(pathToFileURL(join(sites.rich, "stories/the-lamp.html")).href);
    const tag = await page.$eval('.meta a[data-ask^="tag="]', (link) => link.textContent.slice(1));
    await Promise.all([page.waitForNavigation(), page.click('.meta a[data-ask^="tag="]')]);
    assert.equal(await page.$eval("select[name=tag]", (select) => select.value), tag);
    assert.ok((await shown(page)).some((title) => title.includes("lamp")));
    const other = await page.$$eval("select[name=company] option", (options) => options.map((option) => option.value).find((value) => value && value !== "Fernbank"));
    await page.select("select[name=company]", other);
    assert.deepEqual(await shown(page), []);
    assert.equal(await status(page), "None of the stories is all of this.");
    await page.close();
  });

  test("the one company that there is tells its stories from those of none", async () => {
    const { page } = await open(pathToFileURL(join(sites.own, "stories/idle-log-tool.html")).href);
    await Promise.all([page.waitForNavigation(), page.click('.meta a[data-ask^="company="]')]);
    assert.equal((await shown(page)).length, 2);
    await page.close();
  });

  test("questions by answer; a group without rows goes", async () => {
    const { page } = await open(pathToFileURL(join(sites.own, "questions.html")).href + "?answered=no&principle=unknown");
    assert.equal((await shown(page)).length, 2);
    assert.equal(new URL(page.url()).search, "?answered=no", "what is not known is dropped");
    const heads = await page.$$eval("section.list h2", (found) => found.filter((head) => head.checkVisibility()).map((head) => head.textContent));
    assert.deepEqual(heads, ["Ownership", "Are Right, A Lot"]);
    await page.close();
  });

  test("a list of several pages is filtered as a whole", async () => {
    const { page, wrong } = await open(pathToFileURL(join(many, "public/stories.html")).href + "?tag=rare+one");
    await page.waitForSelector(".filters + div a");
    assert.deepEqual(await page.$$eval(".filters + div a", (links) => links.map((link) => link.textContent)), ["Story 1201"]);
    assert.equal(await status(page), "1 of 1203 stories");
    await page.select("select[name=tag]", "common");
    await page.select("select[name=company]", "Odd & Sons");
    await page.select("select[name=principle]", "pace");
    await page.waitForFunction(() => document.querySelector("[data-filters] [role=status]").textContent.startsWith("None"));
    await page.select("select[name=company]", "Even");
    await page.waitForFunction(() => document.querySelector("[data-filters] [role=status]").textContent === "4 of 1203 stories");
    await Promise.all([page.waitForNavigation(), page.click(".filters + div a")]);
    assert.match(page.url(), /stories\/story-\d+\.html$/);
    assert.deepEqual(wrong, []);
    await page.close();
  });

  test("without a script the whole list stands there, and no filter", async () => {
    const page = await browser.newPage();
    await page.setJavaScriptEnabled(false);
    await page.goto(pathToFileURL(join(sites.own, "stories.html")).href + "?company=Amazon");
    const client = await page.createCDPSession();
    const { root } = await client.send("DOM.getDocument");
    const seen = async (selector) => {
      const { nodeIds } = await client.send("DOM.querySelectorAll", { nodeId: root.nodeId, selector });
      const boxes = await Promise.all(nodeIds.map((nodeId) => client.send("DOM.getBoxModel", { nodeId }).then(() => 1, () => 0)));
      return boxes.reduce((sum, one) => sum + one, 0);
    };
    assert.equal(await seen("[data-keys]"), 5);
    assert.equal(await seen("select"), 0);
    await page.close();
  });
});

describe("the matrix on a phone", () => {
  test("keeps its heads in sight and says its gaps at once", async () => {
    const { page } = await open(pathToFileURL(join(sites.own, "matrix.html")).href);
    await page.setViewport({ width: 360, height: 780 });
    assert.match(await page.$eval(".holes", (element) => element.textContent.replace(/\s+/g, " ")), /no story Are Right, A Lot, Earn Trust/);
    const place = (selector) => page.$eval(selector, (cell) => { const { left, top } = cell.getBoundingClientRect(); return [left, top]; });
    const [row, head] = [await place("tbody th"), await place("thead th")];
    await page.$eval(".grid", (grid) => { grid.scrollLeft = 200; grid.scrollTop = 60; });
    assert.equal((await place("tbody th"))[0], row[0], "the story's name stays at the left");
    assert.equal((await place("thead th"))[1], head[1], "the principles stay on top");
    await page.close();
  });
});
