// SPDX-License-Identifier: Apache-2.0
import { own, t } from '../shared/i18n';
import { LanguageSwitch } from '../shared/language_switch';
import { Connection } from './connection';
import type { HallLink } from './link';

/** Beside the form of whoever signs in: which hall this is, and whether it can be reached. */
export function Welcome({ link, title, lead }: { link: HallLink; title: string; lead: string }) {
  return (
    <section class="welcome">
      <p class="brand">{t('counter.product')}</p>
      <div>
        <h1>{own(link.view.hall?.name) || title}</h1>
        <p>{lead}</p>
      </div>
      <div class="welcome-foot">
        <Connection link={link} />
        <LanguageSwitch />
      </div>
    </section>
  );
}
