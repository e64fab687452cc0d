// What the tests of the pages share: modules of the built pages, a browser, a static file server, pictures.
// JIAOHAO_WEB (folder with node_modules), JIAOHAO_PAGES, JIAOHAO_SHOTS are set by run.sh.
// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, readFileSync, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

export const require = createRequire(join(process.env.JIAOHAO_WEB, 'package.json'));
const { chromium } = require('playwright-core');

const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css' };
const catalogues = fileURLToPath(new URL('../../../ui/i18n', import.meta.url));

/** The text of a catalogue id, as the page should show it. */
export function words(language, file, id, params = {}) {
  const found = JSON.parse(readFileSync(join(catalogues, language, `${file}.json`), 'utf8'))[`${file}.${id}`];
  const one = String(params[found?.by ?? 'n']) === '1' && found?.one;
  const text = one || (found?.other ?? found);
  if (text === undefined) throw new Error(`${language} lacks ${file}.${id}`);
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in params ? String(params[name]) : whole));
}

/** Serves one page's folder under `prefix`; `answer(request, response)` may take a request first. */
export async function servePage(page, prefix, answer = () => false) {
  const folder = join(process.env.JIAOHAO_PAGES, page);
  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://localhost');
    if (answer(request, response, url)) return;
    const path = url.pathname.startsWith(prefix) ? url.pathname.slice(prefix.length) || 'index.html' : '';
    const file = join(folder, normalize(`/${path}`));
    if (path === '' || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'Content-Type': types[extname(file)] ?? 'application/octet-stream',
      'Content-Security-Policy': "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'",
    });
    response.end(readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${server.address().port}${prefix}` };
}

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
}

/** A fresh profile; fails the test later through `faults` when the page logs an error or breaks its CSP. */
export async function openPage(browser, url, language, size = { width: 1366, height: 768 }) {
  const context = await browser.newContext({ viewport: size, locale: language === 'en' ? 'en-GB' : 'zh-CN' });
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    // A refused connection is what some tests are about.
    if (message.type() === 'error' && !/WebSocket connection|net::ERR|404|503/.test(message.text())) faults.push(message.text());
  });
  page.setDefaultTimeout(20_000);
  await page.goto(`${url}${url.includes('?') ? '&' : '?'}lang=${language}`);
  return { page, context, faults };
}

/** At the counter page; `keypad`: the PIN by the keys on the screen. */
export async function signIn(page, { counter = 'c3', clerk = '1007', pin = '2468', keypad = false } = {}) {
  await page.locator('.connection[data-state=live]').waitFor();
  await page.fill('[name=counter]', counter);
  await page.fill('[name=clerk]', clerk);
  if (keypad) {
    await page.focus('[name=pin]');
    for (const digit of pin) await page.click(`.keypad >> text="${digit}"`);
    await page.click('.enter');
  } else {
    await page.fill('[name=pin]', pin);
    await page.keyboard.press('Enter');
  }
  await page.locator('.desk').waitFor();
  await page.locator('[data-testid=waiting]').waitFor({ state: 'attached' });
}

export async function picture(page, name) {
  const folder = process.env.JIAOHAO_SHOTS;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Waits until `check` holds, by condition. */
export async function until(check, what) {
  const end = Date.now() + 20_000;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
