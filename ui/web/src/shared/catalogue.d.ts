// Made by build.mjs from ui/i18n. SPDX-License-Identifier: Apache-2.0
declare module 'catalogue' {
  const catalogue: Record<'zh_CN' | 'en', Record<string, string>>;
  export default catalogue;
}
declare module '*.css' {}
