import type { Translated } from '../../translated';
import type { imports as source } from '../zh-CN/imports';

export const imports: Translated<typeof source> = {
  /** Rows by hand or from a file. */
  way: {
    label: 'Rows come from',
    form: 'Fill in',
    file: 'Import a file',
    toFile: 'Next: choose a file',
    change: 'Change',
  },
  steps: 'Steps of the import',
  step: { file: 'File', columns: 'Columns', check: 'Check', plan: 'Plan', confirm: 'Confirm' },
  stepDone: ' (done)',
  restart: 'Start over',
  refused: 'The server cannot take this file',
  file: {
    intro: 'Only its beginning is read for you to look at; the whole file is uploaded at the step “Check”.',
    drop: 'Drop a file here',
    choose: 'Choose a file',
    hint: 'CSV, TSV, TXT or XLSX. XLSX up to {max} MB, the others up to 2 GB (tens of millions of rows). The encoding is detected; a CSV saved by Excel works as it is.',
    paste: 'Or paste a table',
    pasteHint: 'Copy straight from Excel; any number of rows, one a line.',
    usePasted: 'Use what was pasted',
    pastedName: 'Pasted text',
    another: 'Another file',
    peeking: 'Reading the beginning of the file…',
    onlyOne: 'One file at a time; there are {count, number}.',
    notTable:
      '“{name}” cannot be imported. Choose a CSV, TSV, TXT or XLSX file; save an old .xls as .xlsx in Excel first.',
    empty: '“{name}” is empty.',
    tooLarge: 'This XLSX is larger than 200 MB. Save it as CSV in Excel.',
    tooLong: 'The file is larger than 2 GB; import it as several files.',
  },
  readAs: {
    format: 'Format',
    formats: { text: 'Text', xlsx: 'Excel workbook' },
    encoding: 'Encoding',
    by: { bom: ' (marked in the file)', detected: ' (detected)', chosen: ' (chosen)' },
    delimiter: 'Separator',
    delimiters: { comma: 'Comma', tab: 'Tab', semicolon: 'Semicolon', bar: 'Bar', blank: 'Blank' },
    sheet: 'Sheet',
    header: 'The first line names the columns',
  },
  preview: {
    title: '{count, plural, one {First row} other {First # rows}}',
    line: 'Line',
    column: 'Column {number, number}',
    empty: 'No row was read',
    emptyBody:
      'Check the encoding, the separator and whether the first line names the columns, or take another file.',
    moreColumns: '{count, number} columns, of which the first {shown, number} are shown.',
  },
  warning: {
    at: 'Line {line, number}, {column}: {sample}',
    nothing: '(empty)',
    scientific: {
      title: 'Excel has turned numbers into scientific notation',
      body: 'A value such as 1.23E+15 has lost its last digits for good. Format the column as text in Excel, fill in the original data and export again.',
    },
    'leading-zeros-lost': {
      title: 'Values may have lost their leading zeros',
      body: 'Values of one column differ in length, and the shorter ones are all digits. Format the column as text in Excel and compare it with the original data.',
    },
    'replacement-character': {
      title: 'Some characters could not be read',
      body: 'Where you see �, the encoding is probably wrong. Try another one above until the text looks right.',
    },
    blank: {
      title: 'The chosen column is empty',
      body: 'There is nothing in this column at the beginning of the file; check whether it is the right one.',
    },
  },
  columns: {
    intro:
      'Check which column each value comes from. This browser remembers the choice for files with the same column names.',
    option: '{number, number} · {name}',
    unused: 'Not used',
    choose: 'Choose a column',
    samples: 'Samples',
    missing: 'Not chosen yet: {fields}',
    twice: 'Two values come from the same column.',
    check: 'Upload and check',
  },
  options: {
    title: 'Further reads',
    readFirst: 'Before sending each row, read what it replaces',
    readFirstBody:
      'The whole change can then be undone and the old values put back. About {rows} more reads, and it takes longer.',
    readBack: 'After sending, read every row back',
    readBackBody:
      'Every row is read once to make sure. About {rows} more reads; without it, a sample can still be verified later from the job.',
    noUndo:
      'Without reading first, undo can only put back what Muster’s ledger knows; other rows cannot be restored.',
  },
  progress: {
    sending: 'Uploading and reading',
    reading: 'Reading',
    checking: 'Checking how each row stands now',
    planning: 'Making the plan',
    bytes: '{sent} / {size}',
    rows: '{rows, plural, one {# row} other {# rows}}',
    rate: '{amount} per second',
    left: 'about {time} left',
    stay: 'Keep this page open. If you leave or stop now, nothing is kept and nothing is changed.',
  },
  duration: {
    seconds: '{seconds, number} s',
    minutes: '{minutes, number} min',
    hours: '{hours, number} h {minutes, number} min',
  },
  check: {
    intro: 'Checking only reads. Nothing is changed before you confirm at the last step.',
    stop: 'Stop the upload',
    result:
      '{file}: {rows, plural, one {# row} other {# rows}}, {valid, number} will be sent, {rest, number} will not',
    nothing: 'There is no row to send',
    byUpstream: '“Replaces” and “No change” were found by asking Getui about every row.',
    byLedger:
      'With this many rows, “Replaces” and “No change” come from Muster’s ledger; it may not know what other systems have changed.',
    verdicts: 'Rows by result',
    verdict: {
      valid: 'Valid',
      replaces: 'Replaces',
      again: 'Same cid again',
      duplicate: 'Duplicate',
      malformed: 'Malformed',
      'no-change': 'No change',
    },
    about: {
      valid:
        'All rows that will be sent, including those that replace something and those whose cid comes again.',
      replaces: 'Will be sent, and replace what is there now.',
      again:
        'The same cid comes more than once in the file with different values. Rows are sent in the order of the file; the last one stands.',
      duplicate: 'The same as an earlier row; not sent again.',
      malformed: 'Breaks a rule and is not sent. Download, put right and import again as it is.',
      'no-change': 'Already so; need not be sent.',
    },
    download: 'Download these rows ({format})',
    none: 'No such rows',
    why: 'Why',
    earlier: 'Previous page',
    later: 'Next page',
    page: 'Page {page, number}',
  },
  gone: {
    title: 'The result of this check was not found',
    body: 'It may have been ordered already, or have expired. What was ordered stands under Jobs; otherwise start over.',
    jobs: 'See jobs',
  },
  plan: {
    intro: 'How many calls and how much time it takes, and when to begin.',
    rows: 'Rows to send',
    calls: 'Calls',
    callsOf: '{calls, number} ({budget})',
    family: {
      'tag-batch': 'from the quota of batch tagging',
      'device-token': 'from the quota of device binding',
      auth: 'from the quota of authentication',
    },
    unmetered: 'Getui states no limit',
    reads: 'Further reads',
    noReads: 'None',
    duration: 'Time needed',
    about: 'about {time}',
    ends: 'Expected end',
    pace: 'Fastest pace',
    perMinute: '{calls, number} calls per minute',
    left: 'Left for others today',
    leftCalls: '{calls, number} calls',
    midnight: 'It runs past midnight (Beijing time)',
    midnightBody: 'It will go on into the next day.',
    midnightQuota:
      'Once the quota of the day is used up it waits, and goes on by itself after midnight (Beijing time).',
    waits: 'An earlier change touches the same cids',
    waitsBody: 'To keep the order, rows of those cids are sent once <job>that job</job> is done with them.',
    when: 'Start',
    now: 'At once, when confirmed',
    later: 'At a given time',
    startAt: 'Starts at',
    zone: 'Time zone: {zone}',
    past: 'This time has passed; choose one in the future.',
    priority: 'Priority',
    priorities: {
      first: 'First',
      firstBody: 'Before other jobs',
      usual: 'Usual',
      last: 'Last',
      lastBody: 'Only when there is nothing else to do',
    },
  },
  confirm: {
    startsNow: 'Starts at once, when confirmed.',
    startsAt: 'Starts at {time} ({zone}).',
    calls: '{calls, plural, one {# call} other {# calls}} in all.',
    reads: '{reads, plural, one {# read} other {# reads}} besides, before and after sending.',
    rest: '{rest, plural, one {# other row is} other {# other rows are}} not sent.',
    again:
      '{count, plural, one {# row repeats} other {# rows repeat}} a cid from an earlier row and {count, plural, one {is} other {are}} sent in the order of the file.',
    first: 'Goes before other jobs.',
    last: 'Runs only when there is nothing else to do.',
    close:
      'Once confirmed, the server does the work and you may close this page. Progress and the outcome of every row stand under Jobs, where it can also be paused or cancelled.',
  },
  ordered: {
    title: 'Ordered; opening the job',
    body: 'The server does the work. You may close this page.',
    toJob: 'Open the job',
    another: 'Import another file',
  },
  lost: {
    peek: {
      what: 'No answer from the server',
      todo: 'Check the network and try again. The file has not been uploaded; nothing was changed.',
    },
    upload: {
      what: 'The upload broke off without an answer from the server',
      todo: 'Nothing of it is kept and nothing was changed. Check the network and try again from the start.',
    },
    order: {
      what: 'No answer from the server: it may or may not have been ordered',
      todo: 'You may safely press again, the same rows are never carried out twice; or look under Jobs first.',
    },
  },
  rule: {
    empty: 'There is no row in the file.',
    encoding:
      'Some of it is not in the chosen encoding{line, plural, =0 {} other { (line {line, number})}}; choose another at the first step.',
    'line-too-long':
      'A line is too long{line, plural, =0 {} other { (line {line, number})}}; most likely the separator is wrong, or a quote is not closed.',
    xls: 'This is an old .xls, or a workbook with a password. Remove the password in Excel and save it as .xlsx.',
    'not-xlsx': 'This file is an archive but not an Excel workbook. Choose another.',
    'xlsx-damaged': 'The workbook is damaged and cannot be read. Open it in Excel and save a copy.',
    'xlsx-too-large': 'The XLSX is too large. Save it as CSV in Excel.',
    'no-such-sheet': 'The workbook has no such sheet.',
    'too-large':
      'The file is too large for the server. If it is within the limit, ask the administrator about the upload limit of the proxy.',
    'not-mapped': 'A required value has no column; go back and choose one.',
    'too-many-rows': 'Too many rows; import them as several files.',
  },
  /** Cells that were spoilt before they came here, whatever they were to hold. */
  cell: {
    scientific: '“{value}” is scientific notation: Excel has dropped digits.',
    'excel-error': '“{value}” is what Excel shows of a failed formula.',
    'replacement-character':
      '“{value}” has characters that could not be read; the encoding is probably wrong.',
    'control-character': '“{value}” has a character that cannot be seen.',
    'quote-open': 'a quote is not closed; what follows cannot be told apart.',
  },
};
