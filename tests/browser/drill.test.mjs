// practice.html in a real browser: the keyboard alone, what is kept and comes back, files in and out, and what stands there without a script.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, describe, test } from "node:test";
import { axe, browser, folder, open, origin, sites, start, stop } from "./harness.mjs";

before(start);
after(stop);

const here = () => pathToFileURL(join(sites.own, "practice.html")).href;
const text = (page, part) => page.$eval(`[data-${part}]`, (element) => element.textContent);
const kept = (page) => page.evaluate(() => JSON.parse(localStorage.getItem("prepgen-practice")));
const hidden = (page, part) => page.$eval(`[data-${part}]`, (element) => element.hidden);

async function drill(query = "") {
  const { page, wrong } = await open(here() + query);
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await page.waitForSelector("[data-drill]:not([hidden])");
  return { page, wrong };
}

describe("by the keyboard alone", () => {
  test("start, cue, story, rating, the next question; and all of it is kept", async () => {
    const { page, wrong } = await drill("?question=outside-your-responsibilities");
    assert.match(await text(page, "question"), /problem that was not yours/);
    assert.equal(await text(page, "count"), "7 of 7 due today");
    assert.equal(await text(page, "over"), "of 2:00");
    await page.keyboard.press("3");
    assert.equal(await kept(page), null, "nothing is rated before it was tried");
    await page.keyboard.press("Space");
    await page.waitForFunction(() => document.querySelector("[data-clock]").textContent !== "0:00");
    assert.ok(await hidden(page, "cue") && await hidden(page, "story"), "nothing is given away");
    await page.keyboard.press("Space");
    await page.waitForSelector("[data-cue]:not([hidden])");
    assert.match(await text(page, "cue"), /\$80,000.*Situation.*Action/s);
    assert.ok(await hidden(page, "story"));
    await page.keyboard.press("Enter");
    await page.waitForSelector("[data-story] .prose");
    assert.match(await text(page, "story"), /Situation.*Task.*Action.*Result/s);
    const ratings = await page.$$eval("[data-rate] button", (buttons) => buttons.map((button) => button.textContent));
    assert.deepEqual(ratings, ["1 Again · today", "2 Hard · tomorrow", "3 Good · 2 days", "4 Easy · 8 days"]);
    await page.keyboard.press("4");
    assert.match(await text(page, "last"), /Noted: Easy\. It comes back in 8 days\./);
    assert.doesNotMatch(await text(page, "question"), /problem that was not yours/);
    assert.equal(await text(page, "count"), "6 of 7 due today");
    assert.equal(await page.evaluate(() => document.activeElement.hasAttribute("data-question")), true, "the focus is at the new question");
    const { answers } = await kept(page);
    assert.deepEqual(Object.keys(answers), ["outside-your-responsibilities"]);
    assert.equal(answers["outside-your-responsibilities"][0][1], 4);
    await page.keyboard.press("u");
    assert.match(await text(page, "question"), /problem that was not yours/);
    assert.deepEqual((await kept(page)).answers, {}, "taken back");
    await page.keyboard.press("1");
    await page.reload();
    await page.waitForSelector("[data-drill]:not([hidden])");
    assert.equal((await kept(page)).answers["outside-your-responsibilities"][0][1], 1);
    assert.deepEqual(wrong, []);
    await page.close();
  });

  test("a pause stops the clock, and typing elsewhere is no command", async () => {
    const { page } = await drill();
    await page.keyboard.press("Space");
    await page.keyboard.press("p");
    assert.match(await page.$eval('[data-do="pause"]', (button) => button.textContent), /Go on/);
    await page.evaluate(() => { performance.now = () => 1e9; });
    assert.equal(await text(page, "clock"), "0:00");
    const question = await text(page, "question");
    await page.keyboard.down("Control"); await page.keyboard.press("k"); await page.keyboard.up("Control");
    await page.waitForSelector("dialog[open] input");
    await page.type("dialog[open] input", "n1 4u");
    await page.keyboard.press("Escape");
    assert.equal(await text(page, "question"), question);
    await page.click("[data-keys]");
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("n");
    assert.equal(await text(page, "question"), question, "single keys can be switched off");
    await page.close();
  });

  test("over its time it says so, without a sound", async () => {
    const { page } = await drill();
    await page.evaluate(() => { const real = performance.now.bind(performance); let more = 0; performance.now = () => real() + more; window.later = (seconds) => { more += 1000 * seconds; }; });
    await page.keyboard.press("Space");
    await page.evaluate(() => window.later(125));
    await page.waitForFunction(() => /^0:0\d over$/.test(document.querySelector("[data-over]").textContent));
    await page.evaluate(() => window.later(60));
    await page.waitForFunction(() => document.querySelector("[data-over]").textContent === "over 3:00: too long");
    assert.equal(await page.$$eval("audio, video", (found) => found.length), 0);
    await page.close();
  });
});

