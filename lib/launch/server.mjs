// Starts the built server. Loaded before Next, so that a client cannot make up where it comes from: without a trusted
// proxy the forwarding headers are ours, taken from the socket.
import http from 'node:http';
import { resolve } from 'node:path';

process.env.NEXT_MANUAL_SIG_HANDLE = 'true';
// Shells export HOSTNAME as the machine's name, which is not what to listen on.
process.env.HOSTNAME = process.env.MUSTER_HOST || '0.0.0.0';
// Next moves into its own folder; the data folder is meant from where the command was given.
process.env.MUSTER_DATA_DIR = resolve(process.env.MUSTER_DATA_DIR || '.data');
const trusted = process.env.MUSTER_TRUST_PROXY === '1';

const emit = http.Server.prototype.emit;
http.Server.prototype.emit = function (event, ...args) {
  if (event === 'request' && !trusted) {
    const { headers, socket } = args[0];
    // Next hands an action that was posted to another page on to itself, with the host it came to. No page of another
    // site can send this header: it would need our consent first.
    const host = headers['x-action-forwarded'] ? headers['x-forwarded-host'] : undefined;
    for (const name of Object.keys(headers)) {
      if (/^(x-forwarded-|forwarded$|x-real-ip$)/.test(name)) delete headers[name];
    }
    if (host) headers['x-forwarded-host'] = host;
    headers['x-forwarded-for'] = socket.remoteAddress ?? '';
  }
  return emit.call(this, event, ...args);
};

await import('../../server.js');
