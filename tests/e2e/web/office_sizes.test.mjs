// The head office page on screens from a small laptop up: nothing wraps above its title, nothing scrolls sideways.
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { FeedReplies } from './office_feeds.mjs';
import { launch, openPage, picture, servePage } from './support.mjs';

let browser;
before(async () => void (browser = await launch()));
after(() => browser?.close());

for (const language of ['zh_CN', 'en']) {
  describe(`head office page in ${language} on screens of many widths`, () => {
    for (const width of [1920, 1600, 1366, 1280, 1200, 1024]) {
      test(`${width} px: the title comes first, and everything fits`, async () => {
        const feeds = new FeedReplies();
        feeds.going = true;
        feeds.names = { zhongshan: { hall: {}, services: {
          1001: { zh_CN: '\u5957\u9910\u4e0e\u65b0\u5f00\u6237', en: 'Plans and new contracts' },
          1002: { zh_CN: '\u8865\u6362\u5361\u4e0e\u5b9e\u540d\u767b\u8bb0', en: 'SIM cards and identity' },
        }, counters: {} } };
        const site = await servePage('office', '/', (...all) => feeds.answer(...all));
        const { page, context, faults } = await openPage(browser, `${site.url}?from=2026-03-02&to=2026-03-02`, language, { width, height: 800 });
        await page.locator('[data-tile=issued]').waitFor();
        await page.locator('.office:not(.loading)').waitFor();
        await page.waitForFunction(() => document.querySelectorAll('.plot canvas').length === 6);
        await page.setViewportSize({ width, height: await page.evaluate(() => document.querySelector('.office').scrollHeight) });
        await page.evaluate(() => new Promise((done) => setTimeout(done, 500)));
        await picture(page, `office-${width}-${language}`);
        const found = await page.evaluate(() => {
          const box = (one) => one.getBoundingClientRect();
          const title = box(document.querySelector('.office h1'));
          return {
            sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
            tables: [...document.querySelectorAll('.table')].map((one) => one.scrollWidth - one.clientWidth),
            above: [...document.querySelectorAll('.choose label, .state')].filter((one) => box(one).bottom <= title.top + 1 || box(one).top < title.top - 24).length,
            header: box(document.querySelector('.office header')).height,
            rows: new Set([...document.querySelectorAll('.choose label')].map((one) => Math.round(box(one).top))).size,
          };
        });
        await context.close();
        site.server.closeAllConnections();
        site.server.close();
        assert.deepEqual(faults, [], 'the page logged errors');
        assert.equal(found.sideways, 0, 'the page scrolls sideways');
        assert.deepEqual(found.tables, found.tables.map(() => 0), 'a table scrolls sideways');
        assert.equal(found.above, 0, 'something stands above the title');
        assert.equal(found.rows, 1, 'the filters stand in one row');
        assert.ok(found.header <= 150, `the header takes ${found.header} px`);
      });
    }
  });
}
