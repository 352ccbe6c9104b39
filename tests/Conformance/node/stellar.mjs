// Stellar's transactions by @stellar/stellar-sdk, from and to the cases of the tests.
import * as stellar from '@stellar/stellar-sdk';
import { serve } from './lines.mjs';

const { Account, Asset, Claimant, Keypair, Memo, MuxedAccount, Operation, StrKey, TransactionBuilder, xdr } = stellar;
const keypairs = new Map();

function keypair(seed) {
  if (!keypairs.has(seed)) {
    keypairs.set(seed, Keypair.fromRawEd25519Seed(Buffer.from(seed, 'hex')));
  }

  return keypairs.get(seed);
}

function publicKey(address) {
  if (!keypairs.has(address)) {
    keypairs.set(address, Keypair.fromPublicKey(address));
  }

  return keypairs.get(address);
}

/** The SDK has amounts as decimal texts; the cases have stroops. */
function lumens(stroops) {
  const digits = stroops.padStart(8, '0');
  return `${digits.slice(0, -7)}.${digits.slice(-7)}`;
}

function stroops(text) {
  const [whole, fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(7, '0')).toString();
}

function asset(text) {
  const [code, issuer] = text.split(':');
  return text === 'native' ? Asset.native() : new Asset(code, issuer);
}

const assetText = (one) => (one.isNative() ? 'native' : `${one.getCode()}:${one.getIssuer()}`);

const memos = {
  none: () => Memo.none(),
  text: (value) => Memo.text(Buffer.from(value, 'base64')),
  id: (value) => Memo.id(value),
  hash: (value) => Memo.hash(value),
  return: (value) => Memo.return(value),
};

function memoOf(memo) {
  switch (memo.type) {
    case 'none':
      return { type: 'none', value: null };
    case 'text':
      return { type: 'text', value: Buffer.from(memo.value).toString('base64') };
    case 'id':
      return { type: 'id', value: memo.value };
    default:
      return { type: memo.type, value: memo.value.toString('hex') };
  }
}

const predicates = {
  unconditional: () => Claimant.predicateUnconditional(),
  and: (p) => Claimant.predicateAnd(predicate(p.left), predicate(p.right)),
  or: (p) => Claimant.predicateOr(predicate(p.left), predicate(p.right)),
  not: (p) => Claimant.predicateNot(predicate(p.inner)),
  before: (p) => Claimant.predicateBeforeAbsoluteTime(p.seconds),
  within: (p) => Claimant.predicateBeforeRelativeTime(p.seconds),
};

const predicate = (p) => predicates[p.kind](p);

function predicateOf(p) {
  switch (p.switch().name) {
    case 'claimPredicateUnconditional':
      return { kind: 'unconditional' };
    case 'claimPredicateAnd':
      return { kind: 'and', left: predicateOf(p.andPredicates()[0]), right: predicateOf(p.andPredicates()[1]) };
    case 'claimPredicateOr':
      return { kind: 'or', left: predicateOf(p.orPredicates()[0]), right: predicateOf(p.orPredicates()[1]) };
    case 'claimPredicateNot':
      return { kind: 'not', inner: predicateOf(p.notPredicate()) };
    case 'claimPredicateBeforeAbsoluteTime':
      return { kind: 'before', seconds: p.absBefore().toString() };
    default:
      return { kind: 'within', seconds: p.relBefore().toString() };
  }
}