describe("what is drawn", () => {
  test("one principle, and the address says so", async () => {
    const { page } = await drill();
    await page.select("[data-pick]", "principle/customer-obsession");
    assert.equal(await text(page, "count"), "2 of 2 due today");
    assert.match(page.url(), /\?principle=customer-obsession$/);
    for (let i = 0; i < 4; i++) {
      assert.equal(await text(page, "for"), "Customer Obsession");
      await page.keyboard.press("n");
    }
    await page.reload();
    await page.waitForSelector("[data-drill]:not([hidden])");
    assert.equal(await page.$eval("[data-pick]", (select) => select.value), "principle/customer-obsession");
    await page.close();
  });

  test("questions without an answer only when they are asked for", async () => {
    const { page } = await drill();
    await page.click("[data-open]");
    assert.equal(await text(page, "count"), "9 of 9 due today");
    assert.match(page.url(), /open=1/);
    await page.select("[data-pick]", "principle/are-right-a-lot");
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("Enter");
    await page.waitForSelector("[data-story]:not([hidden])");
    assert.match(await text(page, "story"), /No story answers it yet/);
    await page.click("[data-open]");
    assert.match(await text(page, "done"), /no question of this choice has an answer/);
    await page.close();
  });

  test("what is due first; when nothing is, it says when the next one is", async () => {
    const { page } = await drill("?principle=ownership");
    await page.keyboard.press("Enter");
    await page.keyboard.press("3");
    await page.waitForSelector("[data-done]:not([hidden])");
    assert.match(await text(page, "done"), /Nothing more is due today. The next question comes back in 2 days\./);
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Practise ahead");
    await page.keyboard.press("Enter");
    assert.match(await text(page, "question"), /problem that was not yours/);
    await page.close();
  });
});

describe("a mock loop", () => {
  test("asks round by round what is planned, with the story that is planned, and ends", async () => {
    const { page, wrong } = await open(pathToFileURL(join(sites.rich, "interviews/fernbank.html")).href);
    await Promise.all([page.waitForNavigation(), page.click('a[data-ask^="loop="]')]);
    await page.evaluate(() => localStorage.clear());
    await page.waitForSelector("[data-drill]:not([hidden])");
    assert.match(page.url(), /practice\.html\?loop=fernbank$/);
    assert.equal(await text(page, "count"), "Fernbank loop");
    assert.match(await text(page, "for"), /^Hiring manager, Ada · .* · 1 of 2$/);
    const told = [];
    for (let i = 0; i < 2; i++) {
      await page.keyboard.press("Enter");
      await page.waitForSelector("[data-story]:not([hidden]) h3, [data-story]:not([hidden]) p");
      told.push(await page.$$eval("[data-story] h3", (heads) => heads.map((head) => head.firstChild.textContent)));
      assert.equal((await page.$$("[data-story] .drill-also")).length, 0, "no other story is offered");
      await page.keyboard.press("3");
    }
    assert.match(told[0][0], /The lamp/);
    assert.notDeepEqual(told[1], told[0]);
    assert.equal(new Set(told.flat()).size, told.flat().length, "no story twice");
    assert.match(await text(page, "done"), /That was the loop: 2 of 2 told\./);
    await page.keyboard.press("u");
    assert.match(await text(page, "for"), /2 of 2$/);
    assert.deepEqual(wrong, []);
    await page.close();
  });
});

