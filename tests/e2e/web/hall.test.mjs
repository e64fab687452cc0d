// Both pages against a real hall: the showroom's kioskd, printer, handsets and headofficed, nothing scripted.
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, describe, test } from 'node:test';
import { launch, openPage, picture, until, words } from './support.mjs';

const bin = process.env.JIAOHAO_BIN;
const root = fileURLToPath(new URL('../../..', import.meta.url));

/** A living hall in a folder of its own; its people keep to their ten counters, counter 0 is left to the page. */
class LivingHall {
  static async open() {
    const hall = new LivingHall();
    hall.folder = mkdtempSync(join(tmpdir(), 'jiaohao-hall-'));
    hall.said = '';
    hall.process = spawn(join(bin, 'showroom'),
      ['--root', root, '--bin', bin, '--pages', process.env.JIAOHAO_PAGES, '--folder', join(hall.folder, 'hall'),
        '--speed', '60', '--tickets', '900', '--summary', join(hall.folder, 'summary.json'), '--lang', 'en'],
      { env: { ...process.env, DISPLAY: '', QT_QPA_PLATFORM: 'offscreen' }, stdio: ['ignore', 'pipe', 'pipe'] });
    hall.ended = new Promise((resolve) => hall.process.once('exit', resolve));
    for (const stream of [hall.process.stdout, hall.process.stderr]) stream.on('data', (text) => { hall.said += text; });
    await until(() => /Head office: +http\S+\n/.test(hall.said) || hall.process.exitCode !== null, 'an open hall');
    hall.counterPage = /(http:\/\/\S+\/counter\/)/.exec(hall.said)[1];
    hall.officePage = /Head office: +(http:\/\/\S+)/.exec(hall.said)[1];
    return hall;
  }
  ctl(...words) {
    return execFileSync(join(bin, 'kioskctl'), ['--socket', join(this.folder, 'hall', 'api.sock'), ...words],
      { encoding: 'utf8', timeout: 20_000 });
  }
  status() {
    return JSON.parse(this.ctl('--json', 'status'));
  }
  async close() {
    this.process.kill('SIGINT');
    await this.ended;
    const file = join(this.folder, 'summary.json');
    const summary = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { said: this.said };
    rmSync(this.folder, { recursive: true, force: true });
    return summary;
  }
}

describe('a living hall', () => {
  let browser, hall;
  before(async () => {
    browser = await launch();
    hall = await LivingHall.open();
  });
  after(async () => {
    await browser?.close();
    const summary = await hall?.close();
    assert.deepEqual(summary.imbalances, [], 'a hall ended by Ctrl-C balances too');
  });

  for (const language of ['zh_CN', 'en']) {
    const w = (id, params) => words(language, 'counter', id, params);

    test(`${language}: a clerk signs in, calls a ticket that was printed for a customer, and finishes it`, async () => {
      const { page, context, faults } = await openPage(browser, hall.counterPage, language);
      await page.locator('.connection[data-state=live]').waitFor();
      await page.fill('[name=counter]', '0');
      await page.fill('[name=clerk]', 'zhang');
      await page.fill('[name=pin]', '9999');
      await page.keyboard.press('Enter');
      await page.getByText(words(language, 'refusal', 'wrong_pin')).waitFor();
      await page.fill('[name=pin]', '1001');
      await page.keyboard.press('Enter');
      await page.locator('.desk').waitFor();
      if (await page.locator('[data-action=open]').count()) await page.click('[data-action=open]');
      const number = await numberCalledHere(page);
      await picture(page, `hall-counter-called-${language}`);
      await page.click('[data-action=recall]');
      await page.click('[data-action=start]');
      await page.locator('[data-action=finish]:not([disabled])').waitFor();
      await picture(page, `hall-counter-serving-${language}`);
      await page.click('[data-action=finish]');
      await page.locator('[data-testid=current]').waitFor({ state: 'detached' });
      await page.locator('[data-testid=rating]').getByText(w('rating')).waitFor();
      await picture(page, `hall-counter-rating-${language}`);
      await page.getByText(w('sign_out')).click();
      await page.locator('[name=pin]').waitFor();
      await context.close();
      assert.deepEqual(faults, [], 'the page logged errors');
    });

    test(`${language}: head office shows the day as it grows`, async () => {
      const { page, context, faults } = await openPage(browser, hall.officePage, language, { width: 1600, height: 900 });
      const tile = () => page.locator('[data-tile=issued] b').textContent();
      await page.locator('[data-tile=issued]').waitFor();
      // Figures come with the next upload; the page itself asks again once a minute.
      await until(async () => {
        if (Number.parseInt(await tile(), 10) > 0) return true;
        await page.reload();
        await page.locator('.office:not(.loading)').waitFor();
        return false;
      }, 'tickets in the tile');
      await page.waitForFunction(() => document.querySelectorAll('.plot canvas').length === 6);
      await page.setViewportSize({ width: 1600, height: await page.evaluate(() => document.querySelector('.office').scrollHeight) });
      await page.evaluate(() => new Promise((done) => setTimeout(done, 400)));
      await picture(page, `hall-office-${language}`);
      await context.close();
      assert.deepEqual(faults, [], 'the page logged errors');
    });
  }

  /** Somebody takes a ticket, and this clerk is the first of eleven to call it. */
  async function numberCalledHere(page) {
    const shown = page.locator('[data-testid=current]');
    await until(async () => {
      hall.ctl('issue', 'q102');
      await page.locator('[data-action=call_next]:not([disabled])').click({ timeout: 500 }).catch(() => {});
      return await shown.count() > 0;
    }, 'a ticket at this counter');
    const number = await shown.textContent();
    assert.match(hall.ctl('status'), new RegExp(`c00.*${number}`), 'kioskd says the same');
    return number;
  }
});
