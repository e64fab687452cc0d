// The duty manager's page: how the hall stands, and what to do about it, on a telephone as on a desk.
// SPDX-License-Identifier: Apache-2.0
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import '../shared/base.css';
import '../counter/counter.css';
import './manager.css';
import './parts.css';
import { onLanguage, t } from '../shared/i18n';
import { HallLink } from '../counter/link';
import { Hall } from './hall';
import { SignIn } from './sign_in';
import { ManagerView } from './view';

let redraw = () => {};
const link: HallLink = new HallLink(
  `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/v1/hall`,
  () => redraw(),
  {
    client: 'manager-page',
    store: 'jiaohao.manager',
    roles: ['manager'],
    makeView: () => new ManagerView(),
  },
);

function App() {
  const [, setTick] = useState(0);
  useEffect(() => {
    redraw = () => setTick((tick) => tick + 1);
    onLanguage(redraw);
  }, []);
  document.title = t('manager.title');
  return link.session ? <Hall link={link} session={link.session} /> : <SignIn link={link} />;
}

render(<App />, document.getElementById('app')!);
