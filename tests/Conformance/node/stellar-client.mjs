// A customer's program on a Stellar network: @stellar/stellar-sdk pays through Horizon, and reads what others paid.
import * as stellar from '@stellar/stellar-sdk';
import { serve } from './lines.mjs';

const { Asset, Horizon, Keypair, Memo, Operation, TransactionBuilder } = stellar;
const FEE = '1000';
const TIMEOUT_SECONDS = 60;
let server;
let network;

const keypair = (seed) => Keypair.fromRawEd25519Seed(Buffer.from(seed, 'hex'));

function asset(text) {
  const [code, issuer] = text.split(':');
  return text === 'native' ? Asset.native() : new Asset(code, issuer);
}

const memos = {
  text: (value) => Memo.text(value),
  id: (value) => Memo.id(value),
  hash: (value) => Memo.hash(value),
  return: (value) => Memo.return(value),
};

const operations = {
  payment: (o) => Operation.payment({ destination: o.destination, asset: asset(o.asset), amount: o.amount }),
  createAccount: (o) => Operation.createAccount({ destination: o.destination, startingBalance: o.amount }),
  changeTrust: (o) => Operation.changeTrust({ asset: asset(o.asset) }),
  claimClaimableBalance: (o) => Operation.claimClaimableBalance({ balanceId: o.balanceId }),
};

/** Loads the account, builds, signs and submits; answers the hash once a ledger has it. */
async function submit({ seed, memo, operation, feeSeed }) {
  const payer = keypair(seed);
  const account = await server.loadAccount(payer.publicKey());
  const builder = new TransactionBuilder(account, { fee: FEE, networkPassphrase: network });
  builder.addOperation(operations[operation.type](operation)).setTimeout(TIMEOUT_SECONDS);
  if (memo) {
    builder.addMemo(memos[memo.type](memo.value));
  }

  let transaction = builder.build();
  transaction.sign(payer);
  if (feeSeed) {
    const payerOfFee = keypair(feeSeed);
    transaction = TransactionBuilder.buildFeeBumpTransaction(payerOfFee, FEE, transaction, network);
    transaction.sign(payerOfFee);
  }

  const reply = await server.submitTransaction(transaction);
  return { hash: reply.hash, ledger: reply.ledger, successful: reply.successful };
}

/** The codes with which Horizon refuses a transaction whose sequence is used up. */
async function submitStale({ seed, destination }) {
  const payer = keypair(seed);
  const account = await server.loadAccount(payer.publicKey());
  const stale = new stellar.Account(payer.publicKey(), (BigInt(account.sequenceNumber()) - 1n).toString());
  const transaction = new TransactionBuilder(stale, { fee: FEE, networkPassphrase: network })
    .addOperation(Operation.payment({ destination, asset: Asset.native(), amount: '1' }))
    .setTimeout(TIMEOUT_SECONDS)
    .build();
  transaction.sign(payer);
  try {
    await server.submitTransaction(transaction);
    return null;
  } catch (error) {
    return error.response.data.extras.result_codes.transaction;
  }
}

async function fund(address) {
  return (await server.friendbot(address).call()).hash;
}

/** What the SDK reads of a transaction that somebody else made, and of the payments of an account. */
async function read({ hash, account }) {
  const record = await server.transactions().transaction(hash).call();
  const decoded = TransactionBuilder.fromXDR(record.envelope_xdr, network);
  const payments = await server.payments().forAccount(account).order('desc').limit(20).call();
  const payment = payments.records.find((one) => one.transaction_hash === hash);
  return {
    successful: record.successful,
    source: record.source_account,
    fee: `${record.fee_charged}`,
    memoType: record.memo_type,
    memo: record.memo ?? null,
    hash: decoded.hash().toString('hex'),
    type: payment.type,
    from: payment.from ?? payment.funder,
    to: payment.to ?? payment.account,
    amount: payment.amount ?? payment.starting_balance,
    asset: payment.asset_code ? `${payment.asset_code}:${payment.asset_issuer}` : 'native',
  };
}

/** What was set aside for an account. */
async function claimable(address) {
  const found = await server.claimableBalances().claimant(address).call();
  return found.records.map((one) => ({ id: one.id, asset: one.asset, amount: one.amount, sponsor: one.sponsor }));
}

/** Where the payments of an account end by now. */
async function lastPayment(account) {
  const { records } = await server.payments().forAccount(account).order('desc').limit(1).call();
  return records[0].paging_token;
}

/** Hears of the next payment to an account while it listens to Horizon's stream. */
function listen({ account, cursor }) {
  return new Promise((resolve, reject) => {
    const close = server
      .payments()
      .forAccount(account)
      .cursor(cursor)
      .stream({
        onmessage: (payment) => {
          close();
          resolve({ hash: payment.transaction_hash, amount: payment.amount, from: payment.from });
        },
        onerror: (error) => {
          if (error?.message) {
            close();
            reject(new Error(error.message));
          }
        },
      });
  });
}

/** The questions a wallet asks. */
async function look(address) {
  const account = await server.loadAccount(address);
  const stats = await server.feeStats();
  const ledgers = await server.ledgers().order('desc').limit(1).call();
  return {
    sequence: account.sequenceNumber(),
    balances: account.balances.map((one) => ({
      asset: one.asset_type === 'native' ? 'native' : `${one.asset_code}:${one.asset_issuer}`,
      balance: one.balance,
    })),
    fee: stats.last_ledger_base_fee,
    ledgers: ledgers.records.length,
    passphrase: (await server.root()).network_passphrase,
  };
}

serve({
  connect: ({ url, passphrase }) => {
    server = new Horizon.Server(url, { allowHttp: true });
    network = passphrase;
  },
  fund,
  submit,
  submitStale,
  read,
  claimable,
  lastPayment,
  listen,
  look,
});
