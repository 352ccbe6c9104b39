// A customer's program on a Solana network: @solana/web3.js pays, waits for finality, and reads what others paid.
import * as web3 from '@solana/web3.js';
import * as spl from '@solana/spl-token';
import { serve } from './lines.mjs';

const MEMO = new web3.PublicKey('MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr');
const POLL_MS = 100;
const key = (text) => new web3.PublicKey(text);
const keypair = (seed) => web3.Keypair.fromSeed(Buffer.from(seed, 'hex'));
let connection;

function memo(text) {
  return new web3.TransactionInstruction({ programId: MEMO, keys: [], data: Buffer.from(text, 'utf8') });
}

/** By asking: a network without websockets can be used as well. */
async function finalized(signature, lastValidBlockHeight) {
  for (;;) {
    const { value } = await connection.getSignatureStatus(signature, { searchTransactionHistory: true });
    if (value?.confirmationStatus === 'finalized') {
      return value.err;
    }

    if (lastValidBlockHeight !== undefined && (await connection.getBlockHeight()) > lastValidBlockHeight) {
      throw new Error(`${signature} has expired`);
    }

    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function airdrop({ to, lamports }) {
  const signature = await connection.requestAirdrop(key(to), lamports);
  await finalized(signature);
  return signature;
}

function transferOf(payer, { to, units, mint, decimals }) {
  if (!mint) {
    return [
      web3.SystemProgram.transfer({ fromPubkey: payer.publicKey, toPubkey: key(to), lamports: BigInt(units) }),
    ];
  }

  const [from, account] = [payer.publicKey, key(to)].map((owner) =>
    spl.getAssociatedTokenAddressSync(key(mint), owner),
  );
  return [
    spl.createAssociatedTokenAccountIdempotentInstruction(payer.publicKey, account, key(to), key(mint)),
    spl.createTransferCheckedInstruction(from, key(mint), account, payer.publicKey, BigInt(units), decimals),
  ];
}

/** Pays, and answers the signature once it is final. */
async function pay(order) {
  const payer = keypair(order.seed);
  const { blockhash, lastValidBlockHeight } = await connection.getLatestBlockhash();
  const instructions = transferOf(payer, order);
  if (order.memo) {
    instructions.push(memo(order.memo));
  }

  let bytes;
  if (order.version === 'v0') {
    const content = { payerKey: payer.publicKey, recentBlockhash: blockhash, instructions };
    const transaction = new web3.VersionedTransaction(new web3.TransactionMessage(content).compileToV0Message());
    transaction.sign([payer]);
    bytes = transaction.serialize();
  } else {
    const transaction = new web3.Transaction({ feePayer: payer.publicKey, blockhash, lastValidBlockHeight });
    transaction.add(...instructions);
    transaction.sign(payer);
    bytes = transaction.serialize();
  }

  const signature = await connection.sendRawTransaction(bytes);
  const error = await finalized(signature, lastValidBlockHeight);
  if (error !== null) {
    throw new Error(`${signature} failed: ${JSON.stringify(error)}`);
  }

  return signature;
}

/** What web3.js reads of a final transaction that somebody else made. */
async function read({ signature, account }) {
  await finalized(signature);
  const found = await connection.getTransaction(signature, {
    commitment: 'finalized',
    maxSupportedTransactionVersion: 0,
  });
  const message = found.transaction.message;
  const keys = message.staticAccountKeys.map((one) => one.toBase58());
  const at = keys.indexOf(account);
  const memos = message.compiledInstructions
    .filter((one) => keys[one.programIdIndex] === MEMO.toBase58())
    .map((one) => Buffer.from(one.data).toString('utf8'));
  const listed = await connection.getSignaturesForAddress(key(account), { limit: 10 }, 'finalized');
  return {
    error: found.meta.err,
    fee: found.meta.fee,
    received: at < 0 ? null : found.meta.postBalances[at] - found.meta.preBalances[at],
    tokens: (found.meta.postTokenBalances ?? [])
      .filter((one) => one.owner === account)
      .map((one) => ({ mint: one.mint, units: one.uiTokenAmount.amount })),
    memo: memos.join('\n'),
    listed: listed.map((one) => one.signature).includes(signature),
  };
}

/** The questions a wallet asks; each answer passes the checks that web3.js makes of its shape. */
async function look({ account, mint }) {
  const owner = key(account);
  const epoch = await connection.getEpochInfo('finalized');
  const tokens = await connection.getTokenAccountsByOwner(owner, { mint: key(mint) });
  const token = spl.getAssociatedTokenAddressSync(key(mint), owner);
  const { blockhash } = await connection.getLatestBlockhash();
  const message = new web3.TransactionMessage({
    payerKey: owner,
    recentBlockhash: blockhash,
    instructions: [web3.SystemProgram.transfer({ fromPubkey: owner, toPubkey: owner, lamports: 1 })],
  }).compileToLegacyMessage();
  return {
    balance: await connection.getBalance(owner, 'finalized'),
    owner: (await connection.getAccountInfo(owner)).owner.toBase58(),
    tokenAccounts: tokens.value.map((one) => one.pubkey.toBase58()),
    tokenUnits: (await spl.getAccount(connection, token)).amount,
    tokenBalance: (await connection.getTokenAccountBalance(token)).value.amount,
    decimals: (await spl.getMint(connection, key(mint))).decimals,
    rent: await connection.getMinimumBalanceForRentExemption(165),
    fee: (await connection.getFeeForMessage(message)).value,
    genesis: await connection.getGenesisHash(),
    isAhead: (await connection.getSlot('processed')) >= epoch.absoluteSlot,
  };
}

serve({
  connect: (url) => {
    connection = new web3.Connection(url, 'confirmed');
  },
  airdrop,
  pay,
  read,
  look,
});
