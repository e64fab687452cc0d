// The counter page in a real browser against a scripted hall. SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, beforeEach, afterEach, describe, test } from 'node:test';
import { Hall } from './hall_server.mjs';
import { launch, openPage, picture, servePage, signIn, until, words } from './support.mjs';

let browser;
before(async () => void (browser = await launch()));
after(() => browser?.close());

for (const language of ['zh_CN', 'en']) {
  describe(`counter page in ${language}`, () => {
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
    });
    afterEach(async () => {
      await context.close();
      hall.cutAll();
      site.server.close();
      assert.deepEqual(faults, [], 'the page logged errors');
    });

    async function signedIn(how) {
      await signIn(page, how);
      await page.locator('[data-testid=waiting] li').first().waitFor();
    }

    test('a wrong PIN is refused in words, the right one by keypad opens the counter', async () => {
      await page.locator('.connection[data-state=live]').waitFor();
      await picture(page, `counter-sign-in-${language}`);
      await page.fill('[name=counter]', 'c3');
      await page.fill('[name=clerk]', '1007');
      await page.fill('[name=pin]', '1111');
      await page.keyboard.press('Enter');
      await page.getByText(words(language, 'refusal', 'wrong_pin')).waitFor();
      assert.equal(await page.inputValue('[name=pin]'), '', 'the PIN is cleared');
      await picture(page, `counter-wrong-pin-${language}`);
      await signedIn({ keypad: true });
      assert.deepEqual(named('clerk.sign_in').at(-1).args, { clerk: '1007', pin: '2468', counter: 'c3' });
      const kept = await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }));
      assert.ok(!kept.includes('2468'), 'the PIN is kept nowhere');
    });

    test('who waits is shown in order of arrival, of this counter’s services, and follows the hall live', async () => {
      await signedIn();
      assert.deepEqual(await numbers('waiting'), ['A017', 'B006', 'A018', 'A019', 'B007']);
      await page.getByText(language === 'en' ? 'Broadband and landline' : '宽带与固话').first().waitFor();
      assert.match(await page.locator('[data-testid=waiting] li').first().locator('time').textContent(), /^12:3\d$/);
      await picture(page, `counter-ready-${language}`);
      hall.issue('A020', 'a', 0);
      await until(async () => (await numbers('waiting')).includes('A020'), 'the new ticket');
      assert.equal(await page.locator('[data-testid=waiting-count]').textContent(), '6');
    });

    test('call, recall, start and finish go to the hall; the rating is shown as asked for and nothing more', async () => {
      await signedIn();
      await press('call_next');
      await current().getByText('A017').waitFor();
      await page.getByText(w('status.called')).waitFor();
      await picture(page, `counter-called-${language}`);
      await press('recall');
      await until(async () => (await page.locator('[data-testid=recalls]').textContent()) === '1', 'one recall');
      await page.keyboard.press('F4');
      await page.getByText(w('status.serving')).waitFor();
      await picture(page, `counter-serving-${language}`);
      await press('finish');
      await page.locator('[data-testid=rating]').getByText(w('rating')).waitFor();
      await picture(page, `counter-rating-${language}`);
      assert.deepEqual(named('counter.finish')[0].args, { counter: 'c3', outcome: 'served', ask_rating: true });
      hall.endRating();
      await page.locator('[data-testid=rating]').waitFor({ state: 'detached' });
    });

    test('a call says why this one; whoever is called out of turn is asked for with a reason', async () => {
      await signedIn();
      await press('call_next');
      const why = page.locator('[data-testid=why]');
      await why.getByText(words(language, 'why', 'class_first', { class: words(language, 'class', 'ordinary') })).waitFor();
      await press('finish');
      await page.locator('[data-testid=waiting] li').nth(1).locator('button').click();
      await page.locator('dialog[open]').waitFor();
      await picture(page, `counter-pick-${language}`);
      await page.click('dialog [data-choice=unwell]');
      await current().getByText('A018').waitFor();
      await why.getByText(words(language, 'why', 'picked')).waitFor();
      assert.equal(named('counter.call_ticket')[0].args.reason, 'unwell');
      await press('finish');
      await page.locator('[data-testid=waiting] li').first().locator('button').click();
      await page.click('dialog [data-choice=none]');
      await current().getByText('B006').waitFor();
      assert.equal('reason' in named('counter.call_ticket')[1].args, false);
    });

    test('a no-show can be put back in line', async () => {
      await signedIn();
      await press('call_next');
      await current().getByText('A017').waitFor();
      await page.keyboard.press('F7');
      await until(async () => (await numbers('absent')).includes('A017'), 'A017 among the no-shows');
      await page.reload();
      await until(async () => (await numbers('absent')).includes('A017'), 'A017 among the no-shows after a reload');
      await page.locator('[data-testid=absent] button').click();
      await until(async () => (await numbers('waiting'))[0] === 'A017', 'A017 first in line again');
      assert.equal(named('ticket.return').length, 1);
    });

    test('no-shows of all counters are listed, the own first, until their time is over', async () => {
      const [, own, elsewhere, late] = [...hall.tickets.values()];
      hall.miss({ ...own, counter: 'c3' }, 600);
      hall.miss({ ...elsewhere, counter: 'c9' }, 900);
      hall.miss({ ...late, counter: 'c3' }, -1);
      await signedIn();
      await page.locator('[data-testid=absent] li').first().waitFor();
      assert.deepEqual(await numbers('absent'), ['B006', 'A018']);
      const rows = page.locator('[data-testid=absent] li');
      assert.match(await rows.first().textContent(), /9:5\d/);
      await rows.nth(1).getByText(words(language, 'common', 'counter', { counter: 'c9' })).waitFor();
      await picture(page, `counter-absent-${language}`);
    });

    test('park and resume, another outcome, transfer, pause with a reason', async () => {
      await signedIn();
      await press('call_next');
      await press('park');
      await until(async () => (await numbers('parked')).includes('A017'), 'A017 parked');
      await page.locator('[data-testid=parked] [data-action=resume_ticket]').click();
      await current().getByText('A017').waitFor();
      await press('finish_other');
      await page.locator('dialog[open]').waitFor();
      await picture(page, `counter-finish-${language}`);
      await page.click('dialog [data-choice=pending]');
      await current().waitFor({ state: 'detached' });
      assert.equal(named('counter.finish')[0].args.outcome, 'pending');
      await press('call_next');
      await press('transfer');
      await page.locator('dialog[open]').waitFor();
      await picture(page, `counter-transfer-${language}`);
      await page.click('dialog [data-choice=c]');
      await until(() => named('counter.transfer').length === 1, 'the transfer');
      assert.equal(named('counter.transfer')[0].args.service, 'c');
      await press('pause');
      await page.locator('dialog[open]').waitFor();
      await picture(page, `counter-pause-${language}`);
      await page.click('dialog [data-choice=meal]');
      await page.locator('.current.shut').getByText(w('pause.meal')).waitFor();
      await picture(page, `counter-paused-${language}`);
      await press('resume');
      await page.getByText(w('ready')).waitFor();
    });

    test('a refusal is shown in words and nothing changes', async () => {
      await signedIn();
      hall.refuse.set('counter.call_next', 'nobody_waiting');
      await press('call_next');
      await page.getByText(words(language, 'refusal', 'nobody_waiting')).waitFor();
      await picture(page, `counter-refusal-${language}`);
      assert.equal(await current().count(), 0);
      hall.refuse.set('counter.call_next', 'code_of_tomorrow');
      await press('call_next');
      await page.getByText(w('refused_unknown', { code: 'code_of_tomorrow' })).waitFor();
    });

    test('a lost connection dims the page and says so; it comes back with the same session', async () => {
      await signedIn();
      hall.deaf = true;
      hall.cutAll();
      await page.locator('.connection[data-state=lost]').waitFor();
      await page.locator('.desk.stale').waitFor();
      assert.ok(await page.locator('[data-action=call_next]').isDisabled(), 'nothing can be pressed meanwhile');
      await picture(page, `counter-lost-${language}`);
      hall.issue('A021', 'a', 0);
      hall.deaf = false;
      await page.locator('.connection[data-state=live]').waitFor();
      assert.equal(hall.hellos.at(-1).token, 'token-1');
      await until(async () => (await numbers('waiting')).includes('A021'), 'what happened meanwhile');
      assert.equal(await page.locator('.desk.stale').count(), 0);
    });

    test('a hall without room for one more page is called busy, and tried again', async () => {
      await signedIn();
      for (const mute of [false, true]) {
        hall.full = true;
        hall.mute = mute;
        hall.cutAll();
        await page.locator('.connection[data-state=busy]').getByText(w('connection.busy')).waitFor();
        hall.full = false;
        await page.locator('.connection[data-state=live]').waitFor();
      }
      assert.equal(hall.hellos.at(-1).token, 'token-1');
      assert.equal(new Set(hall.hellos.map((one) => one.page)).size, 1, 'the same page all along');
      assert.match(hall.hellos[0].page, /^[0-9a-f]{24}$/);
    });

    test('a command whose answer was lost goes out again with its id and is done once', async () => {
      await signedIn();
      hall.cutBeforeDone.add('counter.call_next');
      await press('call_next');
      await current().getByText('A017').waitFor();
      await until(() => named('counter.call_next').length === 2, 'the retry');
      const [first, second] = named('counter.call_next');
      assert.equal(first.id, second.id);
      assert.equal(hall.carriedOut.get(first.id), 1);
      await page.locator('[data-action=start]:not(:disabled)').waitFor();
    });

    test('a reload keeps the session and retries what was under way', async () => {
      await signedIn();
      await press('call_next');
      await current().getByText('A017').waitFor();
      hall.deaf = true;
      hall.cutBeforeDone.add('counter.recall');
      await press('recall');
      await until(() => named('counter.recall').length === 1, 'the recall');
      await page.reload();
      hall.deaf = false;
      await current().getByText('A017').waitFor();
      await until(() => named('counter.recall').length === 2, 'the retry after the reload');
      assert.equal(named('counter.recall')[0].id, named('counter.recall')[1].id);
      assert.equal(await page.locator('[data-testid=recalls]').textContent(), '1');
    });

    test('a session the hall no longer knows leads back to sign-in and says why', async () => {
      await signedIn();
      hall.forgetTokens = true;
      hall.cutAll();
      await page.getByText(w('session_ended')).waitFor();
      assert.equal(await page.evaluate(() => sessionStorage.getItem('jiaohao.session')), null);
    });

    test('signing out forgets the session', async () => {
      await signedIn();
      await page.getByText(w('sign_out'), { exact: true }).click();
      await page.locator('.sign-in').waitFor();
      assert.equal(await page.evaluate(() => sessionStorage.getItem('jiaohao.session')), null);
    });

    test('the language changes at once while the page runs', async () => {
      await signedIn();
      const other = language === 'en' ? 'zh_CN' : 'en';
      await page.click(`[data-language=${other}]`);
      await page.getByText(words(other, 'counter', 'action.call_next')).waitFor();
      assert.equal(await page.getAttribute('html', 'lang'), other === 'en' ? 'en' : 'zh-CN');
      assert.equal(await page.getByText(w('action.call_next')).count(), 0);
    });

    test('everything fits into 1366x768 and 1920x1080 without scrolling', async () => {
      await signedIn();
      await press('call_next');
      await current().waitFor();
      for (const size of [{ width: 1366, height: 768 }, { width: 1920, height: 1080 }]) {
        await page.setViewportSize(size);
        const sizes = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]);
        assert.ok(sizes[0] <= size.width && sizes[1] <= size.height, `${sizes} in ${size.width}x${size.height}`);
        const cut = await page.$$eval('.actions button', (all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.dataset.action));
        assert.deepEqual(cut, [], 'labels are cut');
        await picture(page, `counter-${size.width}-${language}`);
      }
    });
  });
}
