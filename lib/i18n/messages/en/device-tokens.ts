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
  enabled: {
    open: 'Open to every app',
    ask: 'Enabled by Getui on request',
  },
  openNote:
    'Mini programs are open to every app. The device token is the openid of the user. Getui does not show bindings of mini programs, so they cannot be read back.',
  askNote:
    "Getui enables vendors' channels app by app. One that is not enabled is refused, and nothing is changed.",
  chooseChannel: 'Choose a channel',
  operations: {
    label: 'What to do',
    bind: 'Bind',
    bindNote: 'A cid and its device token in each row; a former token is replaced.',
    unbind: 'Unbind',
    unbindNote: 'A cid in each row; its token of this channel is taken away.',
  },
  chooseFirst: 'Choose a channel and an operation first. An empty token is never taken for unbinding.',
  form: {
    bindLabel: 'cid and device token, one pair a line',
    unbindLabel: 'cid, one a line',
    bindPlaceholder: '1f4c…e0a9, oX-Yr4ICsWkJaydB8mdRD3DMahkA',
    unbindPlaceholder: '1f4c…e0a9',
    bindHint:
      'Separated by comma, tab or blank; paste straight from Excel. At most {max, number} rows. A third column may name the operation: rows that say otherwise than chosen above are not sent.',
    unbindHint:
      'Paste straight from Excel. At most {max, number} rows. A column may name the operation: rows that say otherwise than chosen above are not sent.',
    preview: 'Preview (reads only)',
    clear: 'Clear',
    count: '{count, plural, one {# row} other {# rows}}',
    broken: '{count, plural, one {# row has} other {# rows have}} no device token',
    tooMany: 'At most {max, number} rows here; there are {count, number}',
    tooManyBody:
      'Import more rows: they are checked, then sent in batches as planned; you can pause any time.',
    toImport: 'Go on with the import',
    previewHint:
      'The preview reads how each cid stands and changes nothing. At most 1000 calls a minute, 1000 rows a call.',
    bindTitle: 'Bind device tokens of {channel}',
    unbindTitle: 'Unbind device tokens of {channel}',
  },
  reference: {
    channels: 'Channels',
    code: 'Code',
    name: 'Channel',
    is: 'What the device token is',
    access: 'Access',
    openid: 'The openid of the user',
    vendor: "The token of the vendor's push SDK",
    errors: 'Errors that Getui names row by row',
    errorCode: 'Code',
    meaning: 'Meaning',
    remedy: 'What to do',
  },
  readOnly:
    'Your role may look at channels and notes, not bind or unbind. The vendor token of a user stands on the user card.',
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
      'token-charset': 'A device token has letters, digits and plain signs only: no blanks, no Chinese.',
      'token-operation': '“{value}” is an operation, not a device token. Was the wrong column chosen?',
      'operation-unknown': 'The operation says “{value}”; it must say bind or unbind.',
      'operation-other': 'This row says “{value}”, not what was chosen; it is not sent.',
    },
  },
};
