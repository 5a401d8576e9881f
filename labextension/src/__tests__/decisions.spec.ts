import { Trouble } from '../tokens';
import { ids, scanned, setUp } from './fakeModel';
import {
  about,
  example,
  profile,
  RECEIPT,
  SECRET,
  settle,
  suggestion
} from './fakes';

describe('decisions', () => {
  it('record first, then insert the cell that the record names', async () => {
    const { model, link, server, notebook, clock } = scanned({ name: ' Ada ' });
    clock.now = 1750;
    await model.accept('a');
    expect(server.decisions).toHaveLength(1);
    const asked = server.decisions[0];
    expect(asked).toEqual({
      suggestion: suggestion('a', { subject: about('x') }),
      verb: 'accepted',
      kernel: 'k1',
      notebook: 'p.ipynb',
      doc_id: null,
      cell: { id: asked?.cell?.id, index: 1 },
      text: suggestion('a').code,
      by: 'Ada',
      shown_ms: 750,
      profile: profile('x'),
      withhold: []
    });
    expect(asked?.cell?.id).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
    expect(notebook.inserted).toEqual([
      [{ index: 1, below: 'c1' }, asked?.cell?.id, suggestion('a').code, 'a']
    ]);
    expect(notebook.remembered).toEqual([RECEIPT]);
    expect(link.of('status').at(-1)?.status).toBe('accepted');
    expect(model.view.cards[0]?.suggestion.status).toBe('accepted');
    expect(model.view.ledger).toEqual({
      tests: 33,
      families: [{ variable: 'x', size: 33 }],
      confirmations: 0,
      records: 3,
      decisions: 1,
      head: RECEIPT.head
    });
  });

  it('insert nothing when the server refuses, and say the cure on the card', async () => {
    const { model, server, notebook } = scanned();
    server.receipt = new Trouble('The disk is full.', 'Make room.');
    await model.accept('a');
    expect(notebook.inserted).toEqual([]);
    expect(notebook.remembered).toEqual([]);
    expect(model.view.cards[0]?.fault).toEqual({
      message: 'The disk is full.',
      cure: 'Make room.'
    });
    expect(model.view.cards[0]?.suggestion.status).toBe('proposed');
    server.receipt = RECEIPT;
    await model.accept('a');
    expect(model.view.cards[0]?.fault).toBeNull();
    expect(notebook.inserted).toHaveLength(1);
  });

  it('ask nothing where nothing was found', async () => {
    const { model, server, consent } = scanned();
    await model.accept('a');
    await model.reject('b');
    expect(server.scans.map(one => one.withhold)).toEqual([null, null]);
    expect(server.decisions.map(one => one.withhold)).toEqual([[], []]);
    expect(consent.asked).toEqual([]);
    expect(consent.offered).toEqual([]);
  });

  it('leave out what the user wants out of the record', async () => {
    const { model, server, consent, notebook } = scanned();
    server.found = { findings: [SECRET], gitattributes: null };
    await model.accept('a');
    expect(consent.asked).toEqual([[SECRET]]);
    expect(server.decisions[0]?.withhold).toEqual(['/suggestion/text']);
    expect(server.scans[0]?.cell).toEqual(server.decisions[0]?.cell);
    expect(notebook.inserted).toHaveLength(1);
    await model.reject('b');
    expect(server.decisions[1]?.withhold).toEqual(['/suggestion/text']);
  });

  it('do nothing at all when the user gives up', async () => {
    const { model, server, consent, notebook } = scanned();
    server.found = { findings: [SECRET], gitattributes: null };
    consent.givesUp = true;
    await model.accept('a');
    expect(server.decisions).toEqual([]);
    expect(notebook.inserted).toEqual([]);
    const [card] = model.view.cards;
    expect(card?.suggestion.status).toBe('proposed');
    expect(card?.recording).toBe(false);
    expect(card?.fault).toBeNull();
    consent.givesUp = false;
    await model.accept('a');
    expect(notebook.inserted).toHaveLength(1);
  });

  it('write nothing that was not looked at before', async () => {
    const { model, server, notebook } = scanned();
    server.found = new Trouble('There is no file yet.', 'Save the notebook.');
    await model.accept('a');
    expect(server.decisions).toEqual([]);
    expect(notebook.inserted).toEqual([]);
    expect(model.view.cards[0]?.fault?.cure).toBe('Save the notebook.');
  });

  it('offer the rule of git only after the record', async () => {
    const { model, server, consent, notebook } = scanned();
    const repository = { folder: '/r', line: 'x' };
    server.found = { findings: [], gitattributes: repository };
    server.receipt = new Trouble('The disk is full.', 'Make room.');
    await model.accept('a');
    expect(consent.offered).toEqual([]);
    server.receipt = RECEIPT;
    await model.accept('a');
    expect(consent.offered).toEqual([[repository, 'p.ipynb']]);
    expect(notebook.inserted).toHaveLength(1);
  });

  it('insert with a banner that stays when the server warns', async () => {
    const { model, server, notebook } = scanned();
    server.receipt = {
      ...RECEIPT,
      record: null,
      hash: null,
      head: null,
      count: null,
      warning: 'The folder is read-only.'
    };
    await model.accept('a');
    expect(notebook.inserted).toHaveLength(1);
    expect(model.view.warning).toEqual({
      message: 'The folder is read-only.',
      cure: ''
    });
    model.hold(true);
    model.hold(false);
    expect(model.view.warning).not.toBeNull();
  });

  it('say so when the notebook was closed after the record was written', async () => {
    const { model, notebook } = scanned();
    notebook.closed = true;
    await model.accept('a');
    expect(model.view.cards[0]?.fault?.message).toBe(
      'The acceptance is on record, but the cell could not be inserted: the notebook was closed meanwhile.'
    );
    expect(model.view.cards[0]?.suggestion.status).toBe('accepted');
  });

  it('record nothing for a notebook that is read-only', async () => {
    const { model, server, notebook } = scanned();
    notebook.readOnly = true;
    await model.accept('a');
    expect(server.decisions).toEqual([]);
    expect(model.view.cards[0]?.fault?.cure).toBe(
      'Save a copy of the notebook and accept there.'
    );
  });

  it('are not made twice', async () => {
    const { model, server } = scanned();
    const first = model.accept('a');
    expect(model.view.cards[0]?.recording).toBe(true);
    await Promise.all([first, model.accept('a'), model.reject('a')]);
    await model.accept('a');
    await model.reject('a');
    expect(server.decisions.map(one => one.verb)).toEqual(['accepted']);
  });

  it('of rejection name no cell and insert none; they can be taken back by accepting', async () => {
    const { model, server, notebook } = scanned();
    await model.reject('b');
    expect(server.decisions[0]).toMatchObject({
      verb: 'rejected',
      cell: null,
      text: null,
      by: null
    });
    expect(notebook.inserted).toEqual([]);
    expect(model.view.cards[1]?.suggestion.status).toBe('rejected');
    await model.accept('b');
    expect(model.view.cards[1]?.suggestion.status).toBe('accepted');
  });

  it('come from the widget by the id of a suggestion that is known', async () => {
    const { model, link, server } = scanned();
    link.push({ event: 'insert', suggestion: 'b' });
    await settle();
    expect(model.view.fault).toBeNull();
    link.push({ event: 'insert', suggestion: 'unknown' });
    await settle();
    expect(model.view.fault?.message).toBe(
      'The widget asks for a suggestion that is not in this panel: nothing was recorded.'
    );
    expect(server.decisions.map(one => one.suggestion.id)).toEqual(['b']);
  });

  it('follow what the magics did, and the records count on', async () => {
    const { model, link, server } = scanned();
    const head = 'sha256:89abcdef';
    server.logged = { ...(await server.log()), count: 9, decisions: 4, head };
    link.push({ event: 'status', suggestion: 'b', status: 'rejected' });
    expect(model.view.cards[1]?.suggestion.status).toBe('rejected');
    await settle();
    expect(model.view.ledger).toMatchObject({ records: 9, decisions: 4, head });
  });
});

