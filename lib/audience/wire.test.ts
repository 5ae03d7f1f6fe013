import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { countBody, countCurl, pushAudience } from './wire';

const flat = [
  { key: 'region', op: 'or', values: ['11000000'] },
  { key: 'tag', op: 'not', values: ["it's"] },
] as const;

test('the body of the page’s own example', () => {
  expect(countBody(flat)).toEqual({
    tag: [
      { key: 'region', values: ['11000000'], opt_type: 'or' },
      { key: 'custom_tag', values: ["it's"], opt_type: 'not' },
    ],
  });
  expect(pushAudience(flat).audience).toEqual(countBody(flat));
});

test('a shell hands the very body on', () => {
  const command = countCurl(flat);
  const printed = command.replace(/^curl/, 'printf "%s\\n"');
  const words = execFileSync('sh', ['-c', printed], {
    encoding: 'utf8',
    env: { ...process.env, TOKEN: 't', BASE_URL: 'https://push.example/v2/app' },
  }).split('\n');
  expect(words).toContain('token: t');
  expect(words).toContain('https://push.example/v2/app/user/count');
  expect(JSON.parse(words.at(-2) ?? '')).toEqual(countBody(flat));
});
