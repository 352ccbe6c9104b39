// How fast the chains' own SDKs build, sign and encode payments; the program that measures does the same ones.
import * as web3 from '@solana/web3.js';
import * as spl from '@solana/spl-token';
import * as kit from '@solana/kit';
import * as system from '@solana-program/system';
import * as stellar from '@stellar/stellar-sdk';
import * as near from 'near-api-js';
import bs58 from 'bs58';
import { serve } from './lines.mjs';

const MEMO = 'MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr';
const CHECK_EVERY = 64;

function solana({ seed, recipients, blockhash, mint, memo }) {
  const payer = web3.Keypair.fromSeed(Buffer.from(seed, 'hex'));
  const to = recipients.map((one) => new web3.PublicKey(one));
  const token = new web3.PublicKey(mint);
  const source = spl.getAssociatedTokenAddressSync(token, payer.publicKey);
  const program = new web3.PublicKey(MEMO);
  const sign = (...payment) => {
    const transaction = new web3.Transaction({ feePayer: payer.publicKey, recentBlockhash: blockhash });
    transaction.add(
      web3.ComputeBudgetProgram.setComputeUnitLimit({ units: 60_000 }),
      web3.ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 1_000 }),
      new web3.TransactionInstruction({ programId: program, keys: [], data: Buffer.from(memo, 'utf8') }),
      ...payment,
    );
    transaction.sign(payer);
    return transaction.serialize({ verifySignatures: false });
  };
  return {
    sol: (index) =>
      sign(
        web3.SystemProgram.transfer({
          fromPubkey: payer.publicKey,
          toPubkey: to[index % to.length],
          lamports: index + 1,
        }),
      ),
    token: (index) => {
      const owner = to[index % to.length];
      const account = spl.getAssociatedTokenAddressSync(token, owner);
      return sign(
        spl.createAssociatedTokenAccountIdempotentInstruction(payer.publicKey, account, owner, token),
        spl.createTransferCheckedInstruction(source, token, account, payer.publicKey, index + 1, 6),
      );
    },
  };
}

async function byKit({ seed, recipients, blockhash, memo }) {
  const pair = await kit.createKeyPairFromPrivateKeyBytes(new Uint8Array(Buffer.from(seed, 'hex')));
  const payer = await kit.getAddressFromPublicKey(pair.publicKey);
  const source = kit.createNoopSigner(payer);
  const encoder = kit.getTransactionEncoder();
  const limits = [
    web3.ComputeBudgetProgram.setComputeUnitLimit({ units: 60_000 }),
    web3.ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 1_000 }),
  ].map((one) => ({ programAddress: one.programId.toBase58(), data: new Uint8Array(one.data) }));
  return {
    sol: async (index) => {
      const message = kit.pipe(
        kit.createTransactionMessage({ version: 'legacy' }),
        (m) => kit.setTransactionMessageFeePayer(payer, m),
        (m) => kit.setTransactionMessageLifetimeUsingBlockhash({ blockhash, lastValidBlockHeight: 1n }, m),
        (m) =>
          kit.appendTransactionMessageInstructions(
            [
              ...limits,
              { programAddress: MEMO, data: new Uint8Array(Buffer.from(memo, 'utf8')) },
              system.getTransferSolInstruction({
                source,
                destination: recipients[index % recipients.length],
                amount: BigInt(index + 1),
              }),
            ],
            m,
          ),
      );
      const signed = await kit.partiallySignTransaction([pair], kit.compileTransaction(message));
      return encoder.encode(signed);
    },
  };
}

function onStellar({ seed, recipients, passphrase, memo }) {
  const payer = stellar.Keypair.fromRawEd25519Seed(Buffer.from(seed, 'hex'));
  return {
    payment: (index) => {
      const account = new stellar.Account(payer.publicKey(), `${index}`);
      const transaction = new stellar.TransactionBuilder(account, {
        fee: '1000',
        networkPassphrase: passphrase,
        timebounds: { minTime: 0, maxTime: 2_000_000_000 },
        memo: stellar.Memo.text(memo),
      })
        .addOperation(
          stellar.Operation.payment({
            destination: recipients[index % recipients.length],
            asset: stellar.Asset.native(),
            amount: '1.2345678',
          }),
        )
        .build();
      transaction.sign(payer);
      return transaction.toEnvelope().toXDR();
    },
  };
}

function onNear({ seed, recipients, blockHash, memo }) {
  const secret = bs58.encode(Buffer.concat([Buffer.from(seed, 'hex'), Buffer.alloc(32)]));
  const pair = near.KeyPair.fromString(`ed25519:${secret}`);
  const signer = new near.KeyPairSigner(pair);
  const hash = bs58.decode(blockHash);
  return {
    transfer: async (index) => {
      const transaction = near.createTransaction(
        'treasury.near',
        pair.getPublicKey(),
        recipients[index % recipients.length],
        BigInt(index + 1),
        [near.actions.transfer(BigInt(index + 1))],
        hash,
      );
      return (await signer.signTransaction(transaction)).signedTransaction.encode();
    },
    token: async (index) => {
      const to = recipients[index % recipients.length];
      const args = `{"receiver_id":"${to}","amount":"${index + 1}","memo":"${memo}"}`;
      const call = near.actions.functionCall('ft_transfer', Buffer.from(args, 'utf8'), 30_000_000_000_000n, 1n);
      const key = pair.getPublicKey();
      const transaction = near.createTransaction('treasury.near', key, 'usdc.near', BigInt(index + 1), [call], hash);
      return (await signer.signTransaction(transaction)).signedTransaction.encode();
    },
  };
}

const stages = { web3: solana, kit: byKit, stellar: onStellar, near: onNear };
const loads = {};

serve({
  prepare: async (settings) => {
    for (const [name, prepare] of Object.entries(stages)) {
      loads[name] = await prepare(settings[name]);
    }
  },
  make: async ({ sdk, load, index }) => Buffer.from(await loads[sdk][load](index)).toString('base64'),
  /** As many as can be made in a time; answers how many, and the processor time of this process. */
  run: async ({ sdk, load, milliseconds }) => {
    const make = loads[sdk][load];
    const until = process.hrtime.bigint() + BigInt(milliseconds) * 1_000_000n;
    const before = process.cpuUsage();
    let count = 0;
    while (count % CHECK_EVERY !== 0 || process.hrtime.bigint() < until) {
      await make(count++);
    }

    const { user, system: kernel } = process.cpuUsage(before);
    return { count, micros: user + kernel };
  },
});