describe('server', () => {
  it('out of reach: evidence goes on, and one banner says so', async () => {
    const { model, link, server } = setUp();
    server.logged = new Trouble('No answer.', 'Start it.', true);
    server.status = async () => {
      throw new Trouble('No answer.', 'Start it.', true);
    };
    model.setActive(true);
    await settle();
    link.ready();
    link.suggestions('x', suggestion('a'));
    expect(model.view.serverFault).toEqual({
      message: 'No answer.',
      cure: 'Start it.'
    });
    expect(ids(model)).toEqual(['a']);
  });

  it('a damaged record is a banner', async () => {
    const { model, server } = setUp();
    server.logged = {
      path: 'p.ipynb.prov.jsonl',
      state: 'damaged',
      count: 4,
      decisions: 2,
      head: null
    };
    model.setActive(true);
    await settle();
    expect(model.view.warning?.message).toBe(
      'The record p.ipynb.prov.jsonl does not verify.'
    );
    expect(model.view.ledger.records).toBe(4);
  });
});

describe('confirm', () => {
  it('asks the kernel side once and shows what it put on record', () => {
    const { model, link, notebook } = scanned({ name: 'Ada' });
    model.confirm('a');
    model.confirm('a');
    expect(link.of('confirm')).toEqual([
      { do: 'confirm', suggestion: 'a', by: 'Ada' }
    ]);
    expect(model.view.cards[0]?.testing).toBe(true);
    expect(model.view.cards[0]?.suggestion.status).toBe('proposed');
    const re = link.last('confirm');
    const confirmation = example('Confirmation');
    link.push({
      event: 'confirmed',
      re,
      suggestion: suggestion('a', {
        ...model.view.cards[0]?.suggestion,
        status: 'supported',
        confirmation
      }),
      receipt: RECEIPT
    });
    link.push({ event: 'done', re, stopped: false });
    const [card] = model.view.cards;
    expect(card?.testing).toBe(false);
    expect(card?.suggestion.status).toBe('supported');
    expect(card?.suggestion.confirmation).toEqual(confirmation);
    expect(model.view.ledger.confirmations).toBe(1);
    expect(model.view.ledger.head).toBe(RECEIPT.head);
    expect(notebook.remembered).toEqual([RECEIPT]);
    model.confirm('a');
    expect(link.of('confirm')).toHaveLength(1);
  });

  it('shows on the card why it was not tested', () => {
    const { model, link } = scanned();
    model.confirm('a');
    const fault = { message: 'Too few rows.', cure: 'Add rows.' };
    const re = link.last('confirm');
    link.push({ event: 'error', re, subject: null, fault });
    link.push({ event: 'done', re, stopped: false });
    expect(model.view.cards[0]?.fault).toEqual(fault);
    expect(model.view.cards[0]?.testing).toBe(false);
    expect(model.view.fault).toBeNull();
  });
});
