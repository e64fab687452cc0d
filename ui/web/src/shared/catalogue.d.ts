// Made by build.mjs from ui/i18n. SPDX-License-Identifier: Apache-2.0
declare module 'catalogue' {
  /** A text that counts has a form for each plural category of its language, chosen by the parameter `by` (n). */
  export type Text = string | ({ by?: string; other: string } & Partial<Record<Intl.LDMLPluralRule, string>>);
  const catalogue: Record<'zh_CN' | 'en', Record<string, Text>>;
  export default catalogue;
}
declare module '*.css' {}
