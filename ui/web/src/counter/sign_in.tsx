// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../shared/i18n';
import type { HallLink } from './link';
import { Welcome } from './welcome';
import { doneText } from './words';

type Field = 'counter' | 'clerk' | 'pin';
const order: Field[] = ['counter', 'clerk', 'pin'];
const counterKey = 'jiaohao.counter';

export function SignIn({ link }: { link: HallLink }) {
  const asked = new URLSearchParams(location.search).get('counter') ?? localStorage.getItem(counterKey) ?? '';
  const [values, setValues] = useState<Record<Field, string>>({ counter: asked, clerk: '', pin: '' });
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const [field, setField] = useState<Field>(asked ? 'clerk' : 'counter');
  const inputs = useRef<Partial<Record<Field, HTMLInputElement>>>({});
  useEffect(() => inputs.current[field]?.focus(), [field]);

  const type = (text: string) => setValues({ ...values, [field]: text });
  const ready = order.every((name) => values[name] !== '');

  async function submit(event: Event) {
    event.preventDefault();
    const empty = order.find((name) => values[name] === '');
    if (empty) return setField(empty);
    setBusy(true);
    setProblem('');
    const done = await link.signIn(values.clerk.trim(), values.pin, values.counter.trim());
    setBusy(false);
    if (done.status === 'ok') {
      localStorage.setItem(counterKey, values.counter.trim());
      return;
    }
    setProblem(doneText(done));
    setValues((now) => ({ ...now, pin: '' }));
    setField('pin');
    inputs.current.pin?.focus();
  }

  return (
    <main class="sign-in">
      <Welcome link={link} title={t('counter.title')} lead={t('counter.sign_in.lead')} />
      <form class="sign-in-form" onSubmit={submit} autocomplete="off">
        <div class="fields">
          <h2>{t('counter.sign_in')}</h2>
          {order.map((name) => (
            <label class={field === name ? 'on' : ''}>
              <span>{t(`counter.field.${name}`)}</span>
              <input
                ref={(element) => void (inputs.current[name] = element ?? undefined)}
                name={name}
                type={name === 'pin' ? 'password' : 'text'}
                inputMode={name === 'pin' ? 'numeric' : 'text'}
                autocomplete={name === 'pin' ? 'one-time-code' : 'off'}
                spellcheck={false}
                maxLength={32}
                value={values[name]}
                onFocus={() => setField(name)}
                onInput={(event) => setValues({ ...values, [name]: event.currentTarget.value })}
              />
            </label>
          ))}
          <p class="problem" role="alert">{problem || (link.ended ? t('counter.session_ended') : '')}</p>
        </div>
        <div class="keypad">
          {['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((digit) => (
            <button type="button" tabIndex={-1} onClick={() => type(values[field] + digit)}>{digit}</button>
          ))}
          <button type="button" tabIndex={-1} class="soft" onClick={() => type('')}>{t('counter.key.clear')}</button>
          <button type="button" tabIndex={-1} onClick={() => type(values[field] + '0')}>0</button>
          <button type="button" tabIndex={-1} class="soft" aria-label={t('counter.key.back')}
            onClick={() => type(values[field].slice(0, -1))}>⌫</button>
          <button type="submit" class="primary enter" disabled={busy || link.phase !== 'live'}>
            {ready ? t('counter.sign_in') : t('counter.key.next')}
          </button>
        </div>
      </form>
    </main>
  );
}
