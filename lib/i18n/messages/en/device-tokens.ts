import type { Translated } from '../../translated';
import type { deviceTokens as source } from '../zh-CN/device-tokens';

export const deviceTokens: Translated<typeof source> = {
  title: 'Device tokens',
  subtitle: "Bind the device tokens of vendors' push channels to cids, or unbind them.",
  cid: 'cid',
  token: 'Device token',
  operation: 'Operation',
  channel: 'Channel',
  channels: {
    wx: 'WeChat mini program',
    hw: 'Huawei',
    hwq: 'Huawei quick app',
    ho: 'Honor',
    xm: 'Xiaomi',
    op: 'OPPO',
    opg: 'OPPO overseas',
    vv: 'vivo',
    mz: 'Meizu',
    fcm: 'Google FCM',
    st: 'Smartisan',
    sn: 'Sony',
    ios: 'Apple',
  },
  kind: {
    before: 'Former token',
    bindDeed: 'Bind {count, plural, one {# row} other {# rows}}',
    unbindDeed: 'Unbind {count, plural, one {# row} other {# rows}}',
    bind: '{rows, plural, one {One cid gets} other {# cids get}} a device token of {channel}.{replaces, plural, =0 {} one { One of them loses its former token.} other { # of them lose their former token.}}',
    unbind:
      '{rows, plural, one {One cid loses its} other {# cids lose their}} device token of {channel}; pushes through that channel no longer reach {rows, plural, one {it} other {them}}.',
    again: 'Row {line, number} has this cid already, with another token; they are sent in order.',
    duplicate: 'The same as row {line, number}.',
    noChange: {
      'no-change': 'This token is bound already.',
      'not-bound': 'This cid has no device token; there is nothing to unbind.',
      'other-channel':
        'The token of this cid belongs to another channel and is left alone. Choose that channel to unbind it.',
    },
    atLine: 'Row {line, number}: {why}',
    broken: {
      'cid-empty': 'There is no cid.',
      'cid-form': 'A cid is 8 to 64 letters, digits, - or _, usually 32 hex digits.',
      'cid-unknown': 'Getui does not know this cid: it belongs to another app or has expired.',
      'token-empty':
        'There is no device token. An empty one is never taken for unbinding; choose “Unbind” for that.',
      'token-too-long': 'A device token has at most 512 characters; this one has {count, number}.',
      'token-charset': 'A device token has no blanks and no invisible characters.',
      'operation-unknown': 'The operation says “{value}”; it must say bind or unbind.',
      'operation-other': 'This row says “{value}”, not what was chosen; it is not sent.',
    },
  },
};
