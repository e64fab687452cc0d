// Counts in the pages' words, as people speak. SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { require } from './support.mjs';

const esbuild = require('esbuild');
const ui = fileURLToPath(new URL('../../../ui', import.meta.url));

function catalogue() {
  return Object.fromEntries(['zh_CN', 'en'].map((language) => {
    const folder = join(ui, 'i18n', language);
    return [language, Object.assign({}, ...readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8'))))];
  }));
}

async function bundle() {
  const plugin = {
    name: 'catalogue',
    setup(build) {
      build.onResolve({ filter: /^catalogue$/ }, () => ({ path: 'catalogue', namespace: 'catalogue' }));
      build.onLoad({ filter: /.*/, namespace: 'catalogue' }, () => ({ contents: JSON.stringify(catalogue()), loader: 'json' }));
    },
  };
  const made = await esbuild.build({
    entryPoints: [join(ui, 'web/src/shared/i18n.ts')], bundle: true, write: false, format: 'iife', globalName: 'words', plugins: [plugin],
  });
  return made.outputFiles[0].text;
}

const code = await bundle();

/** t() of the pages in a language. */
function speaker(language) {
  return runInNewContext(`${code}\nwords.t`, {
    URLSearchParams,
    location: { search: `?lang=${language}` },
    localStorage: { getItem: () => null, setItem: () => {} },
    navigator: { language: 'de' },
    document: { documentElement: {} },
  });
}

describe('counts in the words of the pages', () => {
  const said = {
    en: [[0, '0 calls'], [1, '1 call'], [2, '2 calls'], ['1', '1 call'], ['1,001', '1,001 calls'], ['–', '– calls']],
    zh_CN: [[0, '0 次叫号'], [1, '1 次叫号'], [2, '2 次叫号'], ['1', '1 次叫号']],
  };
  for (const [language, all] of Object.entries(said)) {
    test(`in ${language}`, () => {
      const t = speaker(language);
      for (const [n, text] of all) assert.equal(t('office.tile.p50.small', { n }), text);
    });
  }
  test('by another parameter than n', () => {
    const t = speaker('en');
    assert.equal(t('office.tile.abandoned.small', { n: '1', all: '2' }), '1 of 2 tickets');
    assert.equal(t('office.tile.abandoned.small', { n: '0', all: '1' }), '0 of 1 ticket');
  });
  test('a text without a count is as it was', () => {
    assert.equal(speaker('en')('office.no_such_text', { n: 1 }), 'office.no_such_text');
  });
});
