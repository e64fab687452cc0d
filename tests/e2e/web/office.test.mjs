// The head office page in a real browser against canned answers of the feeds. SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { FeedReplies } from './office_feeds.mjs';
import { launch, openPage, picture, servePage, until, words } from './support.mjs';

let browser;
before(async () => void (browser = await launch()));
after(() => browser?.close());

for (const language of ['zh_CN', 'en']) {
  describe(`head office page in ${language}`, () => {
    let site, feeds, page, context, faults;
    const w = (id, params) => words(language, 'office', id, params);
    const tile = (id) => page.locator(`[data-tile=${id}] b`).textContent();
    const settled = () => page.locator('.office:not(.loading)').waitFor();
    const lastAsked = (test) => feeds.seen.filter((one) => one.path === '/v1/feeds/all').findLast(({ query }) => test(query));

    beforeEach(async () => {
      feeds = new FeedReplies();
      site = await servePage('office', '/', (...all) => feeds.answer(...all));
      ({ page, context, faults } = await openPage(browser, `${site.url}?from=2026-03-02&to=2026-03-02`, language, { width: 1600, height: 900 }));
      await page.locator('[data-tile=issued]').waitFor();
      await settled();
    });
    afterEach(async () => {
      await context.close();
      site.server.closeAllConnections();
      site.server.close();
      assert.deepEqual(faults, [], 'the page logged errors');
    });
    const whole = async (name) => {
      await page.waitForFunction(() => [...document.querySelectorAll('.plot canvas')].length === 6);
      await page.evaluate(() => new Promise((done) => setTimeout(done, 400)));
      await page.setViewportSize({ width: 1600, height: await page.evaluate(() => document.querySelector('.office').scrollHeight) });
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      await picture(page, name);
    };

    test('the figures of the day stand in tiles with units and denominators', async () => {
      assert.equal(await tile('issued'), '496');
      assert.equal(await tile('p50'), `8.4${w('min')}`);
      assert.equal(await tile('satisfied'), '88.3%');
      assert.match(await page.locator('[data-tile=satisfied] small').textContent(), /84\.2–91\.4%.*n = 308/);
      assert.equal(await page.locator('[data-tile=abandoned] small').textContent(), w('tile.abandoned.small', { n: 30, all: 496 }));
      assert.ok(await page.locator('.fresh').getByText(w('incomplete')).isVisible(), 'incomplete figures say so');
      await whole(`office-service-${language}`);
    });

    test('every chart is drawn', async () => {
      await page.waitForFunction(() => document.querySelectorAll('.plot canvas').length === 6);
      await until(() => page.$$eval('.plot canvas', (all) => all.every((canvas) => {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        let painted = 0;
        for (let i = 3; i < data.length; i += 4) painted += data[i] > 0 ? 1 : 0;
        return painted > 500;
      })), 'paint on every canvas');
      assert.equal(await page.locator('[data-drawn=empty]').count(), 0);
    });

    test('by clerk: too few answers are not judged, and clerks have no tickets issued', async () => {
      await page.click('[data-by=clerk]');
      await page.getByText('zhao').waitFor();
      const cell = (name, column) => page.locator(`tr:has(th:text-is("${name}")) [data-column=${column}]`);
      assert.equal(await cell('wu', 'satisfied').textContent(), w('too_few'));
      assert.equal(await cell('wu', 'wilson').textContent(), '–');
      assert.match(await cell('chen', 'wilson').textContent(), /^\d\d\.\d–\d\d\.\d%$/);
      assert.equal(await page.locator('[data-column=issued]').count(), 0);
      await settled();
      await whole(`office-clerk-${language}`);
      await page.click('[data-by=counter]');
      await page.locator('th:text-is("c5")').waitFor();
    });

    test('hall, days and service choose what is asked, and the address keeps them', async () => {
      assert.equal(lastAsked(() => true).query.halls, 'merged');
      await page.selectOption('[name=hall]', 'gulou');
      await until(() => lastAsked((query) => query.hall === 'gulou' && query.grain === 'hour'), 'the hall');
      await until(async () => (await tile('issued')) === '248', 'its figures');
      await page.selectOption('[name=service]', '2001');
      await until(() => lastAsked((query) => query.service === '2001' && query.by === 'service'), 'the service');
      await page.fill('[name=from]', '2026-02-01');
      await until(() => lastAsked((query) => query.grain === 'day' && query.from === '2026-02-01'), 'days for a long range');
      assert.match(page.url(), /hall=gulou.*from=2026-02-01.*service=2001/);
    });

    test('figures are asked for again with their ETag and kept when unchanged', async () => {
      const before = feeds.seen.length;
      await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
      await until(() => feeds.seen.length >= before + 7, 'the next round');
      assert.deepEqual(feeds.seen.slice(before, before + 7).map((one) => one.status), Array(7).fill(304));
      await settled();
      assert.equal(await tile('issued'), '496');
    });

    test('a head office that cannot be reached, or refuses, leaves dimmed figures that say so', async () => {
      feeds.unreachable = true;
      await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
      await page.locator('.office.stale').waitFor();
      await page.locator('.fresh.bad').getByText(w('unreachable')).waitFor();
      assert.equal(await tile('issued'), '496', 'the last figures stay');
      await picture(page, `office-stale-${language}`);
      feeds.unreachable = false;
      feeds.refuse = { detail: 'roll-ups could not be read; try again later' };
      await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
      await page.locator('.fresh.bad').getByText('roll-ups could not be read').waitFor();
      feeds.refuse = undefined;
      await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
      await page.locator('.office:not(.stale)').waitFor();
    });

    test('the page says whose clock the hours are of', async () => {
      const zone = page.locator('.zone');
      assert.equal(await zone.textContent(), w('zone', { tz: 'Asia/Shanghai' }));
      feeds.zones.gulou = 'Asia/Urumqi';
      await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
      await page.locator('[data-zones="2"]').waitFor();
      assert.equal(await zone.textContent(), w('zone.several', { tz: 'Asia/Shanghai, Asia/Urumqi' }));
      await page.selectOption('[name=hall]', 'gulou');
      await page.locator('[data-zones="1"]').waitFor();
      assert.equal(await zone.textContent(), w('zone', { tz: 'Asia/Urumqi' }));
    });

    test('halls, services and counters go by their names in the language of the page, else by their ids', async () => {
      const both = (zh_CN, en) => ({ zh_CN, en });
      const mine = (texts) => texts[language];
      const north = both('\u5317\u5385', 'North Hall');
      const tax = both('\u7a0e\u52a1', 'Tax');
      const window1 = both('\u4e00\u53f7\u7a97\u53e3', 'Window 1');
      const permits = both('\u8bb8\u53ef', 'Permits');
      const refresh = () => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
      feeds.names = {
        zhongshan: { hall: north, services: { 1001: tax, 1002: permits }, counters: { c1: window1, c2: window1 } },
        gulou: { hall: {}, services: { 1001: tax, 1002: both('\u5a5a\u59fb', 'Marriage') }, counters: {} },
      };
      await refresh();
      const head = (text) => page.locator(`.table:not(.fleet) tbody th:text-is("${text}")`);
      await head(mine(tax)).waitFor();
      assert.equal(await head('1002').count(), 1, 'halls that call it differently: the id');
      assert.equal(await head('2001').count(), 1, 'no name: the id');
      const options = await page.locator('[name=hall] option').allTextContents();
      assert.deepEqual(options.slice(1).sort(), [mine(north), 'gulou'].sort());
      assert.match(await page.locator('[data-terminal=zhongshan-1] td').first().textContent(), new RegExp(`^${mine(north)}`));
      await page.selectOption('[name=hall]', 'zhongshan');
      await head(mine(permits)).waitFor();
      assert.ok((await page.locator('[name=service] option').allTextContents()).includes(mine(tax)));
      await page.click('[data-by=counter]');
      await head(`${mine(window1)} (c1)`).waitFor();
      await head('c3').waitFor();
      await settled();
      await whole(`office-names-${language}`);
      await page.selectOption('[name=service]', '1001');
      await until(() => lastAsked((query) => query.service === '1001'), 'the id is asked for');
    });

    test('figures are shown without names when only those cannot be had, and the names known last stay', async () => {
      const refresh = () => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
      const asked = (path, from) => feeds.seen.slice(from).filter((one) => one.path === path).length;
      const head = (text) => page.locator(`.table:not(.fleet) tbody th:text-is("${text}")`);
      feeds.names = { zhongshan: { hall: {}, services: { 1001: { zh_CN: 'Tax', en: 'Tax' } }, counters: {} } };
      await refresh();
      await head('Tax').waitFor();
      feeds.refuseOnly = '/v1/names';
      const before = feeds.seen.length;
      await page.selectOption('[name=hall]', 'zhongshan');
      await until(() => asked('/v1/names', before) > 0, 'the names are asked for');
      await settled();
      assert.equal(await page.locator('.stale').count(), 0, 'the figures are fresh');
      assert.equal(await page.locator('.fresh.bad').count(), 0);
      assert.notEqual(await tile('issued'), '496', 'those of the hall are shown');
      await head('Tax').waitFor();
      await page.reload();
      await page.locator('[data-tile=issued]').waitFor();
      await head('1001').waitFor();
    });

    test('terminals that named another hall, or whose clock cannot be right, need a look', async () => {
      const row = (terminal) => page.locator(`[data-terminal=${terminal}]`);
      const look = await row('gulou-1').locator('.look span').allTextContents();
      assert.equal(look.length, 4);
      assert.match(look[0], /zhongshan/);
      assert.match(look[0], /03-02/);
      assert.match(look[1], /^2 .*0f0e0d0c.*19.*03-02/);
      assert.equal(look[2], w('fleet.set_apart', { n: 12 }));
      assert.equal(look[3], w('fleet.alarm', { alarm: w('alarm.misconfigured') }));
      assert.equal(await row('zhongshan-1').locator('.look').count(), 0);
      await page.selectOption('[name=hall]', 'zhongshan');
      await row('gulou-1').waitFor({ state: 'detached' });
      assert.ok(await row('zhongshan-1').isVisible());
    });

    test('an empty day says that there are no data instead of drawing zeros', async () => {
      feeds.empty = true;
      await page.fill('[name=to]', '2026-03-01');
      await until(async () => (await page.locator('[data-drawn=empty]').count()) === 6, 'six empty charts');
      assert.equal(await tile('issued'), '–');
      await picture(page, `office-empty-${language}`);
    });

    test('the target line moves with the target and is remembered; the language changes at once', async () => {
      await page.fill('[name=target]', '25');
      await page.locator('[name=target]').press('Tab');
      await page.getByText(w('tile.p90.small', { n: 25 })).waitFor();
      assert.equal(await page.locator('.tile.bad').count(), 0);
      await page.fill('[name=target]', '5');
      await page.locator('[name=target]').press('Tab');
      await page.locator('.tile.bad').waitFor();
      const other = language === 'en' ? 'zh_CN' : 'en';
      await page.click(`[data-language=${other}]`);
      await page.getByText(words(other, 'office', 'chart.satisfaction'), { exact: true }).first().waitFor();
      assert.equal(await page.evaluate(() => localStorage.getItem('jiaohao.target_min')), '5');
    });
  });
}
