// Whom the counter page says it may call, whom it may help, who is parked and where. A real browser, a scripted hall.
// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, beforeEach, afterEach, describe, test } from 'node:test';
import { Hall } from './hall_server.mjs';
import { launch, openPage, picture, servePage, signIn, until, words } from './support.mjs';

let browser;
before(async () => void (browser = await launch()));
after(() => browser?.close());

for (const language of ['zh_CN', 'en']) {
  describe(`lines of a counter in ${language}`, () => {
    let site, hall, page, context, faults;
    const w = (id, params) => words(language, 'counter', id, params);
    const numbers = (list) => page.locator(`[data-testid=${list}] li > b`).allTextContents();
    const named = (name) => hall.seen.filter((command) => command.name === name);
    const ticket = (number) => [...hall.tickets.values()].find((one) => one.number === number);
    const change = (number, what) => hall.tickets.set(ticket(number).id, { ...ticket(number), ...what });
    const hint = () => page.locator('[data-testid=waiting-hint]');

    beforeEach(async () => {
      site = await servePage('counter', '/counter/');
      hall = new Hall(site.server);
      hall.others = [
        { id: 'c5', label: '5', status: 'open', clerk: 'li', services: ['a'], waiting: 0 },
        { id: 'c6', label: '6', status: 'closed', services: ['a'], waiting: 0 },
      ];
    });
    afterEach(async () => {
      await context.close();
      hall.cutAll();
      site.server.close();
      assert.deepEqual(faults, [], 'the page logged errors');
    });
    async function open() {
      ({ page, context, faults } = await openPage(browser, site.url, language));
      await signIn(page);
    }
    async function looks(name) {
      for (const [width, height] of [[390, 844], [1024, 768], [1366, 768]]) {
        await page.setViewportSize({ width, height });
        await picture(page, `counter-${name}-${width}-${language}`);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(over <= 0, `${name} is ${over} px wider than a page of ${width}`);
      }
    }

    test('who waits for services that it helps out with is shown apart and may be called', async () => {
      Object.assign(hall.counter, { services: ['c'], also: ['a', 'b'] });
      change('C002', { service: 'b' });
      await open();
      await hint().getByText(w('ready.helping', { n: 6 })).waitFor();
      assert.deepEqual(await numbers('waiting'), []);
      assert.deepEqual(await numbers('helping'), ['A017', 'C002', 'B006', 'A018', 'A019', 'B007']);
      await looks('helping');
      await page.locator('[data-testid=helping] li').first().locator('button').click();
      await page.click('dialog [data-choice=none]');
      await page.locator('[data-testid=current]').getByText('A017').waitFor();
      assert.equal(named('counter.call_ticket')[0].args.ticket, ticket('A017').id);
    });

    test('who was sent elsewhere is not listed here, unless nobody is there to call', async () => {
      change('A017', { to_counter: 'c5' });
      change('A018', { to_counter: 'c6' });
      change('A019', { to_clerk: 'li' });
      change('B006', { to_clerk: 'wang' });
      change('C002', { to_counter: 'c3' });
      await open();
      await until(async () => (await numbers('waiting')).length > 0, 'the line');
      assert.deepEqual(await numbers('waiting'), ['C002', 'B006', 'A018', 'B007']);
      const rows = page.locator('[data-testid=waiting] li');
      await rows.first().getByText(w('sent')).waitFor();
      assert.equal(await page.getByText(w('sent')).count(), 1, 'only one was sent here');
      assert.equal(await page.locator('[data-testid=helping]').count(), 0);
    });

    test('whoever signs out says what becomes of those who are parked', async () => {
      change('A017', { status: 'parked', counter: 'c3' });
      change('A018', { status: 'parked', counter: 'c3' });
      await open();
      await until(async () => (await numbers('parked')).length === 2, 'the parked ones');
      await page.click('[data-action=sign_out]');
      await page.locator('dialog[open]').getByText('A017, A018').waitFor();
      await looks('leave');
      await page.click('dialog .cancel');
      assert.equal(named('clerk.sign_out').length, 0);
      await page.click('[data-action=sign_out]');
      await page.click('dialog [data-choice=unpark]');
      await page.locator('.sign-in').waitFor();
      assert.deepEqual(named('ticket.unpark').map((one) => one.args.ticket), [ticket('A017').id, ticket('A018').id]);
    });

    test('whoever signs out may leave them parked', async () => {
      change('A017', { status: 'parked', counter: 'c3' });
      await open();
      await until(async () => (await numbers('parked')).length === 1, 'the parked one');
      await page.click('[data-action=sign_out]');
      await page.click('dialog [data-choice=keep]');
      await page.locator('.sign-in').waitFor();
      assert.equal(named('ticket.unpark').length, 0);
    });

    test('a customer is sent to a counter or a clerk, for the same service or another one', async () => {
      hall.others.push({ id: 'c7', label: '7', status: 'paused', clerk: 'wu', services: ['b'], waiting: 0 });
      await open();
      await page.click('[data-action=call_next]');
      await page.click('[data-action=transfer]');
      const choices = () => page.locator('dialog [data-choice]').evaluateAll((all) => all.map((one) => one.dataset.choice));
      assert.deepEqual(await choices(), ['b', 'c'], 'its own service means somebody else');
      assert.deepEqual(await page.locator('dialog option').evaluateAll((all) => all.map((one) => one.value)),
        ['', 'counter:c5', 'counter:c7', 'clerk:li', 'clerk:wu'], 'nobody is sent to a counter that is closed');
      await page.selectOption('dialog [name=to]', 'counter:c5');
      assert.deepEqual(await choices(), ['a', 'b', 'c']);
      await looks('transfer-to');
      await page.click('dialog [data-choice=a]');
      await until(() => named('counter.transfer').length === 1, 'the transfer to a counter');
      await page.click('[data-action=call_next]');
      await page.click('[data-action=transfer]');
      await page.selectOption('dialog [name=to]', 'clerk:wu');
      await page.click('dialog [data-choice=c]');
      await until(() => named('counter.transfer').length === 2, 'the transfer to a clerk');
      assert.deepEqual(named('counter.transfer').map((one) => one.args),
        [{ counter: 'c3', service: 'a', to_counter: 'c5' }, { counter: 'c3', service: 'c', to_clerk: 'wu' }]);
    });

    test('what a counter parked that has closed since can be resumed here', async () => {
      change('A017', { status: 'parked', counter: 'c6' });
      change('A018', { status: 'parked', counter: 'c5' });
      change('A019', { status: 'parked', counter: 'c3' });
      change('C002', { status: 'parked', counter: 'c6' });
      await open();
      await until(async () => (await numbers('parked')).length > 0, 'the parked ones');
      assert.deepEqual(await numbers('parked'), ['A017', 'A019']);
      await page.locator('[data-testid=parked] li').first().getByText(words(language, 'common', 'counter', { counter: '6' })).waitFor();
      await looks('parked-elsewhere');
      await page.locator('[data-testid=parked] [data-action=resume_ticket]').first().click();
      await page.locator('[data-testid=current]').getByText('A017').waitFor();
      assert.equal(named('counter.resume_ticket')[0].args.ticket, ticket('A017').id);
    });
  });
}
