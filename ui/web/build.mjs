// Bundles the pages into static files: one script and one style sheet each, named by their content, texts of both
// languages built in. Nothing is loaded from elsewhere at run time.
//   JIAOHAO_I18N   folder of the catalogue   (default ../i18n)
//   JIAOHAO_PAGES  where the pages go        (default ../../build/pages)
// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const i18n = resolve(process.env.JIAOHAO_I18N ?? join(here, '../i18n'));
const target = resolve(process.env.JIAOHAO_PAGES ?? join(here, '../../build/pages'));

/** Catalogue ids that a page may show, by their first word. */
const pages = {
  counter: ['common', 'counter', 'refusal', 'class', 'alert', 'cause', 'reason', 'why', 'pick', 'message', 'visit'],
  manager: ['common', 'manager', 'counter', 'refusal', 'class', 'alert', 'fault', 'line', 'cause', 'reason', 'message', 'recovery', 'rating', 'visit', 'diversion'],
  office: ['common', 'office', 'reason', 'service'],
};

function catalogue(words) {
  const out = {};
  for (const language of ['zh_CN', 'en']) {
    out[language] = {};
    for (const file of readdirSync(join(i18n, language)).filter((name) => name.endsWith('.json'))) {
      const texts = JSON.parse(readFileSync(join(i18n, language, file), 'utf8'));
      for (const [id, text] of Object.entries(texts)) {
        if (words.includes(id.split('.')[0])) out[language][id] = text;
      }
    }
  }
  for (const id of Object.keys(out.zh_CN)) {
    if (!(id in out.en)) throw new Error(`catalogue: ${id} is missing in en`);
  }
  for (const id of Object.keys(out.en)) {
    if (!(id in out.zh_CN)) throw new Error(`catalogue: ${id} is missing in zh_CN`);
  }
  return out;
}

function cataloguePlugin(words) {
  return {
    name: 'catalogue',
    setup(build) {
      build.onResolve({ filter: /^catalogue$/ }, () => ({ path: 'catalogue', namespace: 'catalogue' }));
      build.onLoad({ filter: /.*/, namespace: 'catalogue' }, () => ({
        contents: JSON.stringify(catalogue(words)),
        loader: 'json',
      }));
    },
  };
}

async function buildPage(page) {
  const result = await esbuild.build({
    entryPoints: [join(here, 'src', page, 'main.tsx')],
    bundle: true,
    minify: true,
    write: false,
    outdir: target,
    format: 'esm',
    target: ['es2020', 'chrome90', 'firefox90', 'safari15'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [cataloguePlugin(pages[page])],
  });
  const folder = join(target, page);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  let html = readFileSync(join(here, 'src', page, 'index.html'), 'utf8');
  for (const file of result.outputFiles) {
    const type = file.path.endsWith('.css') ? 'css' : 'js';
    const name = `${page}-${createHash('sha256').update(file.contents).digest('hex').slice(0, 8)}.${type}`;
    writeFileSync(join(folder, name), file.contents);
    html = html.replace(`main.${type}`, name);
    console.log(`${page}/${name} ${(file.contents.length / 1024).toFixed(0)} kB`);
  }
  writeFileSync(join(folder, 'index.html'), html);
}

for (const page of Object.keys(pages)) await buildPage(page);