describe("the record as a file", () => {
  test("is written, read into another browser, merged, and refused where it is none", async () => {
    const downloads = join(folder, "downloads");
    mkdirSync(downloads, { recursive: true });
    const { page, wrong } = await drill("?question=staying-up-to-date");
    const client = await page.createCDPSession();
    await client.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: downloads, eventsEnabled: true });
    await page.keyboard.press("Enter");
    await page.keyboard.press("2");
    const done = new Promise((resolve) => client.on("Browser.downloadProgress", (event) => event.state === "completed" && resolve()));
    await page.click('[data-do="save"]');
    await done;
    const [name] = readdirSync(downloads);
    assert.match(name, /^practice-\d{4}-\d\d-\d\d\.json$/);
    const data = JSON.parse(readFileSync(join(downloads, name), "utf8"));
    assert.equal(data.answers["staying-up-to-date"].length, 1);

    await page.evaluate(() => localStorage.setItem("prepgen-practice", JSON.stringify({ kind: "prepgen practice record", version: 1, answers: { "staying-up-to-date": [["2026-01-02T03:04:05Z", 3, 60]], "no longer here": [["2026-01-02T03:04:05Z", 1, 60]] } })));
    await page.reload();
    await page.waitForSelector("[data-drill]:not([hidden])");
    const give = async (file) => {
      const input = await page.$("[data-file]");
      await page.$eval("[data-note]", (element) => { element.textContent = ""; });
      await input.uploadFile(file);
      await page.waitForFunction(() => document.querySelector("[data-note]").textContent);
      return text(page, "note");
    };
    assert.equal(await give(join(downloads, name)), "One answer added from the file.");
    const { answers } = await kept(page);
    assert.equal(answers["staying-up-to-date"].length, 2, "both are there");
    assert.ok(answers["no longer here"], "what this handbook does not know is kept");
    assert.equal(await give(join(downloads, name)), "Nothing new in that file.");
    const bad = join(folder, "bad.json");
    writeFileSync(bad, '{"kind": "prepgen practice record", "version": 1, "answers": {"staying-up-to-date": [["2026-01-02T03:04:05Z", 7, 60]]}}');
    assert.match(await give(bad), /^Nothing was added: an answer to “staying-up-to-date”/);
    writeFileSync(bad, '{"kind": "prepgen practice record", "version": 1, "answers": {"staying-up-to-date": [["2999-01-02T03:04:05Z", 3, 60]]}}');
    assert.match(await give(bad), /^Nothing was added: .* in the future/);
    assert.deepEqual((await kept(page)).answers, answers, "nothing changed");
    assert.deepEqual(wrong, []);
    await page.close();
  });

  test("one that cannot be read is put aside, not thrown away", async () => {
    const { page } = await drill();
    await page.evaluate(() => localStorage.setItem("prepgen-practice", "spoiled"));
    await page.reload();
    await page.waitForSelector("[data-drill]:not([hidden])");
    assert.match(await text(page, "note"), /could not be read/);
    assert.equal(await page.evaluate(() => localStorage.getItem("prepgen-practice-unread")), "spoiled");
    await page.evaluate(() => localStorage.setItem("prepgen-practice", "spoiled again"));
    await page.reload();
    await page.waitForSelector("[data-drill]:not([hidden])");
    assert.deepEqual(await page.evaluate(() => ["", "-2"].map((n) => localStorage.getItem("prepgen-practice-unread" + n))), ["spoiled", "spoiled again"]);
    await page.close();
  });

  test("one of a newer version is left as it is", async () => {
    const { page } = await drill("?question=staying-up-to-date");
    const newer = JSON.stringify({ kind: "prepgen practice record", version: 2, answers: { more: "than this knows" } });
    await page.evaluate((record) => localStorage.setItem("prepgen-practice", record), newer);
    await page.reload();
    await page.waitForSelector("[data-drill]:not([hidden])");
    assert.match(await text(page, "note"), /newer prepgen/);
    await page.keyboard.press("Enter");
    await page.keyboard.press("3");
    assert.equal(await page.evaluate(() => localStorage.getItem("prepgen-practice")), newer);
    await page.close();
  });

  test("what one window takes back does not return through another", async () => {
    const { page } = await drill("?question=missed-deadline");
    const record = (answers) => JSON.stringify({ kind: "prepgen practice record", version: 1, answers });
    // Another window notes an answer and takes it back, as a browser tells of it.
    const elsewhere = (kept) => page.evaluate((kept) => {
      localStorage.setItem("prepgen-practice", kept);
      dispatchEvent(new StorageEvent("storage", { key: "prepgen-practice", newValue: kept }));
    }, kept);
    await elsewhere(record({ "staying-up-to-date": [["2026-01-02T03:04:05Z", 3, 60]] }));
    await elsewhere(record({}));
    await page.keyboard.press("Enter");
    await page.keyboard.press("2");
    assert.deepEqual(Object.keys((await kept(page)).answers), ["missed-deadline"]);
    await page.close();
  });
});

