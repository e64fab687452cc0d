// SPDX-License-Identifier: Apache-2.0
import { currentLanguage, setLanguage, t } from './i18n';

export function LanguageSwitch() {
  return (
    <div class="languages" role="group">
      {(['zh_CN', 'en'] as const).map((language) => (
        <button
          type="button"
          class={currentLanguage() === language ? 'on' : ''}
          aria-pressed={currentLanguage() === language}
          data-language={language}
          onClick={() => setLanguage(language)}
        >
          {t(`common.language.${language}`)}
        </button>
      ))}
    </div>
  );
}
