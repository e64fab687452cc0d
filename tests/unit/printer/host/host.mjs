// A host program that is not ours: receiptio (Open Foodservice System Consortium) asks a printer for its status and
// prints on it. It speaks TCP; this carries its bytes to a serial port and back, unchanged.
//   node host.mjs FOLDER-OF-NODE_MODULES TTY query|print
// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { constants, openSync, readSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';

const [folder, tty, what] = process.argv.slice(2);
const receiptio = createRequire(`${folder}/`)('receiptio');
execFileSync('stty', ['-F', tty, 'raw', '-echo']);
const fd = openSync(tty, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);

/// Its own port is fixed; the address is this process's alone.
const address = `127.${(process.pid >> 16) & 255}.${(process.pid >> 8) & 255}.${process.pid & 255}`;

let waiting = Buffer.alloc(0);
function carry(socket) {
  const room = Buffer.alloc(4096);
  setInterval(() => {
    try {
      waiting = waiting.subarray(waiting.length > 0 ? writeSync(fd, waiting) : 0);
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
    try {
      const count = readSync(fd, room);
      if (count > 0) socket.write(room.subarray(0, count));
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }, 2);
  socket.on('data', (data) => { waiting = Buffer.concat([waiting, data]); });
  socket.on('error', () => {});
}

const receipt = 'Receipt of another house\n\n{code:https://other.example/r/1; option:qrcode,4,m}\n=\n';
createServer(carry).listen(9100, address, async () => {
  const options = what === 'query' ? `-d ${address} -q` : `-d ${address} -c 42 -t 30 -l en`;
  process.stdout.write(`${await receiptio.print(receipt, options)}\n`);
  process.exit(0);
});
