// The counter page: what a clerk needs, beside or in place of a handset. SPDX-License-Identifier: Apache-2.0
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import '../shared/base.css';
import './counter.css';
import './desk.css';
import { onLanguage, t } from '../shared/i18n';
import { HallLink } from './link';
import { SignIn } from './sign_in';
import { Desk } from './desk';

let redraw = () => {};
const link = new HallLink(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/v1/hall`, () => redraw());

function App() {
  const [, setTick] = useState(0);
  useEffect(() => {
    redraw = () => setTick((tick) => tick + 1);
    onLanguage(redraw);
  }, []);
  document.title = t('counter.title');
  return link.session ? <Desk link={link} session={link.session} /> : <SignIn link={link} />;
}

render(<App />, document.getElementById('app')!);
