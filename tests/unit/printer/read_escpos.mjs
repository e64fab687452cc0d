// Reads a ticket's bytes as the Epson ESC/POS reference describes them, without any of our code: every byte must belong
// to a command of known length or to text. Prints what stands on the paper as JSON.
//   node read_escpos.mjs FILE ["N=ENCODING,..." of ESC t]
// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';

const bytes = readFileSync(process.argv[2]);
const pages = new Map((process.argv[3] ?? '').split(',').filter(Boolean).map((pair) => pair.split('=')));
let at = 0;

function fail(what) {
  const around = bytes.subarray(Math.max(0, at - 8), at + 8).toString('hex');
  process.stderr.write(`byte ${at}: ${what} (around: ${around})\n`);
  process.exit(1);
}
function take(count) {
  if (at + count > bytes.length) fail(`${count} bytes of a command missing at the end`);
  at += count;
  return bytes.subarray(at - count, at);
}

const state = { width: 1, height: 1, bold: false, invert: false, chinese: true, double: false, page: 0, align: 0 };
const commands = [];
const lines = [];
const qr = { codes: [] };
const barcodes = [];
let raster = { stripes: 0, rows: 0, highest: 0 };
const asked = [];
let run = [];
let cuts = 0;

function put(text, wide) {
  const doubled = wide && state.double;
  const style = {
    width: doubled ? 2 : state.width,
    height: doubled ? 2 : state.height,
    bold: state.bold,
    invert: state.invert,
  };
  const last = run.at(-1);
  if (last && ['width', 'height', 'bold', 'invert'].every((key) => last[key] === style[key])) last.text += text;
  else run.push({ text, ...style });
}
function endLine() {
  lines.push({ align: state.align, runs: run });
  run = [];
}
/// Commands that Epson allows at the start of a line only.
function atLineStart(name) {
  if (run.length > 0) fail(`${name} in the middle of a line`);
}

const simple = new Map([
  ['1b40', [0, 'ESC @', () => Object.assign(state, { width: 1, height: 1, bold: false, invert: false, page: 0, align: 0 })]],
  ['1b61', [1, 'ESC a', ([n]) => { atLineStart('ESC a'); state.align = n; }]],
  ['1b45', [1, 'ESC E', ([n]) => { state.bold = (n & 1) === 1; }]],
  ['1b2d', [1, 'ESC -', () => {}]],
  ['1b33', [1, 'ESC 3', () => {}]],
  ['1b4a', [1, 'ESC J', () => atLineStart('ESC J')]],
  ['1b74', [1, 'ESC t', ([n]) => { state.page = n; }]],
  ['1b69', [0, 'ESC i', () => { atLineStart('ESC i'); cuts += 1; }]],
  ['1b6d', [0, 'ESC m', () => { atLineStart('ESC m'); cuts += 1; }]],
  ['1c26', [0, 'FS &', () => { state.chinese = true; }]],
  ['1c2e', [0, 'FS .', () => { state.chinese = false; }]],
  ['1c2d', [1, 'FS -', () => {}]],
  ['1c21', [1, 'FS !', ([n]) => { state.double = (n & 0x0c) === 0x0c; }]],
  ['1d21', [1, 'GS !', ([n]) => { state.width = (n >> 4) + 1; state.height = (n & 15) + 1; }]],
  ['1d42', [1, 'GS B', ([n]) => { state.invert = (n & 1) === 1; }]],
  ['1d61', [1, 'GS a', () => {}]],
  ['1d72', [1, 'GS r', ([n]) => asked.push(`GS r ${n}`)]],
  ['1d68', [1, 'GS h', () => {}]],
  ['1d77', [1, 'GS w', ([n]) => { if (n < 2 || n > 6) fail('GS w out of range'); }]],
  ['1d66', [1, 'GS f', () => {}]],
  ['1d48', [1, 'GS H', () => {}]],
]);

function sized(kind) {
  const [low, high] = take(2);
  const data = take(low + 256 * high);
  if (kind === 'k') qrFunction(data);
  else if (kind === 'H') asked.push(`GS ( H ${data.subarray(2).toString('latin1')}`);
  else fail(`GS ( ${kind}`);
}
function qrFunction(data) {
  if (data[0] !== 0x31) fail('GS ( k for another symbol than QR');
  switch (data[1]) {
    case 65: qr.model = data[2] - 48; break;
    case 67: qr.module = data[2]; break;
    case 69: qr.level = 'LMQH'[data[2] - 48]; break;
    case 80: qr.data = data.subarray(3).toString('utf8'); break;
    case 81:
      atLineStart('GS ( k');
      qr.codes.push({ data: qr.data, module: qr.module, level: qr.level, model: qr.model });
      break;
    default: fail(`GS ( k function ${data[1]}`);
  }
}
function rasterImage() {
  atLineStart('GS v 0');
  const [zero, , xl, xh, yl, yh] = take(6);
  if (zero !== 0x30) fail('GS v without 0');
  const rows = yl + 256 * yh;
  const data = take((xl + 256 * xh) * rows);
  for (let i = 0; i + 1 < data.length; i += 1) {
    if (data[i] === 0x10 && [4, 5, 0x14].includes(data[i + 1])) fail('a real-time command within a picture');
  }
  raster = { stripes: raster.stripes + 1, rows: raster.rows + rows, highest: Math.max(raster.highest, rows) };
}
function barcode() {
  atLineStart('GS k');
  const [kind, length] = take(2);
  const data = take(length).toString('latin1');
  if (kind !== 73 || !data.startsWith('{B')) fail('GS k of another kind than Code128 B');
  barcodes.push(data.slice(2).replaceAll('{{', '{'));
}
function cut() {
  atLineStart('GS V');
  const [n] = take(1);
  if (n !== 65 && n !== 66) fail(`GS V ${n}`);
  take(1);
  cuts += 1;
}

const chinese = new TextDecoder('gb18030', { fatal: true });
function character(byte) {
  if (byte < 0x80) return put(String.fromCharCode(byte), false);
  if (!state.chinese) {
    const encoding = pages.get(String(state.page));
    if (!encoding) fail(`a character of code page ${state.page}`);
    return put(new TextDecoder(encoding, { fatal: true }).decode(Uint8Array.of(byte)), false);
  }
  const [trail] = take(1);
  if (trail < 0x40 || trail === 0x7f || trail === 0xff) fail('a Chinese character of no two bytes');
  return put(chinese.decode(Uint8Array.of(byte, trail)), true);
}

while (at < bytes.length) {
  const [byte] = take(1);
  if (byte === 0x0a) {
    endLine();
  } else if (byte >= 0x20 && byte !== 0x7f) {
    character(byte);
  } else {
    const name = Buffer.of(byte, ...take(1)).toString('hex');
    const known = simple.get(name);
    if (known) {
      known[2](take(known[0]));
      commands.push(known[1]);
    } else if (name === '1d28') {
      const kind = take(1).toString('latin1');
      commands.push(`GS ( ${kind}`);
      sized(kind);
    } else if (name === '1d76') {
      commands.push('GS v 0');
      rasterImage();
    } else if (name === '1d6b') {
      commands.push('GS k');
      barcode();
    } else if (name === '1d56') {
      commands.push('GS V');
      cut();
    } else {
      at -= 2;
      fail(`unknown command ${name}`);
    }
  }
}
if (run.length > 0) fail('a line that never ends');
process.stdout.write(JSON.stringify({ lines, qr: qr.codes, barcodes, raster, asked, cuts, commands }));