/** Both directions of each kind of operation. */
const operations = {
  createAccount: {
    build: (o) => ({ destination: o.destination, startingBalance: lumens(o.startingBalance) }),
    read: (o) => ({ destination: o.destination, startingBalance: stroops(o.startingBalance) }),
  },
  payment: {
    build: (o) => ({ destination: o.destination, asset: asset(o.asset), amount: lumens(o.amount) }),
    read: (o) => ({ destination: o.destination, asset: assetText(o.asset), amount: stroops(o.amount) }),
  },
  pathPaymentStrictReceive: {
    build: (o) => ({ ...path(o), sendMax: lumens(o.sendMax), destAmount: lumens(o.destAmount) }),
    read: (o) => ({ ...pathOf(o), sendMax: stroops(o.sendMax), destAmount: stroops(o.destAmount) }),
  },
  pathPaymentStrictSend: {
    build: (o) => ({ ...path(o), sendAmount: lumens(o.sendAmount), destMin: lumens(o.destMin) }),
    read: (o) => ({ ...pathOf(o), sendAmount: stroops(o.sendAmount), destMin: stroops(o.destMin) }),
  },
  changeTrust: {
    build: (o) => ({ asset: asset(o.asset), limit: lumens(o.limit) }),
    read: (o) => ({ asset: assetText(o.line), limit: stroops(o.limit) }),
  },
  accountMerge: {
    build: (o) => ({ destination: o.destination }),
    read: (o) => ({ destination: o.destination }),
  },
  manageData: {
    build: (o) => ({ name: o.name, value: o.value === null ? null : Buffer.from(o.value, 'hex') }),
    read: (o) => ({ name: o.name, value: o.value ? o.value.toString('hex') : null }),
  },
  bumpSequence: {
    build: (o) => ({ bumpTo: o.bumpTo }),
    read: (o) => ({ bumpTo: o.bumpTo }),
  },
  createClaimableBalance: {
    build: (o) => ({
      asset: asset(o.asset),
      amount: lumens(o.amount),
      claimants: o.claimants.map((one) => new Claimant(one.destination, predicate(one.predicate))),
    }),
    read: (o) => ({
      asset: assetText(o.asset),
      amount: stroops(o.amount),
      claimants: o.claimants.map((one) => ({
        destination: one.destination,
        predicate: predicateOf(one.predicate),
      })),
    }),
  },
  claimClaimableBalance: {
    build: (o) => ({ balanceId: o.balanceId }),
    read: (o) => ({ balanceId: o.balanceId }),
  },
};

const path = (o) => ({
  sendAsset: asset(o.sendAsset),
  destination: o.destination,
  destAsset: asset(o.destAsset),
  path: o.path.map(asset),
});

const pathOf = (o) => ({
  sendAsset: assetText(o.sendAsset),
  destination: o.destination,
  destAsset: assetText(o.destAsset),
  path: o.path.map(assetText),
});

function operation(o) {
  const built = operations[o.type].build(o);
  return Operation[o.type](o.source ? { ...built, source: o.source } : built);
}

const operationOf = (o) => ({ type: o.type, source: o.source ?? null, ...operations[o.type].read(o) });

function account(address, sequence) {
  const before = (BigInt(sequence) - 1n).toString();
  return address.startsWith('M') ? MuxedAccount.fromAddress(address, before) : new Account(address, before);
}

function build(spec, network, seeds) {
  const builder = new TransactionBuilder(account(spec.source, spec.sequence), {
    fee: (BigInt(spec.fee) / BigInt(spec.operations.length)).toString(),
    networkPassphrase: network,
    memo: memos[spec.memo.type](spec.memo.value),
    timebounds: spec.timeBounds
      ? { minTime: spec.timeBounds.min, maxTime: spec.timeBounds.max }
      : { minTime: 0, maxTime: 0 },
  });
  for (const one of spec.operations) {
    builder.addOperation(operation(one));
  }

  let transaction = builder.build();
  if (!spec.timeBounds) {
    // The builder insists on bounds; the protocol does not.
    transaction.tx.cond(xdr.Preconditions.precondNone());
    transaction = TransactionBuilder.fromXDR(transaction.toEnvelope(), network);
  }

  transaction.sign(...seeds.map(keypair));
  return transaction;
}

function buildAny({ spec, network, seeds, feeSeeds }) {
  if (!spec.inner) {
    return build(spec, network, seeds);
  }

  const inner = build(spec.inner, network, seeds);
  const base = BigInt(spec.fee) / BigInt(spec.inner.operations.length + 1);
  const bump = TransactionBuilder.buildFeeBumpTransaction(spec.feeSource, base.toString(), inner, network);
  bump.sign(...feeSeeds.map(keypair));
  return bump;
}

/** The form before protocol 13: the same transaction, its source a bare key. */
function asV0(transaction) {
  const tx = transaction.tx;
  const bounds = tx.cond().switch().name === 'precondTime' ? tx.cond().timeBounds() : null;
  return xdr.TransactionEnvelope.envelopeTypeTxV0(
    new xdr.TransactionV0Envelope({
      tx: new xdr.TransactionV0({
        sourceAccountEd25519: tx.sourceAccount().ed25519(),
        fee: tx.fee(),
        seqNum: tx.seqNum(),
        timeBounds: bounds,
        memo: tx.memo(),
        operations: tx.operations(),
        ext: new xdr.TransactionV0Ext(0),
      }),
      signatures: transaction.signatures,
    }),
  );
}

function compose(cases) {
  return cases.map((one) => {
    const transaction = buildAny(one);
    const envelope = one.v0 ? asV0(transaction) : transaction.toEnvelope();
    return { envelope: envelope.toXDR('base64'), hash: transaction.hash().toString('hex') };
  });
}