describe("everywhere", () => {
  test("below a sub-path under a strict policy, with marks as text", async () => {
    const { page, wrong } = await open(`${origin}/deep/er/practice.html?open=1`);
    await page.waitForSelector("[data-drill]:not([hidden])");
    await page.keyboard.press("Enter");
    await page.waitForSelector("[data-story]:not([hidden])");
    assert.deepEqual(wrong, []);
    await page.close();
  });

  test("two questions: what is passed over comes again", async () => {
    const { page, wrong } = await drill("?principle=dive-deep&open=1");
    const asked = () => text(page, "question");
    const all = await page.evaluate(() => document.querySelector("[data-count]").textContent);
    assert.match(all, /of 2 /, "there are two");
    await page.keyboard.press("Enter");
    await page.keyboard.press("4");
    const other = await asked();
    await page.keyboard.press("n");
    assert.equal(await asked(), other, "nothing else is due");
    await page.keyboard.press("n");
    assert.deepEqual(wrong, []);
    await page.close();
  });

  test("without a script it is a list of questions with links", async () => {
    const page = await browser.newPage();
    await page.setJavaScriptEnabled(false);
    await page.goto(here());
    const client = await page.createCDPSession();
    const shown = async (selector) => {
      const { root } = await client.send("DOM.getDocument");
      const { nodeIds } = await client.send("DOM.querySelectorAll", { nodeId: root.nodeId, selector });
      let count = 0;
      for (const nodeId of nodeIds) if (await client.send("DOM.getBoxModel", { nodeId }).then(() => true, () => false)) count++;
      return count;
    };
    assert.equal(await shown(".scriptless a"), 9);
    assert.equal(await shown(".drill button"), 0);
    await page.close();
  });

  for (const [scheme, width] of [["light", 1280], ["dark", 360]]) {
    test(`axe finds nothing while the answer stands there, ${scheme}, ${width} pixels wide`, async () => {
      const { page } = await drill("?question=outside-your-responsibilities");
      await page.setViewport({ width, height: 800 });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await page.keyboard.press("Space");
      await page.keyboard.press("Enter");
      await page.waitForSelector("[data-story] .prose");
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
      assert.deepEqual(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html + " " + (node.any[0]?.message ?? "")).join("; ")}`), []);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), "nothing is wider than the window");
      await page.close();
    });
  }
});
