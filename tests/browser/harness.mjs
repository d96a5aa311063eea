// A real browser and the handbooks that the tests open in it: built afresh, from disk and over http below a sub-path under a strict policy.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createServer } from "node:http";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";

export const top = fileURLToPath(new URL("../..", import.meta.url));
const prepgen = process.env.PREPGEN ?? join(top, "target/debug/prepgen");
export const axe = readFileSync(join(top, "tests/browser/node_modules/axe-core/axe.min.js"), "utf8");
export const folder = mkdtempSync(join(tmpdir(), "prepgen-browser-"));
// A name with a space and a letter that addresses escape: people keep handbooks in such folders.
export const sites = { rich: join(folder, "a söte/rich"), own: join(folder, "own") };
// What a careful host sends along: nothing inline, nothing from elsewhere.
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'";
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".png": "image/png", ".txt": "text/plain" };

export let browser, origin;
let server;

export function run(args, expected = 0) {
  const done = spawnSync(prepgen, args, { encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });
  assert.equal(done.status, expected, done.stderr);
  return done.stdout;
}

export function pages(site) {
  return readdirSync(site, { recursive: true }).map(String).filter((path) => path.endsWith(".html")).sort();
}

// Builds the handbooks, starts the browser and the server.
export async function start() {
  run(["build", "-q", "--root", join(top, "tests/sites/rich"), "--out", sites.rich]);
  run(["build", "-q", "--root", top, "--out", sites.own]);
  const found = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => path && existsSync(path));
  assert.ok(found, "no Chromium: install it, or name it in CHROMIUM");
  browser = await puppeteer.launch({ executablePath: found, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
  server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
    const file = path.startsWith("/deep/er/") ? join(sites.rich, path.slice("/deep/er/".length) || "index.html") : "";
    const there = file && existsSync(file) && extname(file);
    response.writeHead(there ? 200 : 404, { "Content-Type": TYPES[extname(file)] ?? "text/plain", "Content-Security-Policy": POLICY });
    response.end(there ? readFileSync(file) : "nothing");
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${server.address().port}`;
}

export async function stop() {
  await browser?.close();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
}

// A page that remembers what went wrong on it and what it asked for.
export async function open(address) {
  const page = await browser.newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("console", (message) => { if (["error", "warn"].includes(message.type())) wrong.push(message.text()); });
  page.on("requestfailed", (request) => wrong.push(`failed: ${request.url()}`));
  page.on("response", (response) => { if (response.status() >= 400) wrong.push(`${response.status()}: ${response.url()}`); });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith("file:") && !url.startsWith("data:") && !url.startsWith(origin)) wrong.push(`asked another host: ${url}`);
  });
  await page.setViewport({ width: 1280, height: 900 });
  await page.goto(address, { waitUntil: "load" });
  return { page, wrong };
}