function specOf(transaction) {
  if (transaction.innerTransaction) {
    return {
      feeSource: transaction.feeSource,
      fee: transaction.fee,
      inner: specOf(transaction.innerTransaction),
    };
  }

  const { timeBounds } = transaction;
  return {
    source: transaction.source,
    fee: transaction.fee,
    sequence: transaction.sequence,
    timeBounds: timeBounds ? { min: timeBounds.minTime, max: timeBounds.maxTime } : null,
    memo: memoOf(transaction.memo),
    operations: transaction.operations.map(operationOf),
  };
}

/** The addresses of those whose signature the SDK verifies, in the order of the signatures. */
function signersOf(transaction, addresses) {
  const hash = transaction.hash();
  return transaction.signatures.map(
    (one) =>
      addresses.find((address) => {
        const pair = publicKey(address);
        return pair.signatureHint().equals(one.hint()) && pair.verify(hash, one.signature());
      }) ?? null,
  );
}

function accept(cases) {
  return cases.map(({ envelope, network, addresses }) => {
    const transaction = TransactionBuilder.fromXDR(envelope, network);
    const inner = transaction.innerTransaction ?? transaction;
    return {
      balanceIds: inner.operations.map((one, index) =>
        one.type === 'createClaimableBalance' ? inner.getClaimableBalanceId(index) : null,
      ),
      spec: specOf(transaction),
      hash: transaction.hash().toString('hex'),
      again: transaction.toEnvelope().toXDR('base64'),
      signers: signersOf(transaction, addresses),
      innerSigners: transaction.innerTransaction ? signersOf(transaction.innerTransaction, addresses) : null,
    };
  });
}

const strkeys = {
  G: ['encodeEd25519PublicKey', 'isValidEd25519PublicKey', 'decodeEd25519PublicKey'],
  S: ['encodeEd25519SecretSeed', 'isValidEd25519SecretSeed', 'decodeEd25519SecretSeed'],
  M: ['encodeMed25519PublicKey', 'isValidMed25519PublicKey', 'decodeMed25519PublicKey'],
  T: ['encodePreAuthTx', null, 'decodePreAuthTx'],
  X: ['encodeSha256Hash', null, 'decodeSha256Hash'],
  P: ['encodeSignedPayload', 'isValidSignedPayload', 'decodeSignedPayload'],
  C: ['encodeContract', 'isValidContract', 'decodeContract'],
  L: ['encodeLiquidityPool', 'isValidLiquidityPool', 'decodeLiquidityPool'],
  B: ['encodeClaimableBalance', 'isValidClaimableBalance', 'decodeClaimableBalance'],
};

function decodes(letter, text) {
  const [, valid, decode] = strkeys[letter];
  try {
    return (valid === null || StrKey[valid](text)) && StrKey[decode](text).length > 0;
  } catch {
    return false;
  }
}

function keys(cases) {
  return cases.map((one) => {
    const pair = keypair(one.seed);
    const message = Buffer.from(one.message, 'hex');
    return {
      address: pair.publicKey(),
      secret: pair.secret(),
      signature: pair.sign(message).toString('hex'),
      verified: pair.verify(message, Buffer.from(one.signature, 'hex')),
      strkey: StrKey[strkeys[one.letter][0]](Buffer.from(one.payload, 'hex')),
      damaged: decodes(one.letter, one.damaged),
    };
  });
}

/** A wallet that is asked to authenticate (SEP-10): it reads the challenge as the SDK demands, and signs it. */
function answerChallenge({ challenge, seed, server, network, homeDomain, webAuthDomain }) {
  const { WebAuth } = stellar;
  const pair = keypair(seed);
  const read = WebAuth.readChallengeTx(challenge, server, network, homeDomain, webAuthDomain);
  read.tx.sign(pair);
  const answer = read.tx.toEnvelope().toXDR('base64');
  const signers = [pair.publicKey()];
  return {
    account: read.clientAccountID,
    domain: read.matchedHomeDomain,
    signers: WebAuth.verifyChallengeTxSigners(answer, server, network, signers, homeDomain, webAuthDomain),
    answer,
  };
}

/** A challenge that the SDK makes as the server. */
function makeChallenge({ seed, account, network, homeDomain, webAuthDomain, seconds }) {
  const { WebAuth } = stellar;
  return WebAuth.buildChallengeTx(keypair(seed), account, homeDomain, seconds, network, webAuthDomain);
}

serve({ compose, accept, keys, answerChallenge, makeChallenge });
