// `prepgen serve` beside a real browser: what is saved is seen, and nothing that was on the page is lost. Every wait is for what must come, never for time.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import puppeteer from "puppeteer-core";

const top = fileURLToPath(new URL("../..", import.meta.url));
const prepgen = process.env.PREPGEN ?? join(top, "target/debug/prepgen");
const axe = readFileSync(join(top, "tests/browser/node_modules/axe-core/axe.min.js"), "utf8");

let browser, folder, root, server, address, said;

before(async () => {
  const found = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => path && existsSync(path));
  assert.ok(found, "no Chromium: install it, or name it in CHROMIUM");
  browser = await puppeteer.launch({ executablePath: found, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
});
after(() => browser?.close());

async function start(port = 0) {
  server = spawn(prepgen, ["serve", "--root", root, "--port", String(port)], { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, NO_COLOR: "1" } });
  said = "";
  address = await new Promise((done, failed) => {
    server.stderr.setEncoding("utf8").on("data", (text) => {
      said += text;
      const url = /Serving (\S+)/.exec(said);
      if (url) done(url[1]);
    });
    server.on("exit", (status) => failed(new Error(`serve ended with ${status}: ${said}`)));
  });
}

function stop(signal = "SIGINT") {
  return new Promise((done) => { server.on("exit", (status) => done(status)); server.kill(signal); });
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "prepgen-serve-"));
  root = join(folder, "handbook");
  cpSync(join(top, "tests/sites/rich"), root, { recursive: true });
  await start();
});
afterEach(async () => {
  for (const page of await browser.pages()) if (page.url() !== "about:blank") await page.close();
  if (server.exitCode === null) await stop("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

const file = (path) => join(root, path);
const edit = (path, from, to) => {
  const text = readFileSync(file(path), "utf8");
  assert.ok(text.includes(from), `${path} holds “${from}”`);
  writeFileSync(file(path), text.replace(from, to));
};

async function open(path, allowed = []) {
  const page = await browser.newPage();
  page.wrong = [];
  page.loads = 0;
  page.on("pageerror", (error) => page.wrong.push(String(error)));
  page.on("console", (message) => { if (["error", "warn"].includes(message.type()) && !allowed.some((part) => message.text().includes(part))) page.wrong.push(message.text()); });
  page.on("load", () => page.loads++);
  await page.setViewport({ width: 1280, height: 600 });
  await page.goto(address + path, { waitUntil: "load" });
  await until(page, () => document.querySelector("prepgen-live"));
  return page;
}

// A tab in the background draws no frames, so the page is looked at again and again instead.
const until = (page, look, ...more) => page.waitForFunction(look, { polling: 20 }, ...more);
const sees = (page, text) => until(page, (text) => document.querySelector("main").textContent.includes(text), text);
const inside = (page, look) => until(page, `(${look})(document.querySelector("prepgen-live").shadowRoot)`);
const overlay = (page) => page.evaluate(() => document.querySelector("prepgen-live").shadowRoot.querySelector("dialog").innerText);

describe("a save", () => {
  test("shows at once, on the page that stays as it was scrolled and opened", async () => {
    const page = await open("stories/the-lamp.html");
    await page.evaluate(() => { window.mine = "still here"; scrollTo(0, 200); document.body.append(Object.assign(document.createElement("aside"), { id: "By-a-script" })); });
    edit("content/stories/work/The Lamp.md", "All 40 trays", "All 41 trays");
    await sees(page, "All 41 trays");
    assert.equal(await page.evaluate(() => window.mine), "still here", "the page was not loaded anew");
    assert.equal(await page.evaluate(() => scrollY), 200);
    assert.ok(await page.$("#By-a-script"), "what a script added stays");
    assert.ok(await page.$("[data-scheme-switch]:not([hidden])"), "what a script showed stays");
    assert.equal(page.loads, 1);
    assert.deepEqual(page.wrong, []);
  });

  test("touches no page that does not change", async () => {
    const [same, other] = [await open("pages/way.html"), await open("stories/the-lamp.html")];
    await same.evaluate(() => { window.touched = 0; document.addEventListener("prepgen:update", () => window.touched++); });
    edit("content/stories/work/The Lamp.md", "All 40 trays", "All 42 trays");
    await sees(other, "All 42 trays");
    // The next change is heard after the one before, so what that one did is done.
    writeFileSync(file("content/pages/way.md"), readFileSync(file("content/pages/way.md"), "utf8") + "\nA last line.\n");
    await sees(same, "A last line.");
    assert.equal(await same.evaluate(() => window.touched), 1);
  });

  test("of a title is seen on every list", async () => {
    const page = await open("principles/care.html");
    edit("content/stories/work/The Lamp.md", /title: (.*)/.exec(readFileSync(file("content/stories/work/The Lamp.md"), "utf8"))[1], "A lamp by another name");
    await sees(page, "A lamp by another name");
    assert.equal(page.loads, 1);
  });

  test("by renaming a file into place counts like any other", async () => {
    const page = await open("stories/the-lamp.html");
    const text = readFileSync(file("content/stories/work/The Lamp.md"), "utf8").replace("All 40 trays", "All 43 trays");
    writeFileSync(file("content/stories/work/The Lamp.md~"), text);
    renameSync(file("content/stories/work/The Lamp.md~"), file("content/stories/work/The Lamp.md"));
    await sees(page, "All 43 trays");
  });

  test("of a style is seen without a load, and the search finds new words", async () => {
    mkdirSync(file("themes/mine/assets"), { recursive: true });
    const style = readFileSync(join(top, "themes/default/assets/style.css"), "utf8");
    writeFileSync(file("themes/mine/assets/style.css"), style);
    const site = readFileSync(file("site.toml"), "utf8");
    const page = await open("stories/the-lamp.html");
    writeFileSync(file("site.toml"), /\[theme\]/.test(site) ? site.replace(/\[theme\]/, "[theme]\nname = \"mine\"") : site + "\n[theme]\nname = \"mine\"\n");
    await page.reload();
    await page.evaluate(() => { window.mine = true; });
    writeFileSync(file("themes/mine/assets/style.css"), style + "\nh1 { letter-spacing: 7px !important; }\n");
    await until(page, () => getComputedStyle(document.querySelector("h1")).letterSpacing === "7px");
    assert.ok(await page.evaluate(() => window.mine), "the page was not loaded anew");
    edit("content/stories/work/The Lamp.md", "All 40 trays", "All 40 quokkas");
    await sees(page, "quokkas");
    await page.keyboard.press("/");
    await page.waitForSelector("dialog[open] input");
    await page.type("dialog[open] input", "quokkas");
    await page.waitForSelector("dialog[open] a[role=option] mark");
    // The words that are typed survive the next change, and the results are fresh.
    edit("content/stories/work/The Lamp.md", "quokkas", "quokkas and wombats");
    await sees(page, "wombats");
    assert.equal(await page.$eval("dialog[open] input", (input) => input.value), "quokkas");
    assert.equal((await page.$$("dialog[open] .find-kinds")).length, 1, "the filters stand there once");
    await page.evaluate(() => { const input = document.querySelector("dialog[open] input"); input.value = "wombats"; input.dispatchEvent(new Event("input", { bubbles: true })); });
    await until(page, () => [...document.querySelectorAll("dialog[open] a[role=option] mark")].some((mark) => mark.textContent === "wombats"));
  });
});

describe("an error", () => {
  test("stands over the last good page until it is mended", async () => {
    // The checker of accessibility sets styles on what it looks at, which the policy forbids.
    const page = await open("stories/the-lamp.html", ["Applying inline style"]);
    edit("content/stories/work/The Lamp.md", "title:", "titel: <img src=x onerror=alert(1)>\ntitle:");
    edit("content/stories/work/The Lamp.md", "All 40 trays", "All 44 trays");
    await inside(page, (shadow) => shadow.querySelector("dialog").open);
    const text = await overlay(page);
    assert.match(text, /titel/);
    assert.match(text, /did you mean/);
    assert.match(text, /content\/stories\/work\/The Lamp\.md:2:1/);
    assert.equal(await page.evaluate(() => document.querySelector("prepgen-live").shadowRoot.querySelectorAll("dialog img").length), 0, "what a file says stays text");
    assert.ok(await page.evaluate(() => document.querySelector("main").textContent.includes("All 40 trays")), "the last good page stays");
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
    assert.deepEqual(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`), []);
    await page.keyboard.press("Escape");
    await inside(page, (shadow) => !shadow.querySelector("dialog").open && !shadow.querySelector(".badge").hidden);
    await page.evaluate(() => document.querySelector("prepgen-live").shadowRoot.querySelector(".badge").click());
    await inside(page, (shadow) => shadow.querySelector("dialog").open);
    await page.keyboard.press("Escape");
    edit("content/stories/work/The Lamp.md", "titel: <img src=x onerror=alert(1)>\n", "");
    await sees(page, "All 44 trays");
    await inside(page, (shadow) => !shadow.querySelector("dialog").open && !shadow.querySelector(".badge.error"));
    assert.deepEqual(page.wrong, []);
  });

  test("in site.toml or a template is told the same way, and goes", async () => {
    const page = await open("stories/the-lamp.html");
    const site = readFileSync(file("site.toml"), "utf8");
    writeFileSync(file("site.toml"), "titel = 1\n" + site);
    await inside(page, (shadow) => shadow.querySelector("dialog").open && shadow.querySelector("dialog").textContent.includes("titel"));
    writeFileSync(file("site.toml"), site);
    await inside(page, (shadow) => !shadow.querySelector("dialog").open);
    mkdirSync(file("themes/default/templates"), { recursive: true });
    writeFileSync(file("themes/default/templates/page.html"), "{% extends \"base.html\" %}\n{% block main %}{{ no_such_thing }}{% endblock main %}\n");
    await inside(page, (shadow) => shadow.querySelector("dialog").open && /templates\/page\.html:2:\d+/.test(shadow.querySelector("dialog").textContent));
    rmSync(file("themes/default"), { recursive: true });
    await inside(page, (shadow) => !shadow.querySelector("dialog").open);
    assert.deepEqual(page.wrong, []);
  });
});

describe("files that come and go", () => {
  test("a renamed story takes its readers along, a removed one leads to the list", async () => {
    const page = await open("stories/ledger-again.html", ["404"]);
    renameSync(file("content/stories/ledger-again.md"), file("content/stories/Ledger once more.md"));
    await until(page, () => location.pathname === "/stories/ledger-once-more.html");
    assert.equal((await fetch(address + "stories/ledger-again.html", { redirect: "manual" })).headers.get("location"), "/stories/ledger-once-more.html");
    rmSync(file("content/stories/Ledger once more.md"));
    await until(page, () => location.pathname === "/stories.html");
    await inside(page, (shadow) => shadow.querySelector(".word").textContent.includes("gone"));
  });

  test("a new story in a new folder is there", async () => {
    const page = await open("stories.html");
    mkdirSync(file("content/stories/new/deep"), { recursive: true });
    writeFileSync(file("content/stories/new/deep/fresh.md"), "---\ntitle: A story fresh from the press\nstatus: draft\n---\n## Situation\nIt was late.\n");
    await sees(page, "A story fresh from the press");
  });
});

test("a server that went away is said, and its return is noticed", async () => {
  const page = await open("stories/the-lamp.html", ["ERR_CONNECTION", "ERR_INCOMPLETE", "ERR_EMPTY"]);
  const port = Number(new URL(address).port);
  await inside(page, (shadow) => shadow.querySelector(".word").hidden);
  assert.equal(await stop("SIGINT"), 0, "Ctrl+C is a good end");
  await inside(page, (shadow) => !shadow.querySelector(".word").hidden && shadow.querySelector(".word").textContent.includes("not running"));
  edit("content/stories/work/The Lamp.md", "All 40 trays", "All 45 trays");
  await start(port);
  await sees(page, "All 45 trays");
  await inside(page, (shadow) => shadow.querySelector(".word").hidden);
});

test("twelve tabs of one browser all hear of a change", async () => {
  const pages = [];
  for (let n = 0; n < 12; n++) pages.push(await open("stories/the-lamp.html"));
  edit("content/stories/work/The Lamp.md", "All 40 trays", "All 46 trays");
  await Promise.all(pages.map((page) => sees(page, "All 46 trays")));
});
