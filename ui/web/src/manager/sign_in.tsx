// SPDX-License-Identifier: Apache-2.0
import { useState } from 'preact/hooks';
import { t } from '../shared/i18n';
import type { HallLink } from '../counter/link';
import { Welcome } from '../counter/welcome';
import { doneText } from '../counter/words';

/** By PIN as everybody in the hall, or by a token that the technician gave out. */
export function SignIn({ link }: { link: HallLink }) {
  const [byToken, setByToken] = useState(false);
  const [clerk, setClerk] = useState('');
  const [secret, setSecret] = useState('');
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);

  async function submit(event: Event) {
    event.preventDefault();
    if (byToken) return link.useToken(secret.trim());
    setBusy(true);
    setProblem('');
    const done = await link.signIn(clerk.trim(), secret);
    setBusy(false);
    if (done.status === 'ok') return;
    const needsCounter = done.error?.code === 'bad_arguments' && done.error.params?.argument === 'counter';
    setProblem(needsCounter ? t('manager.no_role') : doneText(done));
    setSecret('');
  }
  function choose(token: boolean) {
    setByToken(token);
    setSecret('');
    setProblem('');
  }

  return (
    <main class="enter-page">
      <Welcome link={link} title={t('manager.title')} lead={t('manager.sign_in.lead')} />
      <form class="enter" onSubmit={submit} autocomplete="off">
        <h2>{t('manager.title')}</h2>
        <div class="tabs" role="group">
          {[false, true].map((token) => (
            <button type="button" class={byToken === token ? 'on' : ''} aria-pressed={byToken === token}
              data-by={token ? 'token' : 'pin'} onClick={() => choose(token)}>
              {t(token ? 'manager.by_token' : 'manager.by_pin')}
            </button>
          ))}
        </div>
        {!byToken && (
          <label>
            <span>{t('manager.field.person')}</span>
            <input name="clerk" autocomplete="off" spellcheck={false} maxLength={32} value={clerk}
              onInput={(event) => setClerk(event.currentTarget.value)} />
          </label>
        )}
        <label>
          <span>{t(byToken ? 'manager.field.token' : 'counter.field.pin')}</span>
          <input name="secret" type="password" inputMode={byToken ? 'text' : 'numeric'} autocomplete="one-time-code"
            maxLength={byToken ? 256 : 32} value={secret} onInput={(event) => setSecret(event.currentTarget.value)} />
        </label>
        <button type="submit" class="primary big" disabled={busy || link.phase !== 'live' || secret === '' || (!byToken && clerk === '')}>
          {t('manager.enter')}
        </button>
        <p class="problem" role="alert">{problem || (link.ended ? t('manager.ended') : '')}</p>
      </form>
    </main>
  );
}
