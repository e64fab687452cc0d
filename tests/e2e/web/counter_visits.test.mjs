// Longer visits at the counter page: several services, parking with a time, what was done, messages and help, in a real
// browser against a scripted hall. SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, beforeEach, afterEach, describe, test } from 'node:test';
import { Hall } from './hall_server.mjs';
import { launch, openPage, picture, servePage, signIn, until, words } from './support.mjs';

let browser;
before(async () => void (browser = await launch()));
after(() => browser?.close());

for (const language of ['zh_CN', 'en']) {
  describe(`longer visits at the counter in ${language}`, () => {
    let site, hall, page, context, faults;
    const w = (id, params) => words(language, 'counter', id, params);
    const press = (action) => page.click(`[data-action=${action}]`);
    const current = () => page.locator('[data-testid=current]');
    const numbers = (list) => page.locator(`[data-testid=${list}] li > b`).allTextContents();
    const named = (name) => hall.seen.filter((command) => command.name === name);

    beforeEach(async () => {
      site = await servePage('counter', '/counter/');
      hall = new Hall(site.server);
      ({ page, context, faults } = await openPage(browser, site.url, language));
      await signIn(page);
      await page.locator('[data-testid=waiting] li').first().waitFor();
    });
    afterEach(async () => {
      await context.close();
      hall.cutAll();
      site.server.close();
      assert.deepEqual(faults, [], 'the page logged errors');
    });
    /** Both sizes of screen: nothing wider than the page, nothing important below its end. */
    async function looks(name) {
      for (const [width, height] of [[1024, 768], [1920, 1080], [760, 1024]]) {
        await page.setViewportSize({ width, height });
        await picture(page, `counter-${name}-${width}-${language}`);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(over <= 0, `${name} is ${over} px wider than a page of ${width}`);
      }
      await page.setViewportSize({ width: 1366, height: 768 });
    }

    test('a visit of several services shows its steps, goes on and says where', async () => {
      const first = [...hall.tickets.values()][0];
      hall.tickets.set(first.id, { ...first, then: ['c', 'b'] });
      await press('call_next');
      const name = language === 'en' ? 'Business customers' : '企业客户';
      await page.locator('[data-testid=steps]').getByText(name).waitFor();
      await looks('steps');
      await press('finish');
      await page.locator('[data-testid=note]').getByText(w('sent_on', { number: 'A017', service: name })).waitFor();
      assert.equal(await page.locator('[data-testid=rating]').count(), 0, 'rated at the last step only');
    });

    test('what was done and where the customer goes next are told when the clerk says so', async () => {
      await press('call_next');
      await press('finish_other');
      await page.locator('dialog[open]').waitFor();
      await page.click('dialog [data-more=a]');
      await page.click('dialog [data-more=a]');
      await page.click('dialog [data-more=b]');
      await page.click('dialog [data-less=b]');
      await page.selectOption('dialog [name=then]', 'c');
      await looks('finish');
      await page.click('dialog [data-choice=served]');
      await page.locator('[data-testid=note]').waitFor();
      const { done, then } = named('counter.finish')[0].args;
      assert.deepEqual({ done, then }, { done: { a: 2 }, then: ['c'] });
    });

    test('a usual finish says nothing of what was done', async () => {
      await press('call_next');
      await press('finish_other');
      await page.click('dialog [data-choice=served]');
      await until(() => named('counter.finish').length === 1, 'the finish');
      assert.deepEqual(Object.keys(named('counter.finish')[0].args).sort(), ['ask_rating', 'counter', 'outcome']);
    });

    test('parked for a time the hall allows, shown with what is left, and put back in line', async () => {
      await press('call_next');
      await press('park_for');
      await page.locator('dialog[open]').waitFor();
      assert.deepEqual(await page.locator('dialog [data-choice]').evaluateAll((all) => all.map((one) => one.dataset.choice)),
        ['open', '5', '10', '15', '30', '60']);
      await looks('park');
      await page.click('dialog [data-choice="15"]');
      await until(async () => (await numbers('parked')).includes('A017'), 'A017 parked');
      assert.equal(named('counter.park')[0].args.minutes, 15);
      await page.locator('[data-testid=parked] li').getByText('14:').waitFor();
      await looks('parked');
      await press('unpark');
      await until(async () => (await numbers('waiting'))[0] === 'A017', 'A017 in line');
      await press('call_next');
      await press('park');
      await until(() => named('counter.park').length === 2, 'the second park');
      assert.equal('minutes' in named('counter.park')[1].args, false);
    });

    test('somebody who came without a ticket is noted with what for', async () => {
      assert.equal(await page.locator('[data-action=visit]').count(), 0, 'a hall without purposes');
      hall.purposes = ['question', 'pick_up', 'parcel'];
      hall.publish({ hall: hall.hallRow() });
      await press('visit');
      await page.locator('dialog[open]').getByText('parcel').waitFor();
      await looks('visit');
      await page.click('dialog [data-choice=pick_up]');
      const purpose = words(language, 'visit', 'pick_up');
      await page.locator('[data-testid=note]').getByText(w('visit.noted', { purpose })).waitFor();
      assert.deepEqual(named('visit.note').map((one) => one.args), [{ purpose: 'pick_up' }]);
    });

    test('finishing up is shown and ends when the clerk is ready', async () => {
      hall.wrapUp = 90;
      await press('call_next');
      await press('finish');
      await page.locator('[data-testid=wrap-up]').getByText(w('wrap_up')).first().waitFor();
      await looks('wrap-up');
      await press('ready');
      await page.locator('[data-testid=wrap-up]').waitFor({ state: 'detached' });
      assert.equal(named('counter.ready').length, 1);
    });

    test('finishing up ends by itself', async () => {
      hall.wrapUp = 1;
      await press('call_next');
      await press('finish');
      await page.getByText(w('ready'), { exact: true }).waitFor();
      assert.equal(named('counter.ready').length, 0);
    });

    test('messages of the duty manager are read one by one; help is called once', async () => {
      hall.setCounter({ auto_call: true, messages: [{ id: 'm/1/1', code: 'break_now', at: new Date().toISOString() },
        { id: 'm/1/2', code: 'vault', text: { zh_CN: '请到金库', en: 'Come to the vault' }, at: new Date().toISOString() }] });
      const strip = page.locator('[data-testid=message]');
      await strip.getByText(words(language, 'message', 'break_now')).waitFor();
      await press('help');
      await page.locator('[data-action=help]').getByText(w('help.called')).waitFor();
      assert.ok(await page.locator('[data-action=help]').isDisabled());
      assert.equal(await page.locator('.alert-strip').count(), 0, 'the clerk who called is not sent there');
      hall.alerts.push({ id: 'help-c9', code: 'help', subject: 'c9', params: { counter: '9' }, at: new Date().toISOString() });
      hall.publish({ alerts: hall.alerts });
      await page.locator('.alert-strip').getByText(words(language, 'alert', 'help', { counter: '9' })).waitFor();
      await looks('messages');
      await press('message_read');
      await strip.getByText(language === 'en' ? 'Come to the vault' : '请到金库').waitFor();
      await press('message_read');
      await strip.waitFor({ state: 'detached' });
      assert.deepEqual(named('counter.message_read').map((one) => one.args.message), ['m/1/1', 'm/1/2']);
    });

    test('an alert names its service', async () => {
      hall.alerts.push({ id: 'wait-a', code: 'long_wait', subject: 'a', at: new Date().toISOString(),
        params: { service: 'a', number: 'A017', minutes: '31', limit: '30' } });
      hall.publish({ alerts: hall.alerts });
      const service = language === 'en' ? 'Personal services' : '个人业务';
      await page.locator('.alert-strip').getByText(words(language, 'alert', 'long_wait', { service, number: 'A017', minutes: 31, limit: 30 })).waitFor();
    });

    test('a recall too many is a no-show that can come back', async () => {
      hall.noShowAfter = 1;
      await press('call_next');
      await current().getByText('A017').waitFor();
      await press('recall');
      await page.locator('[data-testid=note]').getByText(w('no_show_by_calls', { number: 'A017' })).waitFor();
      await until(async () => (await numbers('absent')).includes('A017'), 'A017 among the no-shows');
    });
  });
}
